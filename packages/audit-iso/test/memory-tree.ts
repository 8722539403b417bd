import { createCompactRange, type LeafRange, leafHash, nodeHash } from '../src/tree/index.js';

/** The tree as RFC 6962, section 2.1, defines it, word for word and slow: what the quick one is compared with. */
export function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return leafHash(only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

export const hashesOf = (leaves: readonly Uint8Array[], ranges: readonly LeafRange[]): Uint8Array[] =>
  ranges.map(({ start, end }) => treeHash(leaves.slice(start, end)));

export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const range = createCompactRange();
  for (const leaf of leaves) range.append(leafHash(leaf));
  return range.root();
}
