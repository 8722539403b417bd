import { describe, expect, test } from 'vitest';
import { at, caseRun, print } from './case-run.js';
import { oneTerm } from './one-term.js';

const days = (amount: number) => ({ amount, unit: 'workingDay' }) as const;
type Term = NonNullable<Parameters<typeof oneTerm>[0]>;
const started = (rungs: NonNullable<Term['rungs']>, term: Term = {}) => {
  const run = caseRun(oneTerm({ rungs, ...term }));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  return run;
};

describe('a rung stands', () => {
  test('at a share of the working time of the term', () => {
    const run = started({
      half: { at: { percent: 50 }, effect: 'advisory' },
      nearly: { at: { percent: 99 }, effect: 'advisory' },
    });
    // 46.5 working hours from Monday 09:00; 22.5 of them are over by Wednesday evening.
    expect(run.armed()).toEqual(['half 2026-03-05T08:15', 'nearly 2026-03-09T16:32']);
  });

  test('before, at and after the end', () => {
    const run = started({
      before: { at: { before: days(2) }, effect: 'advisory' },
      hour: { at: { before: { amount: 2, unit: 'workingHour' } }, effect: 'advisory' },
      due: { at: 'due', effect: 'escalating' },
      after: { at: { after: days(3) }, effect: 'escalating' },
      week: { at: { after: { amount: 7, unit: 'calendarDay' } }, effect: 'escalating' },
    });
    expect(run.armed()).toEqual([
      'before 2026-03-05T17:00',
      'hour 2026-03-09T15:00',
      'due 2026-03-09T17:00',
      'after 2026-03-12T17:00',
      'week 2026-03-16T17:00',
    ]);
  });

  test('where the context says, and nowhere when it says so', () => {
    const run = started({
      some: { at: ({ noted }) => (noted === 0 ? { before: days(1) } : undefined), effect: 'advisory' },
      none: { at: () => undefined, effect: 'advisory' },
    });
    expect(run.armed()).toEqual(['some 2026-03-06T17:00']);
  });
});

test('every rung fires once, in the order of their instants', () => {
  const run = started({
    warn: { at: { before: days(1) }, effect: 'advisory' },
    due: { at: 'due', effect: 'escalating' },
    late: { at: { after: days(1) }, effect: 'escalating' },
  });
  expect(run.pass('2026-04-30T09:00')).toEqual([
    'answer/1/warn/0 2026-03-06T17:00',
    'answer/1/due/0 2026-03-09T17:00',
    'answer/1/late/0 2026-03-10T17:00',
  ]);
  expect(run.timers()).toEqual([]);
  expect(run.ledger().rungs.map(({ name, fired }) => [name, fired])).toEqual([
    ['warn', 1],
    ['due', 1],
    ['late', 1],
  ]);
});

test('a repeating rung fires as often as its bound says, and stops', () => {
  const run = started({ late: { at: { after: days(1) }, effect: 'escalating', repeat: { every: days(2), times: 3 } } });
  expect(run.pass('2026-04-30T09:00')).toEqual([
    'answer/1/late/0 2026-03-10T17:00',
    'answer/1/late/1 2026-03-12T17:00',
    'answer/1/late/2 2026-03-16T17:00',
    'answer/1/late/3 2026-03-18T17:00',
  ]);
});

test('a rung tells when it was due, when it fired and how far apart the two are', () => {
  const run = started({ warn: { at: { before: days(1) }, effect: 'advisory' } });
  run.fire('deadline/answer/1/warn/0', '2026-03-06T18:00');
  expect(run.decision()?.change?.journal.facts).toEqual([
    {
      type: 'deadline.reached',
      deadline: 'answer',
      rung: 'warn',
      occurrence: 1,
      dueAt: at('2026-03-09T17:00'),
      firedAt: at('2026-03-06T18:00'),
      lagMs: 3_600_000,
      effect: 'advisory',
    },
  ]);
});

test('the rung at the end writes the breach at the end, whenever it fires', () => {
  const run = started({ due: { at: 'due', effect: 'escalating', event: 'rung.note' } });
  run.fire('deadline/answer/1/due/0', '2026-03-10T09:00');
  expect(run.ledger().entries.at(-1)).toMatchObject({
    kind: 'breached',
    at: at('2026-03-09T17:00'),
    recordedAt: at('2026-03-10T09:00'),
    lagMs: 16 * 3_600_000,
  });
  expect(run.envelope().machine.context).toEqual({ noted: 1 });
});

test('a rung whose event the state cannot take is recorded and passed over', () => {
  const run = started({ lapse: { at: { suspendedFor: days(2) }, effect: 'advisory', event: 'rung.note' } });
  run.send('pause', '2026-03-03T10:00');
  const reply = run.fire('deadline/answer/1/lapse/0', '2026-03-05T17:00');
  expect(reply).toMatchObject({ status: 'accepted', state: 'paused' });
  expect(run.factTypes()).toEqual(['deadline.reached']);
});

