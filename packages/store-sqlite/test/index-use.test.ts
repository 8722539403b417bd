import type { CaseQuery } from '@motcua/core/contract';
import { AT, commitItem, dueAt, TENANT } from '@motcua/testkit/store-contract';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { indexFor, SORTED_ROWS } from '../src/case-index.js';
import { scanStatement } from '../src/case-scanner.js';
import { createSqliteStore } from '../src/index.js';

let database: Database;

beforeAll(async () => {
  database = new BetterSqlite3(':memory:');
  const store = createSqliteStore({ database });
  await store.open();
  await store.commit([commitItem({ deadline: dueAt(AT), outbox: [{}], timers: [{ key: 'k', fireAt: AT }] })]);
});

afterAll(() => void database.close());

/** How SQLite would run a statement, as lines. */
function planOf(sql: string): readonly string[] {
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as readonly { readonly detail: string }[];
  return rows.map(({ detail }) => detail);
}

describe('the queues', () => {
  test('find due timers in the index of free rows', () => {
    const claim = 'SELECT key FROM motcua_timers WHERE hold_until IS NULL AND fire_at <= 1 ORDER BY fire_at';
    expect(planOf(claim)).toEqual(['SEARCH motcua_timers USING INDEX motcua_timers_free (fire_at<?)']);
  });

  test('find the next timer without a sort', () => {
    const free = 'SELECT fire_at FROM motcua_timers WHERE hold_until IS NULL ORDER BY fire_at LIMIT 1';
    expect(planOf(free)).toEqual(['SCAN motcua_timers USING INDEX motcua_timers_free']);
    const held = 'SELECT hold_until FROM motcua_timers WHERE hold_until IS NOT NULL ORDER BY hold_until LIMIT 1';
    expect(planOf(held).join()).toMatch(/motcua_timers_held/u);
    expect(planOf(held).join()).not.toMatch(/TEMP B-TREE/u);
  });

  test('find ready messages in the index of ready messages', () => {
    const claim = `SELECT payload FROM motcua_outbox WHERE destination = 'a' AND ready_at <= 1 ORDER BY ready_at LIMIT 10`;
    expect(planOf(claim)).toEqual([
      'SEARCH motcua_outbox USING INDEX motcua_outbox_ready (destination=? AND ready_at<?)',
    ]);
  });

  test('step from destination to destination in that index, past all that waits for each', () => {
    const next = `SELECT min(destination) FROM motcua_outbox WHERE ready_at IS NOT NULL AND destination > 'a'`;
    expect(planOf(next)).toEqual(['SEARCH motcua_outbox USING COVERING INDEX motcua_outbox_ready (destination>?)']);
    const first = `SELECT ready_at FROM motcua_outbox WHERE ready_at IS NOT NULL AND destination = 'a' ORDER BY ready_at LIMIT 1`;
    expect(planOf(first)).toEqual([
      'SEARCH motcua_outbox USING COVERING INDEX motcua_outbox_ready (destination=? AND ready_at>?)',
    ]);
  });

  test('find the head of a lane in the index of pending messages', () => {
    const head = `SELECT id FROM motcua_outbox WHERE tenant = 't' AND case_id = 'c' AND destination = 'd'
      AND status = 'pending' ORDER BY revision, position LIMIT 1`;
    expect(planOf(head).join()).toMatch(/^SEARCH motcua_outbox USING COVERING INDEX motcua_outbox_lane [^,]*$/u);
  });
});

describe('a scan', () => {
  const after = { tenant: TENANT, caseId: 'c' };
  const seek = (range: string) => `SEARCH motcua_cases USING INDEX motcua_cases_scan (${range})`;

  test.each<[Parameters<typeof scanStatement>[0], string]>([
    [{}, 'SCAN motcua_cases USING INDEX motcua_cases_scan'],
    [{ status: 'active', workflow: 'w', version: '1' }, 'SCAN motcua_cases USING INDEX motcua_cases_scan'],
    [{ after, status: 'active' }, seek('(tenant,case_id)>(?,?)')],
    [{ tenant: TENANT, workflow: 'w' }, seek('tenant=?')],
    [{ tenant: TENANT, after }, seek('tenant=? AND case_id>?')],
  ])('of %o reads its index from where it left off, without a sort', (request, plan) => {
    const { sql, values } = scanStatement(request);
    const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values, 10) as readonly { detail: string }[];
    expect(rows.map(({ detail }) => detail)).toEqual([plan]);
  });
});

describe('a query', () => {
  const few = () => 1;
  const many = () => SORTED_ROWS + 1;
  const query = (part: Partial<CaseQuery>): CaseQuery => ({
    tenant: TENANT,
    now: AT,
    order: 'dueAt',
    limit: 10,
    ...part,
  });

  test.each<[Partial<CaseQuery>, string, string]>([
    [{}, 'due', 'due'],
    [{ order: 'openedAt' }, 'opened', 'opened'],
    [{ order: 'writtenAt' }, 'written', 'written'],
    [{ status: 'active' }, 'active', 'active'],
    [{ status: 'done' }, 'due', 'due'],
    [{ code: 'c', unit: 'u' }, 'code', 'code'],
    [{ subject: 's' }, 'subject', 'subject'],
    [{ parent: 'p' }, 'parent', 'parent'],
    [{ assignee: 'a' }, 'assignee', 'assignee'],
    [{ unit: 'u' }, 'unit', 'due'],
    [{ unit: 'u', colour: 'overdue' }, 'unit', 'unit'],
    [{ unit: 'u', status: 'active', order: 'openedAt' }, 'unit', 'active'],
    [{ state: 's' }, 'state', 'due'],
    [{ category: 'g' }, 'category', 'category'],
    [{ category: 'g', order: 'writtenAt' }, 'category', 'written'],
    [{ colour: 'overdue' }, 'clock', 'clock'],
    [{ colour: 'closed', order: 'openedAt' }, 'clock', 'opened'],
  ])('%o uses the index %s when it finds few cases, %s when many', (part, whenFew, whenMany) => {
    expect(indexFor(query(part), false, few)).toBe(`INDEXED BY motcua_cases_${whenFew}`);
    expect(indexFor(query(part), false, many)).toBe(`INDEXED BY motcua_cases_${whenMany}`);
  });

  test('goes from the words to the cases when few have the words', () => {
    expect(indexFor(query({ text: 'an' }), false, few)).toBe('NOT INDEXED');
    expect(indexFor(query({ text: 'an' }), false, many)).toBe('INDEXED BY motcua_cases_due');
  });
});
