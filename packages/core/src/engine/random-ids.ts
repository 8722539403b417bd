/** A fresh id no other process chooses: a UUID of version 4. This file is the only source of randomness. */
export const randomId = (): string => globalThis.crypto.randomUUID();

const DRAWN_BYTES = 4_096;
let drawn = new Uint8Array(0);
let used = 0;

/** Bytes nobody can foretell. Many are drawn at a time: each drawing is a call into the system. */
export function freshBytes(length: number): Uint8Array<ArrayBuffer> {
  if (length > DRAWN_BYTES) return globalThis.crypto.getRandomValues(new Uint8Array(length));
  if (drawn.length - used < length) {
    drawn = globalThis.crypto.getRandomValues(new Uint8Array(DRAWN_BYTES));
    used = 0;
  }
  const bytes = drawn.slice(used, used + length);
  drawn.fill(0, used, used + length);
  used += length;
  return bytes;
}
