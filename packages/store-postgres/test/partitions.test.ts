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
