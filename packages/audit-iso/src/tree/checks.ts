import { concat, equalBytes, utf8 } from '../encoding/bytes.js';
import { wholeLevel } from './ranges.js';

/**
 * The two checks a verifier makes (RFC 9162, sections 2.1.3.2 and 2.1.4.2). They use the Web Crypto API only, so the
 * same code runs in a browser.
 */
const sha256 = async (data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', data));

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);
const node = (left: Uint8Array, right: Uint8Array) => sha256(concat(nodePrefix, left, right));

export const leafHashOf = (leaf: Uint8Array | string): Promise<Uint8Array> =>
  sha256(concat(leafPrefix, typeof leaf === 'string' ? utf8(leaf) : leaf));

export interface InclusionProof {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Uint8Array[];
}

/** The root that an inclusion proof leads to; undefined when it has too few or too many hashes. */
export async function rootOfInclusion({
  index,
  size,
  leafHash,
  hashes,
}: InclusionProof): Promise<Uint8Array | undefined> {
  if (!isIndex(index) || !isIndex(size) || index >= size) return undefined;
  let [place, last, hash] = [index, size - 1, leafHash];
  for (const sibling of hashes) {
    if (last === 0 || sibling.length !== 32) return undefined;
    if (place % 2 === 1 || place === last) {
      hash = await node(sibling, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      hash = await node(hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? hash : undefined;
}

export interface ConsistencyProof {
  readonly first: { readonly size: number; readonly root: Uint8Array };
  readonly second: { readonly size: number; readonly root: Uint8Array };
  readonly hashes: readonly Uint8Array[];
}

/** True when the proof shows that the first tree is the beginning of the second. From size 0 nothing is proven: false. */
export async function isConsistent({ first, second, hashes }: ConsistencyProof): Promise<boolean> {
  if (!isIndex(first.size) || !isIndex(second.size) || first.size === 0 || first.size > second.size) return false;
  if (hashes.some((hash) => hash.length !== 32)) return false;
  if (first.size === second.size) return hashes.length === 0 && equalBytes(first.root, second.root);
  const isWhole = 2 ** wholeLevel(first.size) === first.size;
  const [start, ...rest] = isWhole ? [first.root, ...hashes] : hashes;
  if (start === undefined) return false;
  let [place, last] = [first.size - 1, second.size - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let [firstRoot, secondRoot] = [start, start];
  for (const hash of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      firstRoot = await node(hash, firstRoot);
      secondRoot = await node(hash, secondRoot);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      secondRoot = await node(secondRoot, hash);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && equalBytes(firstRoot, first.root) && equalBytes(secondRoot, second.root);
}

const half = (number: number): number => Math.floor(number / 2);
const isIndex = (number: number): boolean => Number.isSafeInteger(number) && number >= 0;
