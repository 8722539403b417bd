import type { Database } from 'better-sqlite3';
import { cannotJoin } from './sqlite-error.js';

/**
 * The connection of the caller's transaction: the store's own, or another one to the same file.
 *
 * @throws MC_STORE_FAILED when it is no better-sqlite3 connection, not in a transaction, or to another database.
 */
export function asJoinable(own: Database, transaction: unknown, file: string): Database {
  if (!isConnection(transaction)) throw cannotJoin(file, 'it is not a better-sqlite3 connection');
  if (!transaction.open || !transaction.inTransaction) throw cannotJoin(file, 'the connection is not in a transaction');
  if (transaction !== own && !isSameFile(own, transaction))
    throw cannotJoin(file, 'the connection is to another database');
  return transaction;
}

function isConnection(value: unknown): value is Database {
  return typeof value === 'object' && value !== null && 'inTransaction' in value && 'prepare' in value;
}

function isSameFile(a: Database, b: Database): boolean {
  const file = fileOf(a);
  return file !== '' && file === fileOf(b);
}

/** The full path of the main database; empty when it is in memory. */
function fileOf(database: Database): string {
  const files = database.pragma('database_list') as readonly { readonly name: string; readonly file: string }[];
  return files.find(({ name }) => name === 'main')?.file ?? '';
}
