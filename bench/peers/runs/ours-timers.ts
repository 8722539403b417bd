// Arms timers by opening cases, lets all of them fall due at once, and fires each with a full transition.
import { createPostgresStore } from '@motcua/store-postgres';
import pg from 'pg';
import { inParallel, options, report } from '../options.ts';
import { openCase, startEngine } from '../ours/engine.ts';

const { url = '', timers = '20000' } = options();
// Each case arms two firings.
const cases = Math.ceil(Number(timers) / 2);
let shift = 0;
const engine = await startEngine(createPostgresStore({ connectionString: url }), { shiftMs: () => shift });
const armStart = performance.now();
await inParallel(cases, 256, (number) => openCase(engine, `timer-${number}`));
const armSeconds = (performance.now() - armStart) / 1_000;
shift = 30 * 86_400_000;
const fireStart = performance.now();
await engine.settle();
const fireSeconds = (performance.now() - fireStart) / 1_000;
const client = new pg.Client({ connectionString: url });
await client.connect();
const { rows } = await client.query<{ fired: string; left: string }>(
  `SELECT (SELECT count(*) FROM motcua.journal WHERE entry::json -> 'command' ->> 'type' = 'fire') AS fired,
     (SELECT count(*) FROM motcua.timers) AS left`,
);
await client.end();
await engine.stop();
const fired = Number(rows[0]?.fired);
if (fired !== 2 * cases) throw new Error(`${fired} of ${2 * cases} timers fired`);
report({ armPerSecond: (2 * cases) / armSeconds, firePerSecond: fired / fireSeconds, left: Number(rows[0]?.left) });
