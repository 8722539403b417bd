import { type CommitResult, isMotcuaError, type Store } from '@motcua/core/contract';
import { commitItem, TENANT } from '@motcua/testkit/store-contract';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';
import { temporaryFile } from './sqlite-harness.js';

interface Application {
  readonly store: Store;
  readonly database: Database;
  readonly file: string;
}

/** An application with a table of its own, on the connection it shares with the store or on another one. */
async function application(connection: 'same' | 'other'): Promise<Application> {
  const { file, remove } = temporaryFile();
  const database = new BetterSqlite3(file);
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE receipts (code TEXT PRIMARY KEY) STRICT');
  const store = createSqliteStore(connection === 'same' ? { database } : { file });
  await store.open();
  onTestFinished(async () => {
    await store.close();
    database.close();
    remove();
  });
  return { store, database, file };
}

const revisionOf = async (store: Store): Promise<number | undefined> =>
  (await store.cases.load({ tenant: TENANT, caseId: 'case-1' }))?.revision;

const receipts = (database: Database): unknown => database.prepare('SELECT count(*) FROM receipts').pluck().get();

describe.each(['same', 'other'] as const)('a transaction on the %s connection', (connection) => {
  test('commits the rows of the application and the case together', async () => {
    const { store, database } = await application(connection);
    let results: Promise<readonly CommitResult[]> | undefined;
    database.transaction(() => {
      database.prepare("INSERT INTO receipts VALUES ('H29-1')").run();
      results = store.commit([commitItem()], { transaction: database });
    })();
    expect(await results).toEqual([{ status: 'committed' }]);
    expect(await revisionOf(store)).toBe(1);
    expect(receipts(database)).toBe(1);
  });

  test('takes the case back with the rows of the application', async () => {
    const { store, database } = await application(connection);
    const failing = database.transaction(() => {
      database.prepare("INSERT INTO receipts VALUES ('H29-1')").run();
      void store.commit([commitItem()], { transaction: database });
      throw new Error('the application changed its mind');
    });
    expect(() => failing()).toThrow('the application changed its mind');
    expect(await revisionOf(store)).toBeUndefined();
    expect(receipts(database)).toBe(0);
  });

  test('stays open and keeps its own rows when the commit fails', async () => {
    const { store, database } = await application(connection);
    const unwritable = { ...commitItem(), reply: 1n as never };
    database.exec('BEGIN IMMEDIATE');
    database.prepare("INSERT INTO receipts VALUES ('H29-1')").run();
    await expect(store.commit([commitItem({ caseId: 'a' }), unwritable], { transaction: database })).rejects.toSatisfy(
      (error) => isMotcuaError(error, 'MC_STORE_FAILED'),
    );
    database.exec('COMMIT');
    expect(receipts(database)).toBe(1);
    expect(await store.cases.load({ tenant: TENANT, caseId: 'a' })).toBeUndefined();
  });
});

describe('what is no transaction of this database is refused:', () => {
  const refused = async (store: Store, transaction: unknown): Promise<string> => {
    const error = await store.commit([commitItem()], { transaction }).catch((reason: unknown) => reason);
    expect(isMotcuaError(error, 'MC_STORE_FAILED')).toBe(true);
    expect(await revisionOf(store)).toBeUndefined();
    return isMotcuaError(error) ? error.message : '';
  };

  test('a connection that is in none', async () => {
    const { store, database } = await application('other');
    expect(await refused(store, database)).toContain('not in a transaction');
  });

  test('a connection to another database', async () => {
    const { store } = await application('other');
    const elsewhere = new BetterSqlite3(':memory:');
    elsewhere.exec('BEGIN');
    expect(await refused(store, elsewhere)).toContain('to another database');
  });
});

test('a commit of its own is refused while the application has a transaction open on the connection', async () => {
  const { store, database } = await application('same');
  database.exec('BEGIN');
  const error = await store.commit([commitItem()]).catch((reason: unknown) => reason);
  expect(isMotcuaError(error, 'MC_STORE_FAILED')).toBe(true);
  expect(database.inTransaction).toBe(true);
  database.exec('ROLLBACK');
  expect(await revisionOf(store)).toBeUndefined();
});

test('a closed store leaves the connection of the application open', async () => {
  const { store, database } = await application('same');
  await store.close();
  expect(database.open).toBe(true);
});
