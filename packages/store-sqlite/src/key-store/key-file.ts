import { isMotcuaError, MotcuaError } from '@motcua/core/contract';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { hasTable, layoutOf } from '../side-file.js';

const BUSY_TIMEOUT_MS = 5_000;
const LAYOUT = 1;
const LAYOUT_TABLE = 'motcua_key_layout';

const schema = `
CREATE TABLE ${LAYOUT_TABLE} (version INTEGER NOT NULL) STRICT;
INSERT INTO ${LAYOUT_TABLE} VALUES (${LAYOUT});
-- One living key a subject. Destroyed keys are in motcua_destroyed_keys only.
CREATE TABLE motcua_keys (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (tenant, id),
  UNIQUE (tenant, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE motcua_key_versions (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  material BLOB NOT NULL,
  PRIMARY KEY (tenant, id, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE motcua_search_keys (tenant TEXT PRIMARY KEY, material BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE motcua_destroyed_keys (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  destroyed_at INTEGER NOT NULL,
  UNIQUE (tenant, id)
) STRICT;
`;

/**
 * Opens a file of keys. What is deleted is overwritten, and the journal is emptied with every commit, so that the
 * bytes of a destroyed key are in no file any more; a write-ahead log would keep them for a while.
 */
export function openKeyFile(file: string): Database {
  const database = new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    if (hasTable(database, 'motcua_cases')) throw sameFile(file);
    database.pragma('journal_mode = TRUNCATE');
    database.pragma('synchronous = FULL');
    database.pragma('secure_delete = ON');
    database.transaction(() => createTables(database, file)).immediate();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Tables of cases in a file of keys would lock the keys away: no key store opens it any more. */
export function refuseKeyFile(database: Database): void {
  if (!hasTable(database, LAYOUT_TABLE)) return;
  throw new MotcuaError('MC_STORE_FAILED', {
    happened: `The SQLite store was given the file ${database.name}, which holds the keys of persons`,
    expected: 'a file of its own: keys in the same backup as the data make an erasure worthless',
    remedy: 'give the cases another file; nothing was changed in this one',
    details: { operation: 'open', file: database.name },
  });
}

function createTables(database: Database, file: string): void {
  const version = layoutOf(database, { layoutTable: LAYOUT_TABLE, schema });
  if (version !== LAYOUT) throw otherLayout(file, version);
}

const sameFile = (file: string) =>
  new MotcuaError('MC_KEY_STORE_FAILED', {
    happened: `The SQLite key store was given the file ${file}, which holds the tables of cases`,
    expected: 'a file of its own: keys in the same backup as the data make an erasure worthless',
    remedy: 'give the keys another file, on another disk and in another backup',
    details: { operation: 'open', file },
  });

const otherLayout = (file: string, version: number | undefined) =>
  new MotcuaError('MC_KEY_STORE_FAILED', {
    happened: `The key file ${file} has the layout ${String(version)}`,
    expected: `layout ${LAYOUT}`,
    remedy: 'run the release of motcua that wrote it, or a newer one',
    details: { operation: 'open', file },
  });

export const notOpen = (operation: string, file: string) =>
  new MotcuaError('MC_KEY_STORE_FAILED', {
    happened: `The SQLite key store ${file} was asked for ${operation} while it is not open`,
    expected: 'a call between open() and close()',
    remedy: 'await open() first, and stop all callers before close()',
    details: { operation, file },
  });

/** Any failure of an operation with its cause; an error of motcua stays what it is. */
export function keyStoreFailed(operation: string, file: string, cause: unknown): MotcuaError {
  if (isMotcuaError(cause)) return cause;
  const code = (cause as { readonly code?: unknown } | null)?.code;
  const sqliteCode = typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MotcuaError('MC_KEY_STORE_FAILED', {
    happened: `The SQLite key store ${file} failed in ${operation}${sqliteCode === undefined ? '' : ` with ${sqliteCode}`}: ${reason}`,
    expected: 'a key file that can be read and written',
    remedy: 'see the cause; repeating the call is safe',
    details: { operation, file, ...(sqliteCode !== undefined && { sqliteCode }) },
    cause,
  });
}
