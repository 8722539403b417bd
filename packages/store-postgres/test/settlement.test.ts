import type { OutboxClaim, Store } from '@motcua/core/contract';
import { AT, commitItem, MINUTE, TENANT } from '@motcua/testkit/store-contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresStore } from '../src/index.js';
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

const request = { now: AT, leaseUntil: AT + MINUTE, limit: 100, owner: 'w' };
const outcome = { status: 'delivered' as const, at: AT };

async function claimOf(caseId: string): Promise<OutboxClaim> {
  await store.commit([commitItem({ caseId, outbox: [{}] })]);
  const [claim] = await store.outbox.claim(request);
  if (claim?.row.caseId !== caseId) throw new Error(`claimed ${claim?.row.caseId} instead of ${caseId}`);
  return claim;
}

/** Resolves when a session waits for a lock. */
async function someoneWaits(): Promise<void> {
  const waiting = `SELECT count(*)::integer AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'
    AND datname = current_database()`;
  for (;;) {
    const { rows } = await database.admin.query(waiting);
    if ((rows[0] as { readonly waiting: number }).waiting > 0) return;
  }
}

/** Settles while another session, in the middle of its transaction, has changed the lane. */
async function settledDuring(claim: OutboxClaim, change: string): Promise<boolean> {
  await database.admin.query('BEGIN');
  await database.admin.query(`UPDATE motcua.outbox_lanes SET ${change} WHERE case_id = $1`, [claim.row.caseId]);
  const settling = store.outbox.settle({ owner: 'w', claim, outcome });
  await someoneWaits();
  await database.admin.query('COMMIT');
  return settling;
}

const lanesOf = async (caseId: string): Promise<number> =>
  (await database.admin.query('SELECT 1 FROM motcua.outbox_lanes WHERE case_id = $1', [caseId])).rows.length;

describe('a settlement that waits for a change of its lane', () => {
  test('counts after a renewal, and ends the lane', async () => {
    const claim = await claimOf('renewed');
    expect(await settledDuring(claim, `ready_at = ${AT + 9 * MINUTE}`)).toBe(true);
    expect(await lanesOf('renewed')).toBe(0);
  });

  test('counts for nothing after another worker has claimed', async () => {
    const { delivered } = await store.outbox.count({ tenant: TENANT });
    const claim = await claimOf('lost');
    expect(await settledDuring(claim, `owner = 'other', attempts = attempts + 1`)).toBe(false);
    expect(await lanesOf('lost')).toBe(1);
    expect((await store.outbox.count({ tenant: TENANT })).delivered).toBe(delivered);
  });
});

test('a message of a commit that comes while its lane is settled goes out next', async () => {
  const claim = await claimOf('busy');
  const [settled] = await Promise.all([
    store.outbox.settle({ owner: 'w', claim, outcome }),
    store.commit([commitItem({ caseId: 'busy', expectedRevision: 1, outbox: [{}] })]),
  ]);
  expect(settled).toBe(true);
  const next = (await store.outbox.claim(request)).map(({ row }) => row.id);
  expect(next).toEqual(['busy:2:0']);
});
