import { resolve } from 'node:path';
import { MotcuaError } from '@motcua/core/contract';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { refuseKeyFile } from './key-store/key-file.js';

/** How a store reaches its database: a file it opens itself, or a connection the application opened. */
export type SqliteStoreOptions =
  | {
      /** Path of the database; created when it does not exist. `:memory:` for one that lives in this process. */
      readonly file: string;
      /**
       * `full` (default): what a commit returned survives a power cut. `normal`: it survives the end of the process,
       * but a power cut may take back the last commits; the database stays consistent.
       */
      readonly synchronous?: 'full' | 'normal';
      /** How long a write waits for another process, blocking this one. Default 5000. */
      readonly busyTimeoutMs?: number;
    }
  | {
      /** An open better-sqlite3 connection. Its settings are left alone, and `close()` leaves it open. */
      readonly database: Database;
    };

const DEFAULT_BUSY_TIMEOUT_MS = 5_000;

/** Pages kept in memory, as kibibytes (negative by SQLite's convention). */
const CACHE_SIZE = -32_768;

/** Pages the log may hold before they move into the database: 16 MB, so that hot pages move seldom. */
const CHECKPOINT_PAGES = 4_000;

/** What is known of the database before it is opened. */
export interface Target {
  readonly name: string;
  readonly isMemory: boolean;
  /** The connection is the application's. */
  readonly isBorrowed: boolean;
  /** Commits wait until the disk has them, so writes that may be lost can be told apart. */
  readonly isFull: boolean;
}

export function targetOf(options: SqliteStoreOptions): Target {
  if ('database' in options) {
    const { name, memory } = options.database;
    return { name, isMemory: memory, isBorrowed: true, isFull: false };
  }
  const isMemory = options.file === '' || options.file === ':memory:';
  const isFull = !isMemory && options.synchronous !== 'normal';
  return { name: isMemory ? options.file : resolve(options.file), isMemory, isBorrowed: false, isFull };
}

export function connect(options: SqliteStoreOptions, target: Target): Database {
  if ('database' in options) {
    refuseKeyFile(options.database);
    return options.database;
  }
  const timeout = options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS;
  const database = new BetterSqlite3(target.name, { timeout });
  try {
    // Before the journal mode of the file is changed.
    refuseKeyFile(database);
    configure(database, target);
    refuseReadOnly(database, timeout);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function configure(database: Database, target: Target): void {
  const mode = database.pragma('journal_mode = WAL', { simple: true });
  if (!target.isMemory && mode !== 'wal') throw noWal(target, mode);
  database.pragma(`synchronous = ${target.isFull ? 'FULL' : 'NORMAL'}`);
  database.pragma('foreign_keys = ON');
  database.pragma(`cache_size = ${CACHE_SIZE}`);
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
}

/**
 * SQLite opens a file it may not write for reading, without a word, and keeps it so. Found at once, the same store can be
 * opened again when the place has been put right. A lock that somebody holds says that the file can be written.
 */
function refuseReadOnly(database: Database, timeout: number): void {
  database.pragma('busy_timeout = 0');
  try {
    // Without a change SQLite would begin a transaction that only reads.
    const version = database.pragma('user_version', { simple: true });
    database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${String(version)}`);
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    if (typeof code !== 'string' || !code.startsWith('SQLITE_BUSY')) throw error;
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK');
    database.pragma(`busy_timeout = ${timeout}`);
  }
}

function noWal(target: Target, mode: unknown): MotcuaError {
  return new MotcuaError('MC_STORE_FAILED', {
    happened: `The SQLite store ${target.name} got the journal mode ${String(mode)}`,
    expected: 'a file system on which SQLite can keep a write-ahead log',
    remedy: 'put the file on a local disk: network file systems do not support it',
    details: { operation: 'open', file: target.name },
  });
}
