import { env } from 'node:process';
import type { CaseQuery } from '@motcua/core/contract';
import { AT, TENANT } from '@motcua/testkit/store-contract';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findStatement, stretchesOf } from '../src/case-query.js';
import { tenantWords } from '../src/case-rows.js';
import { createPostgresStore } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

/** The planner's choices do not change between these sizes; MOTCUA_TEST_CASES=1000000 shows it at full size. */
const cases = Number(env['MOTCUA_TEST_CASES'] ?? 30_000);
const schema = '"motcua"';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const store = createPostgresStore({ connectionString: database.url, wake: 'poll' });
  await store.open();
  await store.close();
  const [an = ''] = tenantWords(TENANT, 'an');
  const summary = { workflow: 'w', revision: 1, status: 'active', state: 's', index: {}, openedAt: AT, writtenAt: AT };
  const some = someCases(cases);
  // Nine of ten cases are done, each officer has a hundred, a word is in one case of a thousand.
  for (const sql of [
    `INSERT INTO motcua.cases SELECT tenant, case_id, 'dossier', '1', CASE WHEN i % 10 = 0 THEN 'active' ELSE 'done' END, 1,
       '${JSON.stringify(summary)}', repeat('x', 1500) FROM (${some}) n`,
    `INSERT INTO motcua.case_standing SELECT tenant, case_id,
       CASE WHEN i % 10 > 0 THEN 'done' WHEN i % 50 = 0 THEN 'suspended' ELSE 'running' END,
       (ARRAY['received', E'open\\001first', E'open\\001second', 'closed'])[1 + i % 4], 'unit-' || i % 50,
       'officer-' || i % greatest(1, ${cases} / 100), ${AT} + i * 60000::bigint, ${AT} + i * 50000::bigint,
       ${AT} + i * 1000::bigint FROM (${some}) n`,
    `INSERT INTO motcua.case_facts SELECT tenant, case_id, ${AT} + i * 1000::bigint, 'citizen-' || i / 2, 'H29-' || i,
       'category-' || i % 200, 'parent-' || i / 3, CASE WHEN i % 1000 = 0 THEN '${an}' ELSE 'x:' || i END FROM (${some}) n`,
    `INSERT INTO motcua.commands SELECT tenant, 'command-' || i, '{}' FROM (${some}) n`,
    `INSERT INTO motcua.journal SELECT tenant, case_id, 1, ${AT} + i, '{}' FROM (${some}) n`,
    `INSERT INTO motcua.audit SELECT i, tenant, case_id, ${AT} + i, '{}', 1, NULL, '{}' FROM (${some}) n`,
    `INSERT INTO motcua.log SELECT i - 1, i FROM (${some}) n WHERE i <= ${cases} - 50`,
    `INSERT INTO motcua.disclosures SELECT tenant, case_id, 1, '{}' FROM (${some}) n`,
    ...waitingSql(cases),
    'ANALYZE',
  ]) {
    await database.admin.query(sql);
  }
}, 600_000);
afterAll(() => database.drop());

/** Functions of the queues, told the present and a later instant, and how many rows they give. */
const queueCalls: readonly (readonly [call: string, rows: number])[] = [
  ["claim_timers($1, $2, 20, 'w', '')", 20],
  ["claim_outbox($1, $2, 20, 'w', '', '{}')", 20],
  // All that waits is for this one.
  ["claim_outbox($1, $2, 20, 'w', '', '{mail}')", 0],
  ["next_message('{mail}'), (VALUES ($1::bigint, $2::bigint)) v", 1],
  ["next_message('{}'), (VALUES ($1::bigint, $2::bigint)) v", 1],
];

function someCases(count: number): string {
  return `SELECT i, '${TENANT}' AS tenant, 'case-' || i AS case_id FROM generate_series(1, ${count}) i`;
}

/** A term and a message of each case, which become ready one after another. */
function waitingSql(count: number): readonly string[] {
  const some = someCases(count);
  return [
    `INSERT INTO motcua.timers SELECT tenant, case_id, ARRAY['k'], ARRAY[${AT} + i * 60000::bigint], ${AT} + i * 60000::bigint
       FROM (${some}) n`,
    `INSERT INTO motcua.outbox_lanes SELECT tenant, case_id, 'mail', 1, 1, 0, 0, ${AT} + i * 60000::bigint FROM (${some}) n`,
    `INSERT INTO motcua.outbox SELECT tenant, case_id, 'mail', 1, 0, case_id || ':1:0', ${AT}, 0, NULL, '{}' FROM (${some}) n`,
  ];
}

