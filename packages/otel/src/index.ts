export { type ObserveStoreOptions, observeStore } from './observe-store.js';
