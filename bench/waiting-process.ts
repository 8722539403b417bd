// An engine over a database of waiting cases: tells how long it took to start, to fire what is due, and its memory.
import { argv } from 'node:process';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import type { Measured } from './waiting-cases.ts';
import { waitingCase } from './waiting-workflow.ts';

const [file = '', first = '0', sweeps = '0'] = argv.slice(2);
const DAY_MS = 86_400_000;
let now = Number(first) - 60_000;
const clock = { now: () => now, sleepUntil: () => new Promise<void>(() => {}) };
const began = performance.now();
const engine = createEngine({
  workflows: [waitingCase],
  calendars: [vietnamCalendar()],
  clock,
  store: createSqliteStore({ file }),
});
await engine.start({ background: false });
await engine.nextAt();
const startMs = performance.now() - began;
let fired = 0;
engine.on('committed', ({ journal }) => {
  if (journal.command.type === 'fire') fired += 1;
});
const sweepMs: number[] = [];
for (let sweep = 0; sweep < Number(sweeps); sweep += 1) {
  now = Number(first) + sweep * DAY_MS;
  const start = performance.now();
  await engine.settle();
  sweepMs.push(performance.now() - start);
}
const residentMb = process.memoryUsage().rss / 2 ** 20;
await engine.stop();
const measured: Measured = { startMs, residentMb, sweepMs, fired };
process.send?.(measured);
process.disconnect();
