import { commitItem, TENANT } from '@motcua/testkit/store-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archivePartitions, createPostgresStore, ensurePartitions } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

const january = Date.UTC(2026, 0, 10);
const february = Date.UTC(2026, 1, 10);
const march = Date.UTC(2026, 2, 10);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const rowsIn = async (table: string) =>
  Number((await database.admin.query(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);

test('divides what was and will be written by month, and takes closed months out whole', async () => {
  const connectionString = database.url;
  const store = createPostgresStore({ connectionString });
  await store.open();
  const closed = [
    commitItem({ caseId: 'closed', writtenAt: january }),
    commitItem({ caseId: 'closed', writtenAt: february, expectedRevision: 1, status: 'done' }),
  ];
  const open = [
    commitItem({ caseId: 'open', writtenAt: february }),
    commitItem({ caseId: 'open', writtenAt: march, expectedRevision: 1 }),
  ];
  await store.commit([...closed, ...open]);
  const range = { from: january, to: march };
  expect(await ensurePartitions({ connectionString, ...range })).toHaveLength(9);
  expect(await ensurePartitions({ connectionString, ...range })).toEqual([]);
  expect(await rowsIn('motcua.journal_2026_01')).toBe(1);
  expect(await rowsIn('motcua.journal_2026_02')).toBe(2);
  expect(await rowsIn('motcua.journal_other')).toBe(0);

  // Command ids and revisions stay unique over all partitions, and far instants find a place.
  expect((await store.commit(closed)).map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
  const again = commitItem({ caseId: 'open', commandId: 'again', writtenAt: january });
  expect(await store.commit([again])).toEqual([{ status: 'conflict', revision: 2 }]);
  await store.commit([commitItem({ caseId: 'far', writtenAt: Date.UTC(2031, 5, 1) })]);
  expect(await rowsIn('motcua.journal_other')).toBe(1);
  const history = (caseId: string) => store.cases.history({ tenant: TENANT, caseId, afterRevision: 0, limit: 9 });
  expect((await history('open')).map(({ revision }) => revision)).toEqual([1, 2]);

  const result = await archivePartitions({ connectionString, before: Date.UTC(2026, 2, 1), into: 'archive' });
  expect(result.archived).toEqual(['audit_2026_01', 'deliveries_2026_01', 'deliveries_2026_02', 'journal_2026_01']);
  expect(result.kept).toEqual(['audit_2026_02', 'journal_2026_02']);
  expect(await rowsIn('archive.journal_2026_01')).toBe(1);
  expect((await history('open')).map(({ revision }) => revision)).toEqual([1, 2]);
  expect((await history('closed')).map(({ revision }) => revision)).toEqual([2]);
  expect((await store.commit(closed)).map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
  await store.close();
});

test('an archived month leaves the leaves of the audit log where they are read', async () => {
  const connectionString = database.url;
  const store = createPostgresStore({ connectionString, wake: 'poll' });
  await store.open();
  const body = JSON.stringify({ month: 'may' });
  const may = Date.UTC(2026, 4, 10);
  const first = commitItem({ caseId: 'sealed', writtenAt: may });
  const last = commitItem({ caseId: 'sealed', writtenAt: may, expectedRevision: 1, status: 'done' });
  await store.commit([
    { ...first, leaf: { body } },
    { ...last, leaf: { body } },
  ]);
  const ref = { tenant: TENANT, caseId: 'sealed', after: 0, limit: 9 };
  const chain = await store.seal.chain(ref);
  const pending = await store.seal.pending({ limit: 9 });
  await ensurePartitions({ connectionString, from: may, to: may + 1 });
  expect(await rowsIn('motcua.audit_2026_05')).toBe(2);
  const { archived } = await archivePartitions({ connectionString, before: Date.UTC(2026, 5, 1), into: 'archive' });
  expect(archived).toContain('audit_2026_05');
  expect(await store.cases.audit({ ...ref, after: 0 })).toEqual([]);
  expect(await rowsIn('archive.audit_2026_05 WHERE record IS NOT NULL')).toBe(2);
  expect(await store.seal.pending({ limit: 9 })).toEqual(pending);
  expect(await store.seal.confirm({ from: 0, positions: pending.map(({ position }) => position) })).toBe(true);
  expect((await store.seal.chain(ref)).map(({ leaf }) => leaf)).toEqual(chain.map(({ leaf }) => leaf));
  await store.close();
});
