/** A fresh id no other process chooses: a UUID of version 4. This file is the only source of randomness. */
export const randomId = (): string => globalThis.crypto.randomUUID();

/** Bytes nobody can foretell. */
export const freshBytes = (length: number): Uint8Array<ArrayBuffer> =>
  globalThis.crypto.getRandomValues(new Uint8Array(length));
