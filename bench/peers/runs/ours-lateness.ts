// Terms that all end within one second: how late each fires; the same again after the engine was down for an hour.
import { createPostgresStore } from '@motcua/store-postgres';
import pg from 'pg';
import { inParallel, options, quantile, report } from '../options.ts';
import { openCase, startEngine } from '../ours/engine.ts';

const { url = '', terms = '10000', down = '0' } = options();
const cases = Math.ceil(Number(terms) / 2);
const store = () => createPostgresStore({ connectionString: url });
const opener = await startEngine(store());
await inParallel(cases, 256, (number) => openCase(opener, `term-${number}`));
await opener.stop();
const client = new pg.Client({ connectionString: url });
await client.connect();
// All terms end within the seconds in which the cases were opened, rounded to the minute by their calendar.
const { rows: found } = await client.query<{ first: string }>('SELECT min(fire_at) AS first FROM motcua.timers');
const first = Number(found[0]?.first);
/** Without downtime the terms end three seconds from now; else they ended while nobody was there. */
const sinceStart = Number(down) === 0 ? 0 : Number(down);
const shift = first - Date.now() + (Number(down) === 0 ? -3_000 : sinceStart);
const worker = await startEngine(store(), { background: true, shiftMs: () => shift });
const start = performance.now();
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 250));
  const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM motcua.journal WHERE revision = 2`);
  if (Number(rows[0]?.n) >= cases) break;
  if (performance.now() - start > 300_000) throw new Error('The terms do not fire');
}
await worker.stop();
const { rows } = await client.query<{ late: string; case_id: string; revision: number; due: string }>(
  `SELECT (e -> 'command' ->> 'firedAt')::bigint - (e -> 'command' ->> 'occurredAt')::bigint AS late, case_id, revision,
     (e -> 'command' ->> 'occurredAt')::bigint AS due
   FROM (SELECT case_id, revision, entry::json AS e FROM motcua.journal WHERE revision > 1) j ORDER BY case_id, revision`,
);
await client.end();
const late = rows.map((row) => Number(row.late) - sinceStart);
const outOfOrder = rows.filter(
  (row, place) => rows[place - 1]?.case_id === row.case_id && Number(rows[place - 1]?.due) > Number(row.due),
).length;
report({ fired: rows.length, p50: quantile(late, 0.5), p99: quantile(late, 0.99), max: Math.max(...late), outOfOrder });
