import { describe, expect, test } from 'vitest';
import { createCalendar, createEngine } from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { clerk } from './actors.js';
import { caseRun } from './case-run.js';
import { ref, startOffice } from './office.js';
import { officeCalendar } from './office-calendar.js';
import { oneTerm } from './one-term.js';

const HOUR = 3_600_000;
const days = (amount: number) => ({ amount, unit: 'workingDay' }) as const;
type Term = NonNullable<Parameters<typeof oneTerm>[0]>;
const warned: Term = {
  rungs: { warn: { at: { before: days(1) }, effect: 'advisory' }, due: { at: 'due', effect: 'escalating' } },
};
const started = (term: Term = warned) => {
  const run = caseRun(oneTerm(term));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  return run;
};

describe('a running term is', () => {
  test.each([
    ['on time until its warning', '2026-03-06T16:59', 'on-time'],
    ['due soon from its warning', '2026-03-06T17:00', 'due-soon'],
    ['due soon at its very end', '2026-03-09T17:00', 'due-soon'],
    ['overdue after it', '2026-03-09T17:01', 'overdue'],
  ])('%s', (_name, when, colour) => {
    expect(started().standing(when).colour).toBe(colour);
  });

  test('suspended while it is interrupted, even past its end, and closed when it has ended', () => {
    const run = started();
    run.send('pause', '2026-03-03T10:00');
    expect(run.standing('2026-03-20T09:00').colour).toBe('suspended');
    run.send('answer', '2026-03-04T10:00');
    expect(run.standing('2026-03-04T11:00').colour).toBe('closed');
  });
});

test('a term is due soon from the rung that is named, else from the earliest one before the end', () => {
  const rungs = {
    early: { at: { percent: 50 }, effect: 'advisory' },
    late: { at: { before: days(1) }, effect: 'advisory' },
    due: { at: 'due', effect: 'escalating' },
  } as const;
  expect(started({ rungs }).standing('2026-03-05T09:00').colour).toBe('due-soon');
  expect(started({ rungs, soon: 'late' }).standing('2026-03-05T09:00').colour).toBe('on-time');
  expect(started({ rungs: { due: rungs.due } }).standing('2026-03-09T16:59').colour).toBe('on-time');
});

test('what is left is counted in working time, and is negative when the end has passed', () => {
  const run = started();
  expect(run.standing('2026-03-06T16:00').remainingWorkingMs).toBe(9 * HOUR);
  expect(run.standing('2026-03-07T12:00').remainingWorkingMs).toBe(8 * HOUR);
  expect(run.standing('2026-03-10T09:30').remainingWorkingMs).toBe(-2 * HOUR);
});

test('a term prints its end in the zone of its calendar', () => {
  expect(started().standing('2026-03-02T09:00')).toMatchObject({
    due: '2026-03-09T17:00:00+07:00',
    name: 'answer',
    occurrence: 1,
    owner: 'authority',
  });
});

describe('a term within another one', () => {
  const step = (amount: number, within = 'answer') =>
    ({
      step: {
        title: { vi: 'Bước', en: 'Step' },
        owner: 'step',
        startsIn: 'running',
        suspendedIn: ['paused'],
        metIn: ['answered'],
        budget: days(amount),
        within,
      },
    }) as const;

  test('shows the working time between its end and the end around it', () => {
    const run = caseRun(oneTerm({}, step(3)));
    run.open('2026-03-02T09:00');
    run.send('start', '2026-03-02T09:00');
    expect(run.standing('2026-03-02T09:00', 'step').slackWorkingMs).toBe(16 * HOUR);
    expect(run.standing('2026-03-02T09:00')).not.toHaveProperty('slackWorkingMs');
  });

  test('is asked for through the engine with its slack', async () => {
    await using office = await startOffice({ workflows: [oneTerm({}, step(3))] });
    await office.engine.open({ ...ref(), workflow: 'one-term', actor: clerk, input: {} });
    await office.engine.send({ ...ref(), actor: clerk, event: { type: 'start' } });
    expect((await office.engine.deadlines(ref())).map(({ name, slackWorkingMs }) => [name, slackWorkingMs])).toEqual([
      ['answer', undefined],
      ['step', 16 * HOUR],
    ]);
  });

  test('is refused by the engine when its fixed budget cannot fit, and the refusal shows when', () => {
    const engine = (amount: number, outer: Term['budget'] = days(5)) =>
      createEngine({
        workflows: [oneTerm({ budget: outer }, step(amount))],
        calendars: [officeCalendar],
        store: createMemoryStore(),
      });
    expect(() => engine(5)).not.toThrow();
    expect(() => engine(6)).toThrow(
      expect.objectContaining({
        code: 'MC_WORKFLOW_INVALID',
        details: { workflow: 'one-term', deadline: 'step', within: 'answer' },
        message: expect.stringMatching(/received at .* ends at .* after "answer" at /u),
      }),
    );
    // Twelve calendar days hold eight working days on an ordinary week, and seven over a long weekend.
    expect(() => engine(8, { amount: 12, unit: 'calendarDay' })).toThrow(
      expect.objectContaining({ code: 'MC_WORKFLOW_INVALID' }),
    );
    // What depends on the case cannot be judged beforehand.
    expect(() => engine(6, () => days(5))).not.toThrow();
  });

  test('is judged on the calendar it names, and on every one when the case chooses', () => {
    // Without Fridays eight working days take more than twelve calendar days.
    const { 5: _friday, ...week } = officeCalendar.definition.week;
    const shortWeek = createCalendar({ ...officeCalendar.definition, id: 'short-week', week, rows: [] });
    const longWeek = createCalendar({ ...officeCalendar.definition, id: 'long-week', rows: [] });
    const engine = (calendar: string | (() => string) | undefined) => () =>
      createEngine({
        workflows: [
          oneTerm(
            { budget: { amount: 12, unit: 'calendarDay' } },
            { step: { ...step(8).step, ...(calendar !== undefined && { calendar }) } },
          ),
        ],
        calendars: [longWeek, shortWeek],
        store: createMemoryStore(),
      });
    const refused = expect.objectContaining({
      code: 'MC_WORKFLOW_INVALID',
      message: expect.stringContaining('on calendar short-week@1'),
    });
    expect(engine(undefined)).not.toThrow();
    expect(engine('long-week')).not.toThrow();
    expect(engine('short-week')).toThrow(refused);
    expect(engine(() => 'long-week')).toThrow(refused);
  });
});
