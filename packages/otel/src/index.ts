export { observeSealing, type SealingSource } from './observe-sealing.js';
export { type ObserveStoreOptions, observeStore } from './observe-store.js';
