import type { Store } from '@motcua/core/contract';
import { AT, commitItem } from '@motcua/testkit/store-contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresStore } from '../src/index.js';
import { emptyTables } from './postgres-harness.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createPostgresStore({ connectionString: database.url, wake: 'poll' });
  await store.open();
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** What breaks out of quotes, arrays, JSON, searches and comments, and what is no text at all. */
const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }) },
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    "'; DROP TABLE motcua.cases; --",
    '$1',
    '$motcua$; SELECT 1; $motcua$',
    '{"a","b"}',
    '\\',
    '\\"',
    '%_',
    "' OR tenant <> '",
    "x':* | 'y",
    '!& | <-> ()',
    'NULL',
    '\u0000',
    'a\ud800',
    'ﷺ'.repeat(20),
  ),
);

test('whatever ids and texts hold, a case is found by them exactly, or refused, and never by another tenant', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, hostile, async (tenant, caseId, text, facet) => {
      await emptyTables(database.admin);
      const index = { text, unit: facet, subject: facet, code: facet, category: facet, assignee: facet };
      const item = commitItem({ tenant, caseId, index, outbox: [{}], timers: [{ key: 'k', fireAt: AT }] });
      const committed = await store.commit([item]).then(
        ([result]) => result?.status,
        (error: { code?: string; details?: { item?: number } }) => [error.code, error.details?.item],
      );
      const keys = [tenant, caseId];
      const isText = keys.every((part) => part.isWellFormed() && !part.includes('\u0000'));
      expect(committed).toEqual(isText ? 'committed' : ['MC_STORE_FAILED', 0]);
      if (!isText) return;

      expect(await store.cases.load({ tenant, caseId })).toEqual(item.change?.envelope);
      const query = { now: AT, order: 'openedAt' as const, limit: 10 };
      for (const filter of [{}, { unit: facet }, { subject: facet }, { code: facet }, { category: facet }, { text }]) {
        const found = await store.cases.find({ ...query, tenant, ...filter });
        expect(found.items.map((summary) => summary.caseId)).toEqual([caseId]);
        expect((await store.cases.find({ ...query, tenant: `${tenant}x`, ...filter })).items).toEqual([]);
      }
      await store.cases.find({ ...query, tenant, state: text, workflow: text, parent: text });
      const [claim] = await store.outbox.claim({ now: AT, leaseUntil: AT + 1, limit: 1, owner: 'w' });
      expect(claim?.row).toEqual(item.change?.outbox[0]);
    }),
    { numRuns: 150, seed: 20261124 },
  );
  const { rows } = await database.admin.query(
    "SELECT count(*)::int AS n FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind = 'r'",
  );
  expect(rows[0].n).toBeGreaterThan(10);
});
