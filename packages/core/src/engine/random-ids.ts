/** A fresh id no other process chooses: a UUID of version 4. The only source of randomness. */
export const randomId = (): string => globalThis.crypto.randomUUID();
