import type { Store } from '@motcua/core/contract';
import { commitItem, TENANT } from '@motcua/testkit/store-contract';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresStore } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createPostgresStore({ connectionString: database.url });
  await store.open();
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const opening = (caseId: string) => ({
  ...commitItem({ caseId }),
  leaf: { body: JSON.stringify({ case: caseId }) },
});
const casesIn = (leaves: readonly { readonly leaf: string }[]) =>
  leaves.map(({ leaf }) => (JSON.parse(leaf) as { readonly body: { case: string } }).body.case);
const pending = () => store.seal.pending({ limit: 10 });

test('a leaf whose transaction commits late is waited for, and comes first', async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  await store.commit([opening('late')], { transaction: client });
  await store.commit([opening('early')]);
  expect(await pending()).toEqual([]);
  expect(await store.seal.count()).toEqual({ size: 0, pending: 1 });
  await client.query('COMMIT');
  const both = await pending();
  expect(casesIn(both)).toEqual(['late', 'early']);
  expect(await store.seal.confirm({ from: 0, positions: both.map(({ position }) => position) })).toBe(true);

  await client.query('BEGIN');
  await store.commit([opening('undone')], { transaction: client });
  await store.commit([opening('next')]);
  expect(await pending()).toEqual([]);
  await client.query('ROLLBACK');
  await client.end();
  expect(casesIn(await pending())).toEqual(['next']);
  expect(casesIn(await store.seal.leaves({ from: 0, limit: 10 }))).toEqual(['late', 'early']);
});

test('a transaction that saw an older chain meets the leaf that came before it, and writes no fork', async () => {
  await store.commit([opening('forked')]);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await client.query('SELECT 1 FROM motcua.cases');
  const refused = (commandId: string) => {
    const { change: _, ...item } = commitItem({ caseId: 'forked', commandId });
    return { ...item, expectedRevision: 1, leaf: { body: JSON.stringify({ case: commandId }) } };
  };
  expect(await store.commit([refused('first')])).toEqual([{ status: 'committed' }]);
  await expect(store.commit([refused('second')], { transaction: client })).rejects.toMatchObject({
    code: 'MC_STORE_FAILED',
    details: { sqlState: '40001' },
  });
  await client.query('ROLLBACK');
  await client.end();
  expect(await store.commit([refused('second')])).toEqual([{ status: 'committed' }]);
  const chain = await store.seal.chain({ tenant: TENANT, caseId: 'forked', after: 0, limit: 10 });
  expect(casesIn(chain)).toEqual(['forked', 'first', 'second']);
});

test('a commit that begins while somebody reads holds nothing back that was committed before', async () => {
  await store.commit([opening('before')]);
  const waiting = await pending();
  expect(casesIn(waiting)).toContain('before');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // As such a commit has it: a lock that names a later sequence than the reader has seen.
  await client.query('BEGIN');
  await client.query(
    `SELECT pg_advisory_xact_lock_shared(hashtext('"motcua".audit'), (s.last_value + 5)::integer) FROM motcua.audit_sequence s`,
  );
  expect(await pending()).toEqual(waiting);
  await client.query('ROLLBACK');
  await client.end();
});
