import { describeError, isMotcuaError, MotcuaError } from '@motcua/core/contract';

/** What to do about the failures an operator can do something about, by SQLite's primary result code. */
const remedies: Readonly<Record<string, string>> = {
  SQLITE_BUSY:
    'another connection kept the write lock: end its transaction, or raise busyTimeoutMs; repeating the call is safe',
  SQLITE_LOCKED: 'another statement of this connection is still running: end it and repeat the call',
  SQLITE_CANTOPEN: 'check that the folder exists and that this process may write in it',
  SQLITE_READONLY: 'give this process write access to the file and its folder',
  SQLITE_PERM: 'give this process access to the file and its folder',
  SQLITE_FULL: 'free disk space, then repeat the call: nothing was written',
  SQLITE_IOERR: 'check the disk and the file system; repeating the call is safe',
  SQLITE_TOOBIG: 'a row is larger than SQLite takes: keep files outside of the case, and bound what it gathers',
  SQLITE_NOMEM: 'the process is out of memory: give it more, or read in smaller pages; repeating the call is safe',
  SQLITE_SCHEMA: 'the tables were changed from outside: restore the schema from a backup',
  SQLITE_CONSTRAINT: 'the rows contradict those already stored: report it, with the cause, as a fault of the caller',
};

/** The file cannot be read as what it should be: no repetition will help. */
const damages: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'the file is not an SQLite database: check the path, or restore a backup',
  SQLITE_CORRUPT: 'the database is damaged: stop writing, keep the file for analysis and restore a backup',
};

const GENERAL_REMEDY = 'see the cause; repeating the call is safe, because command ids are remembered';

/**
 * Any failure of an operation as MC_STORE_FAILED, or MC_STORE_CORRUPT, with its cause; an error of motcua stays what it
 * is.
 */
export function storeFailed(operation: string, file: string, cause: unknown): MotcuaError {
  if (isMotcuaError(cause)) return cause;
  const sqliteCode = codeOf(cause);
  const primary = sqliteCode?.split('_').slice(0, 2).join('_') ?? '';
  // Only what is read back is parsed, so a document with wrong syntax was damaged in the file.
  const damage = cause instanceof SyntaxError ? damages['SQLITE_CORRUPT'] : damages[primary];
  return new MotcuaError(damage === undefined ? 'MC_STORE_FAILED' : 'MC_STORE_CORRUPT', {
    happened: `The SQLite store ${file} failed in ${operation}${sqliteCode === undefined ? '' : ` with ${sqliteCode}`}: ${describeError(cause)}`,
    expected: 'a database that can be read and written, and values that can be written as JSON',
    remedy: damage ?? remedies[primary] ?? GENERAL_REMEDY,
    details: { operation, file, ...(sqliteCode === undefined ? {} : { sqliteCode }) },
    cause,
  });
}

function codeOf(cause: unknown): string | undefined {
  const code = typeof cause === 'object' && cause !== null ? (cause as { code?: unknown }).code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

/** An operation on a store that is not open. */
export function notOpen(operation: string, file: string): MotcuaError {
  return new MotcuaError('MC_STORE_FAILED', {
    happened: `The SQLite store ${file} was asked for ${operation} while it is not open`,
    expected: 'a call between open() and close()',
    remedy: 'await open() first, and stop all callers before close()',
    details: { operation, file },
  });
}

/** A `transaction` that cannot be joined. */
export function cannotJoin(file: string, problem: string): MotcuaError {
  return new MotcuaError('MC_STORE_FAILED', {
    happened: `The SQLite store ${file} cannot join the transaction of the caller: ${problem}`,
    expected: 'a better-sqlite3 connection to the same database, inside a transaction',
    remedy: 'begin a transaction on a connection to the same file and pass that connection, or omit `transaction`',
    details: { operation: 'commit', file },
  });
}

/** A database in memory is reached by no other connection, so there is no transaction to join. */
export function noJoining(file: string): MotcuaError {
  return new MotcuaError('MC_CAPABILITY_MISSING', {
    happened: `The SQLite store ${file} was asked to commit inside a transaction of the caller`,
    expected: 'a store with the capability joinsTransaction',
    remedy: 'keep the database in a file, or give the store your own connection as `database`',
    details: { capability: 'joinsTransaction' },
  });
}

/** An index names a row that the table does not have. SQLite itself looks at such things in an integrity check only. */
export function orphaned(file: string, table: string): MotcuaError {
  return new MotcuaError('MC_STORE_CORRUPT', {
    happened: `An index of ${table} in the SQLite store ${file} names a row that is not in the table`,
    expected: 'indexes that agree with their tables',
    remedy:
      'stop the engine, keep a copy of the file, and look at it with PRAGMA integrity_check; restore a backup, or REINDEX when only indexes are damaged',
    details: { operation: 'claim', file, table },
  });
}
