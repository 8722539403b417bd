import { isMotcuaError, type MotcuaError } from '@motcua/core/contract';
import { commitItem, TENANT } from '@motcua/testkit/store-contract';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createPostgresStore, type PostgresStoreOptions } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function openStore(more: Partial<PostgresStoreOptions> = {}) {
  const store = createPostgresStore({ connectionString: database.url, ...more });
  await store.open();
  onTestFinished(() => store.close());
  return store;
}

async function failureOf(promise: Promise<unknown>): Promise<MotcuaError> {
  const error = await promise.catch((reason: unknown) => reason);
  if (!isMotcuaError(error, 'MC_STORE_FAILED')) throw new Error('MC_STORE_FAILED expected', { cause: error });
  return error;
}

test('names a server that is not there, and what to do', async () => {
  const store = createPostgresStore({ connectionString: 'postgres://motcua@127.0.0.1:1/none' });
  const error = await failureOf(store.open());
  expect(error.details).toMatchObject({ operation: 'open', sqlState: 'ECONNREFUSED' });
  expect(error.message).toContain('start the server');
});

test('names a table that is gone, and writes nothing of the batch', async () => {
  const store = await openStore({ schema: 'damaged' });
  await database.admin.query('DROP TABLE damaged.journal');
  const error = await failureOf(store.commit([commitItem()]));
  expect(error.details).toMatchObject({ operation: 'commit', sqlState: '42P01' });
  expect(await store.cases.load({ tenant: TENANT, caseId: 'case-1' })).toBeUndefined();
});

test('goes on after the server has ended its connections', async () => {
  const store = await openStore();
  await store.commit([commitItem({ caseId: 'before' })]);
  await database.admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'motcua' AND datname = current_database()",
  );
  const item = commitItem({ caseId: 'after' });
  // The pool may learn of it only by trying; what was answered with a failure may be repeated.
  const result = await store.commit([item]).catch(() => store.commit([item]));
  expect(['committed', 'duplicate']).toContain(result[0]?.status);
});

test('outlives a connection that the server ends in the middle of a statement', async () => {
  const store = await openStore();
  await database.admin.query('BEGIN');
  await database.admin.query('LOCK TABLE motcua.cases');
  const held = commitItem({ caseId: 'held' });
  const waiting = failureOf(store.commit([held]));
  const terminate = async (): Promise<void> => {
    const { rowCount } = await database.admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    if (rowCount === 0) await terminate();
  };
  await terminate();
  expect((await waiting).details).toMatchObject({ operation: 'commit', sqlState: '57P01' });
  await database.admin.query('COMMIT');
  expect(await store.commit([held])).toEqual([{ status: 'committed' }]);
});

test.each([
  ['a case id with U+0000', { caseId: 'a\u0000b' }],
  ['a command id with half a character', { commandId: 'a\ud800' }],
  ['a case id that is too long for an index', { caseId: 'ắ'.repeat(700) }],
  ['a destination with U+0000', { outbox: [{ destination: '\u0000' }] }],
])('names %s by its place in the batch, and writes nothing', async (_what, options) => {
  const store = await openStore();
  const good = commitItem({ caseId: `good ${_what}` });
  const error = await failureOf(store.commit([good, commitItem(options)]));
  expect(error.details).toMatchObject({ item: 1 });
  expect(await store.cases.load({ tenant: TENANT, caseId: good.caseId })).toBeUndefined();
  expect(await store.commit([good])).toEqual([{ status: 'committed' }]);
});

test('refuses work before it is open', async () => {
  const error = await failureOf(createPostgresStore({ connectionString: database.url }).commit([]));
  expect(error.message).toContain('while it is not open');
});

test('opens again after it was closed', async () => {
  const store = await openStore();
  const item = commitItem({ caseId: 'reopened' });
  await store.commit([item]);
  await store.close();
  await store.open();
  expect((await store.cases.load({ tenant: TENANT, caseId: 'reopened' }))?.revision).toBe(1);
});

test('leaves the pool of the application open', async () => {
  const pool = new pg.Pool({ connectionString: database.url });
  onTestFinished(() => pool.end());
  const store = createPostgresStore({ pool });
  await store.open();
  await store.close();
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
