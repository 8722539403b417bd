// A district's year in virtual time, in memory: tells how long it took and how much memory it took at most.
import { argv } from 'node:process';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine, rulesAuthorizer } from '@motcua/core';
import { dossierWorkflow } from '@motcua/core/dossier';
import { createMemoryNotifier, createMemoryStore } from '@motcua/core/memory';
import type { MeasuredYear } from './district-year.ts';
import { counter, input, steps, TENANT } from './dossier-run.ts';

const dossiers = Number(argv[2]);
const HOUR_MS = 3_600_000;
/** 2026 has so many working hours; a dossier is received in every one of them, as many as it takes. */
const calendar = vietnamCalendar();
const YEAR_BEGINS = Date.UTC(2026, 0, 1, 1);
const hours = Array.from({ length: 365 * 24 }, (_, hour) => YEAR_BEGINS + hour * HOUR_MS).filter((at) =>
  calendar.isWorking(at),
);
/** Working hours from one step to the next: most end within their three working days, every tenth is late. */
const pauses = [0, 1, 2, 4, 3, 2, 2, 2, 1, 3];
const LATE_BY = 16;

let now = YEAR_BEGINS;
let peak = 0;
let letters = 0;
let ended = 0;
const engine = createEngine({
  workflows: [dossierWorkflow()],
  calendars: [calendar],
  store: createMemoryStore(),
  clock: { now: () => now, sleepUntil: () => new Promise<void>(() => {}) },
  authorizer: rulesAuthorizer({ isWithin: () => true }),
  adapters: {
    letters: {
      ...createMemoryNotifier({ topics: ['letter.issued'] }),
      deliver: async () => {
        letters += 1;
        return { status: 'delivered' };
      },
    },
  },
});
await engine.start({ background: false });
let breaches = 0;
engine.on('fact', ({ fact }) => {
  if (fact.type === 'deadline.breached') breaches += 1;
});

/** What is to be done in a working hour, by its place in the year. */
const agenda = new Map<number, (readonly [dossier: number, step: number])[]>();
const plan = (hour: number, dossier: number, step: number) => {
  const due = agenda.get(hour) ?? [];
  due.push([dossier, step]);
  agenda.set(hour, due);
};
const receiving = hours.length - 60;
for (let dossier = 0; dossier < dossiers; dossier += 1) plan(Math.floor((dossier * receiving) / dossiers), dossier, -1);

async function act(hour: number, dossier: number, step: number): Promise<void> {
  const caseId = `D${dossier}`;
  const common = { tenant: TENANT, caseId, commandId: `${caseId}/${step}` };
  const all = steps(dossier);
  const [actor, event] = all[step] ?? [counter, undefined];
  const reply =
    event === undefined
      ? await engine.open({ ...common, actor, workflow: 'dossier', input: input(dossier) })
      : await engine.send({ ...common, actor, event });
  if (reply.status !== 'accepted') throw new Error(`${caseId} step ${step}: ${JSON.stringify(reply)}`);
  const next = step + 1;
  if (next === all.length) {
    ended += 1;
    return;
  }
  const isLate = dossier % 10 === 0 && next === 5;
  plan(hour + (pauses[next] ?? 1) + (isLate ? LATE_BY : 0), dossier, next);
}

const began = performance.now();
for (const [hour, at] of hours.entries()) {
  now = at;
  await engine.settle();
  for (;;) {
    const due = agenda.get(hour) ?? [];
    agenda.delete(hour);
    if (due.length === 0) break;
    await Promise.all(due.map(([dossier, step]) => act(hour, dossier, step)));
  }
  await engine.settle();
  if (hour % 8 === 0) peak = Math.max(peak, process.memoryUsage().rss);
}
const seconds = (performance.now() - began) / 1000;
peak = Math.max(peak, process.memoryUsage().rss);
const measured: MeasuredYear = { seconds, peakMb: peak / 2 ** 20, letters, breaches, isFinished: ended === dossiers };
process.send?.(measured);
process.disconnect?.();
