// #region store
import {
  type Command,
  type CommitItem,
  type DecisionEnv,
  decide,
  type OutboxRow,
  type Store,
  type Workflow,
} from '@motcua/core';
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

// #region item
export interface Parts {
  readonly store: ReturnType<typeof createSqliteStore>;
  readonly workflow: Workflow;
  readonly env: DecisionEnv;
  /** Names of the engine's adapters that want a fact. */
  readonly destinationsOf: (topic: string) => readonly string[];
}

/** Decides a command as the engine does, and returns what is to be committed. */
export async function prepare({ store, workflow, env, destinationsOf }: Parts, command: Command): Promise<CommitItem> {
  const { tenant, caseId, id: commandId } = command;
  const before = await store.cases.load({ tenant, caseId });
  const { reply, audit, expectedRevision, change } = decide(workflow, before, command, env);
  const item = { tenant, caseId, commandId, expectedRevision, reply, audit };
  if (change === undefined) return item;
  const { messages, ...written } = change;
  const outbox: OutboxRow[] = messages.flatMap((message) => {
    const destinations = message.topic.startsWith('motcua.') ? ['engine'] : destinationsOf(message.topic);
    return destinations.map((destination) => ({ ...message, destination }));
  });
  return { ...item, change: { ...written, outbox } };
}
// #endregion

// #region commit
/** Writes the application's rows and the case together, or neither. False: somebody else was first; prepare again. */
export async function commitTogether(
  store: Parts['store'],
  database: Database,
  item: CommitItem,
  work: () => void,
): Promise<boolean> {
  database.exec('BEGIN IMMEDIATE');
  try {
    const [result] = await store.commit([item], { transaction: database });
    const accepted = result?.status === 'committed' && item.reply.status === 'accepted';
    if (accepted) work();
    // A refusal is committed too: its reply and its audit record are kept.
    database.exec(result?.status === 'conflict' ? 'ROLLBACK' : 'COMMIT');
    return result?.status !== 'conflict';
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
// #endregion
