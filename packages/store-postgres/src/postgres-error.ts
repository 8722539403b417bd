import { describeError, isMotcuaError, MotcuaError } from '@motcua/core/contract';

/** What to do about the failures an operator can do something about: by SQLSTATE, its class, or the code of the network. */
const remedies: Readonly<Record<string, string>> = {
  '28': 'check the user and the password of the connection',
  '3D000': 'create the database, or correct its name in the connection',
  '3F000': 'create the schema, or let open() create it with a role that may',
  '40': 'repeat the call: other transactions were in the way, and nothing was written',
  '42501': 'give the role its rights (grantRuntime), or run migratePostgres with the role that owns the schema',
  '42P01': 'run migratePostgres with the role that owns the schema: a table is missing',
  '42883': 'run migratePostgres with the role that owns the schema: a function is missing',
  '53300': 'raise max_connections of the server, or lower `poolSize`; repeating the call is safe',
  '53': 'free disk space or memory on the server; repeating the call is safe',
  '55P03': 'a lock was held too long: end the transaction that holds it; repeating the call is safe',
  '57014': 'the statement was cancelled, by its time limit or by hand; repeating the call is safe',
  '57': 'the server ended the connection; repeating the call is safe',
  '58': 'check the disk of the server; repeating the call is safe',
  ECONNREFUSED: 'start the server, or correct the address; repeating the call is safe',
  ENOTFOUND: 'correct the host name of the connection',
};

/** What is stored cannot be read as it was written: no repetition will help. */
const damages: Readonly<Record<string, string>> = {
  XX001: 'the database is damaged: stop writing, keep it for analysis and restore a backup',
  XX002: 'an index is damaged: rebuild it, and check the disk',
};

const GENERAL_REMEDY = 'see the cause; repeating the call is safe, because command ids are remembered';

/**
 * Any failure of an operation as MC_STORE_FAILED, or MC_STORE_CORRUPT, with its cause; an error of motcua stays what it
 * is.
 */
export function storeFailed(operation: string, schema: string, cause: unknown): MotcuaError {
  if (isMotcuaError(cause)) return cause;
  const code = codeOf(cause);
  // Only what is read back is parsed, so a document with wrong syntax was damaged in the database.
  const damage = cause instanceof SyntaxError ? damages['XX001'] : damages[code ?? ''];
  return new MotcuaError(damage === undefined ? 'MC_STORE_FAILED' : 'MC_STORE_CORRUPT', {
    happened: `The PostgreSQL store in schema ${schema} failed in ${operation}${code === undefined ? '' : ` with ${code}`}: ${describeError(cause)}`,
    expected: 'a database that can be reached, read and written',
    remedy: damage ?? remedies[code ?? ''] ?? remedies[code?.slice(0, 2) ?? ''] ?? GENERAL_REMEDY,
    details: { operation, schema, ...(code === undefined ? {} : { sqlState: code }) },
    cause,
  });
}

/** The server undid everything and says that the same statement may succeed when it is repeated. */
export function isUndone(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === '40001' || code === '40P01';
}

export function codeOf(cause: unknown): string | undefined {
  const code = typeof cause === 'object' && cause !== null ? (cause as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** An operation on a store that is not open. */
export function notOpen(operation: string, schema: string): MotcuaError {
  return new MotcuaError('MC_STORE_FAILED', {
    happened: `The PostgreSQL store in schema ${schema} was asked for ${operation} while it is not open`,
    expected: 'a call between open() and close()',
    remedy: 'await open() first, and stop all callers before close()',
    details: { operation, schema },
  });
}

/** A `transaction` that cannot be joined. */
export function cannotJoin(schema: string, problem: string, cause?: unknown): MotcuaError {
  return new MotcuaError('MC_STORE_FAILED', {
    happened: `The PostgreSQL store in schema ${schema} cannot join the transaction of the caller: ${problem}`,
    expected:
      'a pg client, or an object with the same `query(text, values)`, inside a transaction on the same database',
    remedy: 'begin a transaction and pass the client it runs on, or omit `transaction`',
    details: { operation: 'commit', schema },
    cause,
  });
}

/** An item that PostgreSQL could not hold. `details.item` is its place: its neighbours may be committed without it. */
export function unstorable(schema: string, item: number, problem: string, cause?: unknown): MotcuaError {
  return new MotcuaError('MC_STORE_FAILED', {
    happened: `The PostgreSQL store in schema ${schema} cannot store item ${item} of a batch: ${problem}`,
    expected: 'ids of well-formed text without the character U+0000, and values that can be written as JSON',
    remedy: 'correct the command; the other items of the batch can be committed without it',
    details: { operation: 'commit', schema, item },
    cause,
  });
}