/** Asserts, in one session, what the queues' functions look at after something was done. */
async function expectSmallClaims(url: string, before: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await before(client);
  const notes: string[] = [];
  client.on('notice', ({ message }) => void notes.push(message ?? ''));
  await client.query("LOAD 'auto_explain'");
  await client.query(
    "SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET auto_explain.log_analyze = on; SET auto_explain.log_level = 'notice'",
  );
  await client.query('BEGIN');
  for (const [call, rows] of queueCalls) {
    const found = await client.query(`SELECT * FROM motcua.${call}`, [AT + 30 * 60_000, AT + 1]);
    expect(found.rows).toHaveLength(rows);
  }
  await client.query('ROLLBACK');
  const plans = notes.join('\n');
  expect(plans).toMatch(/Index (Only )?Scan using timers_free/u);
  expect(plans).toMatch(/Index (Only )?Scan using outbox_lanes_ready/u);
  expect(plans).not.toMatch(/Seq Scan|Bitmap/u);
  const most = [...plans.matchAll(/actual (?:time=[\d.]+ )?rows=([\d.]+)|Rows Removed by Filter: (\d+)/gu)];
  expect(Math.max(...most.map((m) => Number(m[1] ?? m[2])))).toBeLessThanOrEqual(32);
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** The nodes of the plan a statement ran with. */
async function planOf(text: string, values: readonly unknown[] = []): Promise<readonly Plan[]> {
  const { rows } = await database.admin.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
  const flat = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];
  return flat((rows[0] as { 'QUERY PLAN': [{ Plan: Plan }] })['QUERY PLAN'][0].Plan);
}

/** Asserts that the indexes are used, nothing is read from end to end, and no more rows are looked at than allowed. */
async function expectIndexes(plan: readonly Plan[], indexes: readonly string[], atMost = 2_000): Promise<void> {
  const used = plan.flatMap((node) => node['Index Name'] ?? []);
  const scanned = plan.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);
  expect(scanned).toEqual([]);
  for (const index of indexes) expect(used.join(' ')).toContain(index);
  const read = plan
    .filter((node) => node['Relation Name'] !== undefined)
    .reduce(
      (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    );
  expect(read).toBeLessThanOrEqual(atMost);
}

describe(`with ${cases} cases a query`, () => {
  test.each<[string, Partial<CaseQuery>, string]>([
    ['of a whole tenant by due instant', {}, 'case_standing_due'],
    ['of open cases by due instant', { status: 'active' }, 'case_standing_due'],
    ['of overdue cases', { colour: 'overdue', now: AT + cases * 30_000 }, 'case_standing_due'],
    ['of suspended cases', { colour: 'suspended' }, 'case_standing_due'],
    ['of the inbox of a unit', { unit: 'unit-10', status: 'active' }, 'case_standing_unit'],
    ['of the inbox of an officer', { assignee: 'officer-10', status: 'active' }, 'case_standing_assignee'],
    ['by opening', { order: 'openedAt', descending: true }, 'case_facts_opened'],
    ['by last writing', { order: 'writtenAt', descending: true }, 'case_standing_written'],
    ['of a citizen', { subject: 'citizen-77' }, 'case_facts_subject'],
    ['of a code', { code: 'H29-77' }, 'case_facts_code'],
    ['of sub-cases', { parent: 'parent-77' }, 'case_facts_parent'],
    ['by words', { text: 'an', order: 'openedAt' }, 'case_facts_search'],
  ])('%s uses its index', async (_what, part, index) => {
    const query: CaseQuery = { tenant: TENANT, now: AT, order: 'dueAt', limit: 50, ...part };
    const [stretch] = stretchesOf(query, undefined);
    if (stretch === undefined) throw new Error('A stretch expected');
    const { text, values } = findStatement(schema, query, stretch, {
      limit: 51,
      hasRegions: false,
      hasFewWords: query.text !== undefined,
    });
    await expectIndexes(await planOf(text, values), [index], 3 * cases ** 0.5 + 2_500);
  });

  test('of a later page begins where the page before ended', async () => {
    const query: CaseQuery = { tenant: TENANT, now: AT, order: 'dueAt', status: 'active', limit: 50 };
    const after = { value: AT + (cases / 2) * 60_000, caseId: 'case-1' };
    const { text, values } = findStatement(
      schema,
      query,
      { isWithoutValue: false, after },
      { limit: 51, hasRegions: false, hasFewWords: query.text !== undefined },
    );
    await expectIndexes(await planOf(text, values), ['case_standing_due'], 500);
  });
});

