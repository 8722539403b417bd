import type { Verdict } from './batch.js';
import type { CommitCall } from './commit-call.js';
import { quoted } from './connection.js';
import { cannotJoin, codeOf } from './postgres-error.js';

/**
 * The caller's transaction: a `pg` client inside `BEGIN`, or whatever runs a statement on the connection of a
 * transaction. Parameters are `$1`, `$2` ...; values are texts, numbers and arrays of texts.
 */
export interface JoinableTransaction {
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/** The store that a transaction is joined for. */
interface JoinedStore {
  readonly schema: string;
  readonly identity: string;
  /** Run after the commit; may be empty. */
  readonly notification: string;
}

const NO_ACTIVE_TRANSACTION = '25P01';

/**
 * Runs a commit as a part of the caller's transaction; after a throw the part is taken back and the transaction goes on.
 *
 * @throws MC_STORE_FAILED when it is no transaction, or one on another database.
 */
export async function commitJoined(
  transaction: unknown,
  { schema, identity, notification }: JoinedStore,
  { text, values }: CommitCall,
): Promise<readonly Verdict[]> {
  if (!isJoinable(transaction)) throw cannotJoin(schema, 'it has no `query`');
  const savepoint = await transaction.query('SAVEPOINT motcua', []).catch((cause: unknown) => cause);
  if (codeOf(savepoint) === NO_ACTIVE_TRANSACTION) throw cannotJoin(schema, 'there is no transaction', savepoint);
  if (savepoint instanceof Error) throw savepoint;
  try {
    const { rows: found } = await transaction.query(`SELECT id::text AS id FROM ${quoted(schema)}.identity`, []);
    if ((found as { id?: string }[])[0]?.id !== identity) throw cannotJoin(schema, 'it is on another database');
    const { rows } = await transaction.query(text, [...values]);
    if (notification !== '') await transaction.query(notification, []);
    await transaction.query('RELEASE SAVEPOINT motcua', []);
    return rows as Verdict[];
  } catch (cause) {
    // When the connection is gone, so is the transaction.
    await transaction.query('ROLLBACK TO SAVEPOINT motcua', []).catch(() => undefined);
    await transaction.query('RELEASE SAVEPOINT motcua', []).catch(() => undefined);
    throw cause;
  }
}

function isJoinable(value: unknown): value is JoinableTransaction {
  return typeof value === 'object' && value !== null && typeof (value as { query?: unknown }).query === 'function';
}
