export { type AddCheckpoint, parseAddCheckpoint, type WitnessAnswer, writeAddCheckpoint } from './add-checkpoint.js';
export { askWitness, type Cosigning, createRemoteWitness, type WitnessClient } from './ask-witness.js';
export { createWitness, type Witness, type WitnessOptions } from './witness.js';
