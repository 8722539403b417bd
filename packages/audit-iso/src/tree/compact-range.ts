import { EMPTY_ROOT, nodeHash } from './hash.js';
import { type NodeId, nodesOf } from './ranges.js';

/** Hears of every node of the tree when its last leaf is appended. */
export type NodeListener = (node: NodeId, hash: Uint8Array) => void;

/** A tree of any size that only grows, kept as the roots of its perfect subtrees: at most one for each binary digit of its size. */
export interface CompactRange {
  readonly size: number;
  /** Of the perfect subtrees from left to right. */
  readonly hashes: readonly Uint8Array[];
  append(leafHash: Uint8Array): void;
  root(): Uint8Array;
}

export interface CompactRangeStart {
  readonly size: number;
  /** Of the perfect subtrees from left to right, as {@link edgeNodes} lists them. */
  readonly hashes: readonly Uint8Array[];
}

/** The perfect subtrees of a tree of `size` leaves, from left to right. */
export const edgeNodes = (size: number): readonly NodeId[] => nodesOf({ start: 0, end: size });

export function createCompactRange(
  start: CompactRangeStart = { size: 0, hashes: [] },
  onNode?: NodeListener,
): CompactRange {
  let size = start.size;
  const hashes = [...start.hashes];
  return {
    get size() {
      return size;
    },
    hashes,
    append(leafHash) {
      let [level, index, hash] = [0, size, leafHash];
      onNode?.({ level, index }, hash);
      // A subtree is whole when its right half is: as often as the index is odd.
      while (index % 2 === 1) {
        hash = nodeHash(hashes.pop() as Uint8Array, hash);
        level += 1;
        index = (index - 1) / 2;
        onNode?.({ level, index }, hash);
      }
      hashes.push(hash);
      size += 1;
    },
    root: () => foldHashes(hashes),
  };
}

/** The hash over perfect subtrees that stand side by side, from left to right. */
export function foldHashes(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right));
}
