export type { SqliteStoreOptions } from './connection.js';
export { createSqliteStore } from './sqlite-store.js';