test('a rung whose event makes machine code throw has fired all the same; the machine stays where it was', () => {
  const run = started({ due: { at: 'due', effect: 'escalating', event: 'rung.crash' } });
  expect(run.fire('deadline/answer/1/due/0', '2026-03-09T17:00')).toMatchObject({
    status: 'accepted',
    state: 'running',
  });
  expect(run.kinds()).toEqual(['started', 'breached']);
  expect(run.decision()?.change?.journal.facts).toMatchObject([
    { type: 'deadline.breached' },
    { type: 'deadline.event-failed', rung: 'due', event: 'rung.crash', reason: expect.stringContaining('a typo') },
  ]);
  expect(run.envelope().machine.context).toEqual({ noted: 0 });
  expect(run.timers()).toEqual([]);
});

describe('a rung that moved', () => {
  const extensible = { extension: { maxTimes: 1 } };

  test('fires again at its new place when it had fired: a new promise gets a new warning', () => {
    const run = started(
      { warn: { at: { before: days(1) }, effect: 'advisory' }, due: { at: 'due', effect: 'escalating' } },
      extensible,
    );
    run.pass('2026-03-09T18:00');
    run.extend('answer', days(5), '2026-03-10T09:00');
    expect(run.armed()).toEqual(['warn 2026-03-13T17:00', 'due 2026-03-16T17:00']);
    expect(run.pass('2026-03-17T09:00')).toEqual([
      'answer/1/warn/1 2026-03-13T17:00',
      'answer/1/due/1 2026-03-16T17:00',
    ]);
    expect(run.kinds()).toEqual(['started', 'breached', 'extended', 'breached']);
  });

  test('does not fire again for a place that is already behind', () => {
    const run = started({ warn: { at: { before: days(3) }, effect: 'advisory' } }, extensible);
    run.pass('2026-03-09T09:00');
    run.extend('answer', days(2), '2026-03-09T09:00');
    expect(print(run.ledger().dueAt)).toBe('2026-03-11T17:00');
    expect(run.armed()).toEqual([]);
  });

  test('repeats anew from its new place', () => {
    const run = started(
      { late: { at: { after: days(1) }, effect: 'escalating', repeat: { every: days(1), times: 2 } } },
      extensible,
    );
    expect(run.pass('2026-03-11T18:00')).toEqual([
      'answer/1/late/0 2026-03-10T17:00',
      'answer/1/late/1 2026-03-11T17:00',
    ]);
    run.extend('answer', days(5), '2026-03-12T09:00');
    expect(run.pass('2026-04-01T09:00')).toEqual([
      'answer/1/late/2 2026-03-17T17:00',
      'answer/1/late/3 2026-03-18T17:00',
      'answer/1/late/4 2026-03-19T17:00',
    ]);
  });
});

test('a rung that comes into being behind the present fires at once', () => {
  const run = caseRun(oneTerm({ rungs: { due: { at: 'due', effect: 'escalating' } }, extension: { maxTimes: 1 } }));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-20T09:00', { occurredAt: '2026-03-02T09:00' });
  expect(run.recover('2026-03-20T09:00')).toEqual(['answer/1/due/0 2026-03-09T17:00']);
  expect(run.standing('2026-03-20T09:00').breached).toBe(true);
});

describe('a firing', () => {
  test('before its instant is dropped and stays pending', () => {
    const run = started({ due: { at: 'due', effect: 'escalating' } });
    const [before, timers] = [run.envelope(), run.timers()];
    expect(run.fire('deadline/answer/1/due/0', '2026-03-09T16:59')).toMatchObject({
      status: 'dropped',
      code: 'MC_TIMER_EARLY',
    });
    expect([run.envelope(), run.timers()]).toEqual([before, timers]);
    expect(run.fire('deadline/answer/1/due/0', '2026-03-09T17:00').status).toBe('accepted');
  });

  test.each([
    'deadline/answer/1/due/0', // seen before
    'deadline/answer/1/due/7', // a repetition that never was
    'deadline/answer/2/due/0', // an occurrence that never was
    'deadline/answer/1/other/0',
    'deadline/appeal/1/due/0',
    'after/10.idle/1',
    'nonsense',
  ])('of %s, which is not pending, is dropped as stale', (key) => {
    const run = started({ due: { at: 'due', effect: 'escalating' } });
    run.fire('deadline/answer/1/due/0', '2026-03-09T17:00');
    const before = run.envelope();
    expect(run.fire(key, '2026-03-09T18:00')).toMatchObject({ status: 'dropped', code: 'MC_TIMER_STALE' });
    expect(run.envelope()).toBe(before);
  });
});
