export type { SqliteStoreOptions } from './connection.js';
export { createSqliteKeyStore, type SqliteKeyStoreOptions } from './key-store/sqlite-key-store.js';
export {
  createSqliteNotificationLog,
  type SqliteNotificationLogOptions,
} from './notification-log/sqlite-notification-log.js';
export { createSqliteStore } from './sqlite-store.js';
