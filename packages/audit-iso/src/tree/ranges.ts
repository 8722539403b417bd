/** Leaves from `start` up to, not including, `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** A perfect subtree: the node `index` of binary level `level` covers the leaves from `index * 2^level` on. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/**
 * The ranges whose hashes prove that the leaf `index` is in the tree of `size` leaves, from its sibling up to the
 * root's child (RFC 6962, section 2.1.1).
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/**
 * The ranges whose hashes prove that the tree of `first` leaves is the beginning of the tree of `second` leaves
 * (RFC 6962, section 2.1.2). For `0 < first <= second`.
 */
export function consistencyRanges(first: number, second: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let [start, end] = [0, second];
  while (end !== first) {
    const middle = start + splitPoint(end - start);
    if (first <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  // The verifier has the root of the first tree already when that tree is one whole subtree from the left edge.
  if (start > 0) ranges.push({ start, end });
  return ranges.reverse();
}

/** The perfect subtrees a range consists of, from left to right. `start` is where a subtree of the range's size may begin. */
export function nodesOf({ start, end }: LeafRange): readonly NodeId[] {
  const nodes: NodeId[] = [];
  let from = start;
  while (from < end) {
    const level = wholeLevel(end - from);
    const width = 2 ** level;
    nodes.push({ level, index: from / width });
    from += width;
  }
  return nodes;
}

/** The level of the largest perfect subtree that so many leaves fill. Exact, unlike a logarithm. */
export function wholeLevel(leaves: number): number {
  let level = 0;
  while (2 ** (level + 1) <= leaves) level += 1;
  return level;
}

/** The largest power of two below a number above 1: where RFC 6962 splits a tree of so many leaves. */
const splitPoint = (leaves: number): number => 2 ** wholeLevel(leaves - 1);
