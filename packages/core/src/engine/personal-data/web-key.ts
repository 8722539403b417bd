/** A key as WebCrypto holds it. The types of Node and of a browser name it differently. */
export type WebKey = Parameters<typeof globalThis.crypto.subtle.encrypt>[1];
