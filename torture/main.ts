// `pnpm torture [--kills 500] [--seed N] [--store sqlite|postgres] [--engines 2]`: kills engines while they work, then proves from the
// database that nothing was lost. Ends with code 1 when a proof fails; the database and the evidence are then kept.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from './checker/check.ts';
import { readRows } from './checker/read-rows.ts';
import { destinations, officeCalendar, workflows } from './office/index.ts';
import { startFaultyPostgres } from './run/postgres-faults.ts';
import { runTorture } from './run/run-torture.ts';
import { storeNames } from './worker/protocol.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    store: { type: 'string', default: 'sqlite' },
    engines: { type: 'string', default: '2' },
  },
});
const store = storeNames.find((name) => name === values.store);
if (store === undefined) throw new Error(`--store ${values.store}: expected one of ${storeNames.join(', ')}`);
const kills = Number(values.kills);
const seed = Number(values.seed);
const engines = Number(values.engines);
const folder = mkdtempSync(join(tmpdir(), 'motcua-torture-'));

console.log(`${kills} kills of ${engines} engines on ${store}, seed ${seed}, in ${folder}`);
const began = performance.now();
const server = store === 'postgres' ? await startFaultyPostgres(kills) : undefined;
const onProgress = (killed: number) => {
  server?.onKill(killed);
  if (killed % 50 === 0) console.log(`${killed} killed after ${Math.round((performance.now() - began) / 1000)} s`);
};
const run = await runTorture({
  kills,
  seed,
  store,
  engines,
  folder,
  onProgress,
  ...(server !== undefined && { location: server.location, onCalm: server.calm }),
});
const list = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');
console.log(`killed at: ${list(run.deaths)}`);
console.log(`answers: ${list(run.tally.answers)}; ${run.tally.silences} times no answer came`);
console.log(`alarms: ${list(run.alarms)}`);
if (server !== undefined) console.log(`faults: ${list(server.faults)}`);

const rows = await readRows(store, server?.direct ?? run.location);
await server?.remove();
const verdicts = check({ rows, evidence: run.evidence, workflows, calendar: officeCalendar, destinations });
for (const { proof, looked, findings } of verdicts) {
  console.log(`${findings.length === 0 ? '✓' : '✗'} ${proof.promise} (${looked})`);
  for (const finding of findings.slice(0, 20)) console.log(`    ${finding}`);
}
for (const failure of run.failures) console.log(`✗ ${failure}`);
const isSound = run.failures.length === 0 && verdicts.every(({ findings }) => findings.length === 0);
if (isSound) rmSync(folder, { recursive: true, force: true });
else console.log(`kept for a look: ${folder}; repeat with --seed ${seed}`);
process.exitCode = isSound ? 0 : 1;
