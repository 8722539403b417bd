// Lets the terms of remedies pass, as fast as its clock runs, and names every escalation once it is committed.
import { argv } from 'node:process';
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
const said: string[] = [];
engine.on('fact', ({ fact, envelope }) => {
  if (fact.type === 'remedy.escalated') said.push(`${envelope.caseId} ${String(fact['level'])}`);
});
await engine.start({ background: false });
for (let next = await engine.nextAt(); next !== undefined && next <= END; next = await engine.nextAt()) {
  now = Math.max(now, next);
  await engine.settle();
  for (const line of said.splice(0)) await say(line);
}
await say('done');
await engine.stop();
