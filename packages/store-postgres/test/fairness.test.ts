import type { Store } from '@motcua/core/contract';
import { AT, commitItem, MINUTE } from '@motcua/testkit/store-contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresStore } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

const BUSY = 20_000;

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createPostgresStore({ connectionString: database.url, wake: 'poll' });
  await store.open();
  // A busy tenant, in SQL; and three quiet ones whose work is younger than all of it.
  await database.admin.query(`
    INSERT INTO motcua.timers SELECT 'busy', 'case-' || i, ARRAY['k'], ARRAY[${AT} - 10000000 + i::bigint], ${AT} - 10000000 + i
      FROM generate_series(1, ${BUSY}) i;
    INSERT INTO motcua.outbox_lanes SELECT 'busy', 'case-' || i, 'mail', 1, 1, 0, 0, ${AT} - 10000000 + i FROM generate_series(1, ${BUSY}) i;
    INSERT INTO motcua.outbox SELECT 'busy', 'case-' || i, 'mail', 1, 0, 'case-' || i || ':1:0', 0, 0, NULL,
      json_build_object('id', 'case-' || i || ':1:0', 'tenant', 'busy', 'caseId', 'case-' || i, 'revision', 1, 'index', 0,
        'topic', 't', 'payload', '{}'::json, 'createdAt', 0, 'destination', 'mail')::text FROM generate_series(1, ${BUSY}) i;
    ANALYZE`);
  await store.commit(
    ['a', 'm', 'z'].map((tenant) =>
      commitItem({ tenant, timers: [{ key: 'k', fireAt: AT - MINUTE }], outbox: [{ createdAt: AT - MINUTE }] }),
    ),
  );
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const request = { now: AT, leaseUntil: AT + MINUTE, limit: 20, owner: 'w' };

describe('a tenant with very much to do does not hold up the others', () => {
  test('at its timers', async () => {
    const claims = await store.timers.claim(request);
    expect(claims).toHaveLength(20);
    expect([...new Set(claims.map(({ tenant }) => tenant))].sort()).toEqual(['a', 'busy', 'm', 'z']);
    const busy = claims.filter(({ tenant }) => tenant === 'busy').map(({ fireAt }) => fireAt);
    expect(busy, 'and its oldest come first').toEqual([...busy].sort((a, b) => a - b));
    expect(busy[0]).toBe(AT - 10_000_000 + 1);
  });

  test('at its messages', async () => {
    const claims = await store.outbox.claim(request);
    expect(claims).toHaveLength(20);
    expect([...new Set(claims.map(({ row }) => row.tenant))].sort()).toEqual(['a', 'busy', 'm', 'z']);
  });
});

test('gives each row of a backlog to one of several workers', async () => {
  const rounds = await Promise.all(
    Array.from({ length: 8 }, async (_, worker) => {
      const mine: string[] = [];
      for (let round = 0; round < 5; round += 1) {
        const claims = await store.timers.claim({ ...request, owner: `w${worker}`, limit: 50 });
        mine.push(...claims.map(({ tenant, caseId }) => `${tenant} ${caseId}`));
      }
      return mine;
    }),
  );
  const all = rounds.flat();
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBe(8 * 5 * 50);
});
