export type { PooledClient, PoolLike, PostgresStoreOptions } from './connection.js';
export { type GrantOptions, grantDisposal, grantReader, grantRuntime } from './grants.js';
export type { JoinableTransaction } from './joined-transaction.js';
export { migratePostgres } from './migrate.js';
export {
  createPostgresNotificationLog,
  type PostgresNotificationLogOptions,
} from './notification-log/postgres-notification-log.js';
export { type Archive, archivePartitions, ensurePartitions } from './partitions.js';
export { createPostgresStore } from './postgres-store.js';
