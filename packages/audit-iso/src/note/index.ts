export {
  type Checkpoint,
  type CheckpointCheck,
  type CheckpointPolicy,
  checkpointText,
  parseCheckpoint,
  verifyCheckpoint,
} from './checkpoint.js';
export { type Note, type NoteSignature, parseNote, writeNote } from './note.js';
export { type Cosigner, createCosigner, createSigner, type NoteSigner, signNote, writePrivateKey } from './signer.js';
export { type NoteCheck, type NoteVerifier, parseVerifierKey, type VerifiedSignature, verifyNote } from './verifier.js';
