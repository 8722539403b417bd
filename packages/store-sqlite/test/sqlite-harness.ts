import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@motcua/core/contract';
import type { StoreHarness } from '@motcua/testkit/store-contract';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { createSqliteStore } from '../src/index.js';
import { crashingDatabase } from './crashing-database.js';

/** A path for a database in a folder of its own. */
export function temporaryFile(): { readonly file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-sqlite-'));
  return { file: join(folder, 'cases.db'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function inTransaction<Result>(
  database: Database,
  work: (transaction: unknown) => Promise<Result>,
  end: 'commit' | 'rollback',
): Promise<Result> {
  database.exec('BEGIN IMMEDIATE');
  try {
    return await work(database);
  } finally {
    database.exec(end);
  }
}

/** Stores on a file that open it themselves; a crash leaves the first one as it is, with its connection open. */
export async function fileHarness(): Promise<StoreHarness> {
  const { file, remove } = temporaryFile();
  const stores: Store[] = [];
  const openAnother = async (): Promise<Store> => {
    const store = createSqliteStore({ file });
    stores.push(store);
    await store.open();
    return store;
  };
  return {
    store: await openAnother(),
    crash: openAnother,
    peer: openAnother,
    async transact(work, end) {
      const database = new BetterSqlite3(file);
      try {
        return await inTransaction(database, work, end);
      } finally {
        database.close();
      }
    },
    async close() {
      for (const store of stores) await store.close();
      remove();
    },
  };
}

export async function memoryHarness(): Promise<StoreHarness> {
  const store = createSqliteStore({ file: ':memory:' });
  await store.open();
  return { store, close: () => store.close() };
}

/** Stores on connections of the application, whose transactions they join, and which can be lost at any step. */
export async function borrowedHarness(): Promise<StoreHarness> {
  const { file, remove } = temporaryFile();
  const stores: Store[] = [];
  const connections: Database[] = [];
  const connect = async () => {
    const real = new BetterSqlite3(file);
    connections.push(real);
    real.pragma('journal_mode = WAL');
    const crashing = crashingDatabase(real);
    const store = createSqliteStore({ database: crashing.database });
    stores.push(store);
    await store.open();
    return { store, real, crashing };
  };
  const first = await connect();
  let current = first;
  return {
    store: first.store,
    crashAt: (step) => current.crashing.crashAt(step),
    async crash() {
      current = await connect();
      return current.store;
    },
    peer: async () => (await connect()).store,
    transact: (work, end) => inTransaction(first.real, work, end),
    async close() {
      for (const store of stores) await store.close();
      for (const connection of connections) connection.close();
      remove();
    },
  };
}
