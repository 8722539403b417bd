import { AT, commitItem, MINUTE } from '@motcua/testkit/store-contract';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createPostgresStore } from '../src/index.js';
import { createTestDatabase } from './server/test-database.js';

const CASES = 20;

test('a commit finds its rows by their keys from the first one on, when nothing is known yet of any table', async () => {
  const database = await createTestDatabase();
  const store = createPostgresStore({ connectionString: database.url, wake: 'poll' });
  const client = new pg.Client({ connectionString: database.url });
  onTestFinished(async () => {
    await client.end();
    await store.close();
    await database.drop();
  });
  await store.open();
  await client.connect();
  // Within its own transaction a session knows which indexes it has scanned.
  await client.query('BEGIN');
  for (let revision = 0; revision < 3; revision += 1) {
    const batch = Array.from({ length: CASES }, (_, number) =>
      commitItem({
        caseId: `c${number}`,
        expectedRevision: revision,
        state: revision % 2 === 0 ? 'received' : 'examined',
        index: { unit: 'ward-1', assignee: 'officer-1', subject: `citizen-${number}`, code: `H29-${number}` },
        timers: [{ key: 'due', fireAt: AT + revision * MINUTE }],
        outbox: [{ destination: 'mail' }],
      }),
    );
    const results = await store.commit(batch, { transaction: client });
    expect(results.filter(({ status }) => status === 'committed')).toHaveLength(CASES);
  }
  const { rows } = await client.query<{ readonly name: string }>(
    `SELECT i.indexrelname AS name FROM pg_stat_user_indexes i
     WHERE i.schemaname = 'motcua' AND pg_stat_get_xact_numscans(i.indexrelid) > 0 ORDER BY 1`,
  );
  await client.query('ROLLBACK');
  const scanned = rows.map(({ name }) => name);
  expect(scanned).toEqual(
    expect.arrayContaining(['case_facts_pkey', 'case_standing_pkey', 'cases_pkey', 'timers_pkey']),
  );
  expect(scanned.filter((name) => !name.endsWith('_pkey'))).toEqual([]);
});
