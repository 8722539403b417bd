import { createHash } from 'node:crypto';
import { leafText, NO_LEAF } from '@motcua/core/contract';
import { AT, commitItem, TENANT } from '@motcua/testkit/store-contract';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresStore, ensurePartitions } from '../src/index.js';
import { migrate } from '../src/migrate.js';
import { migrations } from '../src/migrations/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const body = (id: string) => JSON.stringify({ id, note: 'Giấy khai sinh' });

/** Leaves as a store of version 2 wrote them. */
function chain(...ids: readonly string[]): readonly { readonly leaf: string; readonly hash: Buffer }[] {
  let before = NO_LEAF;
  return ids.map((id, place) => {
    const leaf = leafText(body(id), before, place + 1);
    const hash = createHash('sha256').update(leaf).digest();
    before = hash.toString('hex');
    return { leaf, hash };
  });
}

test('a store of version 2 keeps its records, leaves, their order and what they disclose, and goes on with its chains', async () => {
  const { admin } = database;
  const version2 = migrations.filter(({ number }) => number <= 2);
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  const client = await pool.connect();
  await migrate(client, 'motcua', version2);
  client.release();
  await pool.end();
  const opening = commitItem({ caseId: 'old', commandId: 'a1' });
  const envelope = JSON.stringify(opening.change?.envelope);
  await admin.query(`INSERT INTO motcua.cases VALUES ($1, 'old', 'w', '1', 'active', 1, '{}', $2)`, [TENANT, envelope]);
  await admin.query(`INSERT INTO motcua.case_standing VALUES ($1, 'old', 'idle', 's', NULL, NULL, NULL, NULL, $2)`, [
    TENANT,
    AT,
  ]);
  await admin.query(`INSERT INTO motcua.case_facts VALUES ($1, 'old', $2, NULL, NULL, NULL, NULL, '')`, [TENANT, AT]);
  // A record without a leaf, then one of a case and two of one that was never opened.
  for (const [sequence, caseId, id] of [
    [1, 'old', 'a0'],
    [2, 'old', 'a1'],
    [4, 'none', 'n1'],
    [6, 'none', 'n2'],
    [8, 'old', 'a2'],
  ]) {
    await admin.query(`INSERT INTO motcua.audit VALUES ($1, $2, $3, $4, $5)`, [
      sequence,
      TENANT,
      caseId,
      AT,
      JSON.stringify({ id }),
    ]);
  }
  const old = chain('a1', 'a2');
  const none = chain('n1', 'n2');
  for (const [position, caseId, caseSeq, leaf] of [
    [3, 'old', 1, old[0]],
    [5, 'none', 1, none[0]],
    [7, 'none', 2, none[1]],
    [9, 'old', 2, old[1]],
  ] as const) {
    await admin.query(`INSERT INTO motcua.leaves VALUES ($1, $2, $3, $4, $5, $6)`, [
      position,
      TENANT,
      caseId,
      caseSeq,
      leaf?.hash,
      leaf?.leaf,
    ]);
  }
  await admin.query(`SELECT setval('motcua.audit_sequence', 9)`);
  await admin.query(`INSERT INTO motcua.log VALUES (0, 3), (1, 5)`);
  await admin.query(`INSERT INTO motcua.disclosures VALUES ($1, 'old', 2, '{"commandId":"a2","disclosures":[]}')`, [
    TENANT,
  ]);

  const store = createPostgresStore({ connectionString: database.url, wake: 'poll' });
  await store.open();
  const leavesOf = async (caseId: string) =>
    (await store.seal.chain({ tenant: TENANT, caseId, after: 0, limit: 9 })).map(({ leaf }) => leaf);
  expect(await leavesOf('old')).toEqual(old.map(({ leaf }) => leaf));
  expect(await leavesOf('none')).toEqual(none.map(({ leaf }) => leaf));
  expect(await store.seal.leaves({ from: 0, limit: 9 })).toEqual([
    { index: 0, leaf: old[0]?.leaf },
    { index: 1, leaf: none[0]?.leaf },
  ]);
  expect(await store.seal.pending({ limit: 9 })).toEqual([
    { position: 7, leaf: none[1]?.leaf },
    { position: 9, leaf: old[1]?.leaf },
  ]);
  expect(await store.seal.confirm({ from: 2, positions: [7, 9] })).toBe(true);
  const records = await store.cases.audit({ tenant: TENANT, after: 0, limit: 9 });
  expect(records.map(({ sequence }) => sequence)).toEqual([1, 2, 4, 6, 8]);
  expect(await store.seal.disclosures({ tenant: TENANT, caseId: 'old', after: 0, limit: 9 })).toHaveLength(1);
  expect(await store.cases.load({ tenant: TENANT, caseId: 'none' })).toBeUndefined();

  const item = (caseId: string, id: string, expectedRevision: number) => ({
    ...commitItem({ caseId, commandId: id, expectedRevision }),
    leaf: { body: body(id) },
  });
  expect(await store.commit([item('old', 'a3', 1), item('none', 'n3', 0)])).toEqual([
    { status: 'committed' },
    { status: 'committed' },
  ]);
  expect(await leavesOf('old')).toEqual(chain('a1', 'a2', 'a3').map(({ leaf }) => leaf));
  expect(await leavesOf('none')).toEqual(chain('n1', 'n2', 'n3').map(({ leaf }) => leaf));
  await ensurePartitions({ connectionString: database.url, from: AT, to: AT + 1 });
  expect(await leavesOf('old')).toHaveLength(3);
  await store.close();
});
