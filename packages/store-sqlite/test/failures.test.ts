import { writeFileSync } from 'node:fs';
import { isMotcuaError, type MotcuaError, type Store } from '@motcua/core/contract';
import { commitItem, TENANT } from '@motcua/testkit/store-contract';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';
import { temporaryFile } from './sqlite-harness.js';

/** A path in a folder that is removed after the test. */
function newFile(): string {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  return file;
}

async function openStore(file: string, busyTimeoutMs = 20): Promise<Store> {
  const store = createSqliteStore({ file, busyTimeoutMs });
  await store.open();
  onTestFinished(() => store.close());
  return store;
}

async function failureOf(
  promise: Promise<unknown>,
  code: 'MC_STORE_FAILED' | 'MC_STORE_CORRUPT' = 'MC_STORE_FAILED',
): Promise<MotcuaError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isMotcuaError(error, code)) throw new Error(`${code} expected`, { cause: error });
  return error;
}

test('names a file that is no database', async () => {
  const file = newFile();
  writeFileSync(file, 'this is a letter, and quite a long one, but not a database'.repeat(100));
  const error = await failureOf(createSqliteStore({ file }).open(), 'MC_STORE_CORRUPT');
  expect(error.details).toMatchObject({ sqliteCode: 'SQLITE_NOTADB', operation: 'open', file });
  expect(error.message).toMatch(
    /failed in open with SQLITE_NOTADB.*Expected: .*What to do: the file is not an SQLite/u,
  );
  expect(error.cause).toBeInstanceOf(Error);
});

test('names a folder that does not exist', async () => {
  const error = await failureOf(createSqliteStore({ file: '/nonexistent/folder/cases.db' }).open());
  expect(error.message).toContain('What to do: ');
});

test('names a database whose tables were damaged', async () => {
  const file = newFile();
  const store = await openStore(file);
  const database = new BetterSqlite3(file);
  database.exec('DROP TABLE motcua_journal');
  database.close();
  const error = await failureOf(store.commit([commitItem()]));
  expect(error.details).toMatchObject({ operation: 'commit' });
  expect(await store.cases.load({ tenant: TENANT, caseId: 'case-1' })).toBeUndefined();
});

test('reports a write lock that another connection keeps, and works again when it is gone', async () => {
  const file = newFile();
  const store = await openStore(file);
  const other = new BetterSqlite3(file);
  other.exec('BEGIN IMMEDIATE');
  const error = await failureOf(store.commit([commitItem()]));
  expect(error.details).toMatchObject({ sqliteCode: 'SQLITE_BUSY' });
  expect(error.retryable).toBe(true);
  other.exec('ROLLBACK');
  other.close();
  expect(await store.commit([commitItem()])).toEqual([{ status: 'committed' }]);
});

test('reads while another connection writes', async () => {
  const file = newFile();
  const store = await openStore(file);
  await store.commit([commitItem()]);
  const other = new BetterSqlite3(file);
  other.exec('BEGIN IMMEDIATE');
  expect((await store.cases.load({ tenant: TENANT, caseId: 'case-1' }))?.revision).toBe(1);
  other.exec('ROLLBACK');
  other.close();
});

test('refuses work before it is open', async () => {
  const error = await failureOf(createSqliteStore({ file: newFile() }).commit([]));
  expect(error.message).toContain('while it is not open');
});

test('opens its file again after it was closed', async () => {
  const store = await openStore(newFile());
  await store.commit([commitItem()]);
  await store.close();
  await store.open();
  expect((await store.cases.load({ tenant: TENANT, caseId: 'case-1' }))?.revision).toBe(1);
});
