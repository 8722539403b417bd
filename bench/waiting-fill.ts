import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { officer, TENANT, waitingCase } from './waiting-workflow.ts';

/** So many cases with the same ends. */
export interface Group {
  readonly name: string;
  readonly cases: number;
  /** When each of the three terms ends. */
  readonly until: readonly [number, number, number];
}

const OPENED_AT = Date.UTC(2026, 0, 5, 1);
/** Rows written in one statement. */
const CHUNK = 20_000;
const tables = ['motcua_cases', 'motcua_journal', 'motcua_commands', 'motcua_audit', 'motcua_timers'];

/**
 * Fills a database: the engine opens one case of each group, and SQL copies its rows under other names, whatever their
 * columns are. What is copied is what the engine wrote.
 */
export async function fillWithWaiting(file: string, groups: readonly Group[]): Promise<void> {
  const store = createSqliteStore({ file });
  const clock = { now: () => OPENED_AT, sleepUntil: () => new Promise<void>(() => {}) };
  const engine = createEngine({ workflows: [waitingCase], calendars: [vietnamCalendar()], store, clock });
  await engine.start({ background: false });
  for (const { name, until } of groups) {
    const caseId = firstOf(name);
    const input = { applicant: caseId, until: [...until] };
    const common = { tenant: TENANT, actor: officer, workflow: waitingCase.id };
    await engine.open({ ...common, caseId, commandId: `${caseId}/open`, input });
  }
  await engine.stop();
  const database = new BetterSqlite3(file);
  // Nobody else reads it yet, and a fill that is interrupted is thrown away.
  for (const pragma of ['journal_mode = MEMORY', 'synchronous = OFF', 'cache_size = -262144']) database.pragma(pragma);
  for (const { name, cases } of groups) copyRows(database, name, cases);
  database.pragma('journal_mode = WAL');
  database.close();
}

const firstOf = (group: string) => `${group}-0000000`;

function copyRows(database: Database, group: string, cases: number): void {
  const first = firstOf(group);
  for (let from = 1; from < cases; from += CHUNK) {
    const to = Math.min(from + CHUNK, cases) - 1;
    const copy = database.transaction(() => {
      for (const table of tables) copyInto(database, table, first, group, from, to);
    });
    copy();
  }
}

function copyInto(database: Database, table: string, first: string, group: string, from: number, to: number): void {
  const columns = (
    database.pragma(`table_info(${table})`) as readonly { readonly name: string; readonly type: string }[]
  ).filter(({ name }) => name !== 'id' && name !== 'sequence');
  const name = `printf('${group}-%07d', number)`;
  const values = columns.map(({ name: column, type }) =>
    type === 'TEXT' ? `replace(${column}, '${first}', ${name})` : column,
  );
  const key = columns.some(({ name: column }) => column === 'case_id') ? 'case_id' : 'command_id';
  database.exec(
    `WITH RECURSIVE numbers (number) AS (SELECT ${from} UNION ALL SELECT number + 1 FROM numbers WHERE number < ${to})
     INSERT INTO ${table} (${columns.map(({ name: column }) => column).join(', ')})
     SELECT ${values.join(', ')} FROM numbers CROSS JOIN ${table}
     WHERE tenant = '${TENANT}' AND ${key} = '${key === 'case_id' ? first : `${first}/open`}' ORDER BY number`,
  );
}
