import { hash } from 'node:crypto';

/** Length of every hash of the tree: SHA-256. */
export const HASH_BYTES = 32;

export const sha256 = (data: Uint8Array): Buffer => hash('sha256', data, 'buffer');

/** The root of the tree with no leaves: the hash of nothing (RFC 6962, section 2.1). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array());

/** 0x00 before a leaf, 0x01 before two nodes: no leaf can pass for a node. */
export function leafHash(leaf: Uint8Array): Buffer {
  const prefixed = Buffer.allocUnsafe(leaf.length + 1);
  prefixed[0] = 0;
  prefixed.set(leaf, 1);
  return sha256(prefixed);
}

const nodeBytes = new Uint8Array(1 + 2 * HASH_BYTES);
nodeBytes[0] = 1;

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 1 + HASH_BYTES);
  return sha256(nodeBytes);
}
