// Lets the terms of remedies pass, as fast as its clock runs, and dies of SIGKILL after so many escalations: right after
// the commit of the last one, with letters undelivered and timers under its lease.
import { argv, kill, pid } from 'node:process';
import { createEngine } from '@motcua/core';
import { inspectionWorkflows } from '@motcua/core/inspection';
import { createSqliteStore } from '../../src/index.js';
import { calendar, END, START } from '../escalations.js';
import { say } from './say.js';

let now = START;
const engine = createEngine({
  workflows: inspectionWorkflows(),
  store: createSqliteStore({ file: argv[2] ?? '' }),
  calendars: [calendar],
  clock: { now: () => now, sleepUntil: () => new Promise<void>(() => {}) },
});
let left = Number(argv[3]);
engine.on('fact', ({ fact }) => {
  if (fact.type === 'remedy.escalated') left -= 1;
  if (left === 0) kill(pid, 'SIGKILL');
});
await engine.start({ background: false });
for (let next = await engine.nextAt(); next !== undefined && next <= END; next = await engine.nextAt()) {
  now = Math.max(now, next);
  await engine.settle();
}
await say('done');
await engine.stop();