describe('what an engine asks all the time uses an index', () => {
  test.each<[string, string, readonly unknown[], ...string[]]>([
    [
      'a case',
      'SELECT envelope FROM motcua.cases WHERE tenant = $1 AND case_id = $2',
      [TENANT, 'case-77'],
      'cases_pkey',
    ],
    [
      'a reply',
      'SELECT reply FROM motcua.commands WHERE tenant = $1 AND command_id = $2',
      [TENANT, 'command-77'],
      'commands_pkey',
    ],
    [
      'a journal',
      'SELECT entry FROM motcua.journal WHERE tenant = $1 AND case_id = $2 AND revision > 0 ORDER BY revision LIMIT 9',
      [TENANT, 'case-77'],
      'journal_other_pkey',
    ],
    [
      'audit records of a tenant',
      'SELECT record FROM motcua.audit WHERE tenant = $1 AND sequence > $2 AND record IS NOT NULL ORDER BY sequence LIMIT 100',
      [TENANT, cases - 50],
      'audit_other_pkey',
    ],
    [
      'audit records of a case',
      'SELECT record FROM motcua.audit WHERE tenant = $1 AND case_id = $2 AND record IS NOT NULL ORDER BY sequence LIMIT 100',
      [TENANT, 'case-77'],
      'audit_other_tenant_case_id_sequence_case_seq_idx',
    ],
    [
      'leaves that wait',
      `SELECT body FROM motcua.audit a WHERE a.body IS NOT NULL
         AND a.sequence > coalesce((SELECT max(o.position) FROM motcua.log o), 0) ORDER BY a.sequence LIMIT 100`,
      [],
      'audit_other_sequence_idx',
      'log_position_key',
    ],
    [
      'how many leaves wait',
      `SELECT count(*) FROM motcua.audit a WHERE a.body IS NOT NULL
         AND a.sequence > coalesce((SELECT max(o.position) FROM motcua.log o), 0)`,
      [],
      'audit_other_sequence_idx',
      'log_position_key',
    ],
    [
      'leaves of the log',
      `SELECT o.log_index, a.body FROM motcua.log o JOIN motcua.audit a ON a.sequence = o.position AND a.body IS NOT NULL
       WHERE o.log_index >= $1 AND o.log_index < $1::bigint + 100::bigint ORDER BY o.log_index`,
      [700],
      'log_pkey',
      'audit_other_sequence_idx',
    ],
    [
      'the chain of a case',
      `SELECT a.body, o.log_index FROM motcua.audit a LEFT JOIN motcua.log o ON o.position = a.sequence
       WHERE a.tenant = $1 AND a.case_id = $2 AND a.case_seq > 0 ORDER BY a.sequence LIMIT 100`,
      [TENANT, 'case-77'],
      'audit_other_tenant_case_id_sequence_case_seq_idx',
      'log_position_key',
    ],
    [
      'what a case discloses',
      'SELECT disclosed FROM motcua.disclosures WHERE tenant = $1 AND case_id = $2 AND case_seq > 0 ORDER BY case_seq',
      [TENANT, 'case-77'],
      'disclosures_pkey',
    ],
    [
      'the next timer',
      'SELECT fire_at FROM motcua.timers WHERE owner IS NULL ORDER BY fire_at LIMIT 1',
      [],
      'timers_free',
    ],
    [
      'a scan',
      "SELECT envelope FROM motcua.cases WHERE workflow = 'dossier' AND status = 'active' AND revision > 0 AND (tenant, case_id) > ($1, $2) ORDER BY tenant, case_id LIMIT 50",
      [TENANT, 'case-5'],
      'cases_pkey',
    ],
  ])('%s', async (_what, text, values, ...indexes) => {
    await expectIndexes(await planOf(text, values), indexes);
  });

  test('claims look at no more rows than they take, however many wait', async () => {
    await expectSmallClaims(database.url, () => Promise.resolve());
  });

  test('nor do claims that were planned when nothing waited', async () => {
    const fresh = await createTestDatabase();
    onTestFinished(() => fresh.drop());
    const store = createPostgresStore({ connectionString: fresh.url, wake: 'poll' });
    await store.open();
    await store.close();
    await expectSmallClaims(fresh.url, async (client) => {
      for (const table of ['timers', 'outbox_lanes', 'outbox']) {
        await client.query(`ALTER TABLE motcua.${table} SET (autovacuum_enabled = false)`);
      }
      for (let time = 0; time < 6; time += 1) {
        for (const [call] of queueCalls) await client.query(`SELECT * FROM motcua.${call}`, [AT, AT + 1]);
      }
      for (const sql of waitingSql(cases)) await client.query(sql);
    });
  });
});
