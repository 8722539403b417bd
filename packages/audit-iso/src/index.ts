/** motcua: a tamper-evident audit log that a third party verifies offline. */

export { canonicalText, parseCanonical } from './canonical/canonical-text.js';
export * from './evidence/index.js';
export * from './export/index.js';
export { type CaseHead, caseHeadPath, caseHeadText, parseCaseHead } from './head/case-head.js';
export * from './iso/index.js';
export { type Leaf, type LeafBody, readLeaf } from './leaf/leaf.js';
export * from './note/index.js';
export * from './proof/index.js';
export * from './record/index.js';
export * from './sequencer/index.js';
export * from './tiles/index.js';
export * from './timestamp/index.js';
export * from './tree/index.js';
export * from './verify/index.js';
export * from './witness/index.js';
