export { type ProofCheck, parseTlogProof, type TlogProof, verifyTlogProof, writeTlogProof } from './tlog-proof.js';
