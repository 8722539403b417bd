/** Reference adapters that keep everything in memory: the executable specification of the contracts. */
export {
  createMemoryConnector,
  createMemoryNotifier,
  type Delivery,
  type MemoryConnector,
  type MemoryDestinationOptions,
  type MemoryNotifier,
  type Recording,
} from './memory-destination.js';
export { createMemoryKeyStore } from './memory-key-store.js';
export { createMemoryNotificationLog } from './memory-notification-log.js';
export { createMemoryStore } from './memory-store.js';
