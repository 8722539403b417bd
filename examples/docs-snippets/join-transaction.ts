// #region store
import type { CommitItem, CommitResult, Engine, Reply, SendRequest, Store } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import BetterSqlite3, { type Database } from 'better-sqlite3';

/** The application's tables and ours, in one file. The store has a connection of its own. */
export function openDatabase(file: string): { readonly database: Database; readonly store: Store } {
  const store = createSqliteStore({ file });
  const database = new BetterSqlite3(file);
  database.exec('CREATE TABLE IF NOT EXISTS fees (case_id TEXT PRIMARY KEY, amount INTEGER NOT NULL) STRICT');
  return { database, store };
}
// #endregion

// #region send
export interface Parts {
  readonly engine: Engine;
  readonly store: Store;
  readonly database: Database;
}

/** Sends an event and takes the fee with it: both are written, or neither. */
export async function sendWithFee(parts: Parts, request: SendRequest, amount: number): Promise<Reply> {
  const { engine, database } = parts;
  const insert = database.prepare('INSERT INTO fees VALUES (?, ?)');
  for (;;) {
    const { item, reply } = await engine.prepare.send(request);
    const result = await commitTogether(parts, item, () => insert.run(request.caseId, amount));
    if (result.status === 'committed') return reply;
    if (result.status === 'duplicate') return result.reply;
    // Somebody else wrote the case first: decide again on what is there now.
  }
}
// #endregion

// #region commit
/** Writes the rows of the application and the case together, or neither. */
export async function commitTogether(
  { store, database }: Omit<Parts, 'engine'>,
  item: CommitItem,
  work: () => void,
): Promise<CommitResult> {
  database.exec('BEGIN IMMEDIATE');
  try {
    const [result = { status: 'conflict', revision: 0 }] = await store.commit([item], { transaction: database });
    if (result.status === 'committed' && item.reply.status === 'accepted') work();
    // A refusal is committed too: its reply and its audit record are kept.
    database.exec(result.status === 'conflict' ? 'ROLLBACK' : 'COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
// #endregion
