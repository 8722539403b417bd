export { type ConsistencyProof, type InclusionProof, isConsistent, leafHashOf, rootOfInclusion } from './checks.js';
export { type CompactRange, type CompactRangeStart, createCompactRange, edgeNodes } from './compact-range.js';
export { EMPTY_ROOT, leafHash, nodeHash } from './hash.js';
export { consistencyRanges, inclusionRanges, type LeafRange, type NodeId } from './ranges.js';
