export type { SqliteStoreOptions } from './connection.js';
export { createSqliteKeyStore, type SqliteKeyStoreOptions } from './key-store/sqlite-key-store.js';
export { createSqliteStore } from './sqlite-store.js';
