import { describe, expect, test } from 'vitest';
import { at, caseRun } from './case-run.js';
import { oneTerm } from './one-term.js';

// Monday 2 March 2026, 09:00; five working days end on Monday 9 March, 17:00.
const started = (term: Parameters<typeof oneTerm>[0] = {}) => {
  const run = caseRun(oneTerm(term));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  return run;
};
const suspended = (term: Parameters<typeof oneTerm>[0] = {}) => {
  const run = started(term);
  run.send('pause', '2026-03-03T10:00');
  run.send('resume', '2026-03-05T14:00');
  return run;
};

describe('a suspension from Tuesday 10:00 to Thursday 14:00', () => {
  test('moves a term of working days by two working days', () => {
    expect(started().due()).toBe('2026-03-09T17:00');
    expect(suspended().due()).toBe('2026-03-11T17:00');
  });

  test('loses every date it touches when the rule is to exclude', () => {
    expect(suspended({ interruption: 'exclude' }).due()).toBe('2026-03-12T17:00');
  });

  test('grants the full term again when the rule is to restart', () => {
    expect(suspended({ interruption: 'restart' }).due()).toBe('2026-03-12T17:00');
    const late = started({ interruption: 'restart' });
    late.send('pause', '2026-03-09T16:00');
    late.send('resume', '2026-03-16T09:00');
    expect(late.due()).toBe('2026-03-23T17:00');
  });

  test('moves a term of calendar days by the days between its two dates', () => {
    const budget = { amount: 15, unit: 'calendarDay' } as const;
    expect(started({ budget }).due()).toBe('2026-03-17T17:00');
    expect(suspended({ budget }).due()).toBe('2026-03-19T17:00');
  });

  test('moves a term of working hours by the hours between', () => {
    const budget = { amount: 10, unit: 'workingHour' } as const;
    expect(started({ budget }).due()).toBe('2026-03-03T11:00');
    // 09:00 on Monday to 10:00 on Tuesday used nine hours; the tenth runs from Thursday 14:00.
    expect(suspended({ budget }).due()).toBe('2026-03-05T15:00');
  });
});

test('a suspended term keeps the end that stood when its clock stopped, and arms no rung of a running term', () => {
  const run = started({
    rungs: { due: { at: 'due', effect: 'escalating' }, warn: { at: { percent: 80 }, effect: 'advisory' } },
  });
  run.send('pause', '2026-03-03T10:00');
  expect(run.ledger()).toMatchObject({ status: 'suspended' });
  expect(run.due()).toBe('2026-03-09T17:00');
  expect(run.armed()).toEqual([]);
  expect(run.timers()).toEqual([]);
  run.send('resume', '2026-03-05T14:00');
  expect(run.armed()).toEqual(['due 2026-03-11T17:00', 'warn 2026-03-10T16:12']);
});

test('a suspension within one day costs no working day unless it holds at the close of business', () => {
  const noon = started();
  noon.send('pause', '2026-03-03T09:00');
  noon.send('resume', '2026-03-03T11:00');
  expect(noon.due()).toBe('2026-03-09T17:00');
  const night = started();
  night.send('pause', '2026-03-03T16:59');
  night.send('resume', '2026-03-04T07:30');
  expect(night.due()).toBe('2026-03-10T17:00');
});

test('several suspensions add up', () => {
  const run = suspended();
  run.send('pause', '2026-03-09T10:00');
  run.send('resume', '2026-03-10T10:00');
  expect(run.due()).toBe('2026-03-12T17:00');
  expect(run.kinds()).toEqual(['started', 'suspended', 'resumed', 'suspended', 'resumed']);
});

describe('a suspension entered late', () => {
  test('moves the end as if it had been entered in time', () => {
    const run = started();
    run.send('pause', '2026-03-05T09:00', { occurredAt: '2026-03-03T10:00' });
    run.send('resume', '2026-03-05T14:00');
    expect(run.due()).toBe('2026-03-11T17:00');
    expect(run.ledger().entries[1]).toMatchObject({ at: expect.any(Number), kind: 'suspended' });
    expect(run.ledger().entries[1]?.recordedAt).toBeGreaterThan(run.ledger().entries[1]?.at ?? 0);
  });

  test('is refused when it would stand before a line that is already written', () => {
    const run = suspended();
    const before = run.envelope();
    expect(run.send('pause', '2026-03-09T09:00', { occurredAt: '2026-03-04T09:00' })).toMatchObject({
      status: 'refused',
      code: 'MC_TIME_OUT_OF_BOUNDS',
    });
    expect(run.envelope()).toBe(before);
  });

  test('takes back a breach that a timer noted in the meantime', () => {
    const run = started({ rungs: { due: { at: 'due', effect: 'escalating' } } });
    run.pass('2026-03-10T08:00');
    expect(run.standing('2026-03-10T08:00')).toMatchObject({ breached: true, colour: 'overdue' });
    run.send('pause', '2026-03-10T08:00', { occurredAt: '2026-03-06T09:00' });
    run.send('resume', '2026-03-10T08:30');
    expect(run.due()).toBe('2026-03-11T17:00');
    expect(run.standing('2026-03-10T09:00')).toMatchObject({ breached: false, colour: 'on-time' });
    expect(run.kinds()).toEqual(['started', 'breached', 'suspended', 'resumed']);
    expect(run.armed()).toEqual(['due 2026-03-11T17:00']);
  });
});

test('a term that starts in a suspending state starts suspended', () => {
  const run = caseRun(oneTerm());
  run.open('2026-03-02T09:00');
  run.send('pause', '2026-03-02T09:00');
  expect(run.kinds()).toEqual(['started', 'suspended']);
  expect(run.ledger().status).toBe('suspended');
});

test('a suspension that lasts too long ends the case at the instant the law names, however late the timer fires', () => {
  const run = started({
    rungs: { lapse: { at: { suspendedFor: { amount: 15, unit: 'workingDay' } }, effect: 'fatal', event: 'rung.end' } },
  });
  expect(run.armed()).toEqual([]);
  run.send('pause', '2026-03-03T10:00');
  expect(run.armed()).toEqual(['lapse 2026-03-24T17:00']);
  run.recover('2026-03-30T08:00');
  expect(run.envelope()).toMatchObject({ state: 'ended', status: 'done' });
  const last = run.ledger().entries.at(-1);
  expect(last).toMatchObject({ kind: 'stopped', actor: 'motcua:scheduler' });
  expect([last?.at, last?.recordedAt].map((instant) => new Date(instant ?? 0).toISOString())).toEqual([
    '2026-03-24T10:00:00.000Z',
    '2026-03-30T01:00:00.000Z',
  ]);
});

test('each suspension has its own time to lapse', () => {
  const run = started({
    rungs: { lapse: { at: { suspendedFor: { amount: 3, unit: 'workingDay' } }, effect: 'advisory' } },
  });
  run.send('pause', '2026-03-03T10:00');
  expect(run.pass('2026-03-12T10:00')).toEqual(['answer/1/lapse/0 2026-03-06T17:00']);
  run.send('resume', '2026-03-12T10:00');
  expect(run.armed()).toEqual([]);
  run.send('pause', '2026-03-13T10:00');
  expect(run.armed()).toEqual(['lapse 2026-03-18T17:00']);
});

test('a suspension that has lasted too long is told once, though the term is extended meanwhile', () => {
  const run = started({
    extension: { maxTimes: 1 },
    rungs: { lapse: { at: { suspendedFor: { amount: 3, unit: 'workingDay' } }, effect: 'advisory' } },
  });
  run.send('pause', '2026-03-03T10:00');
  run.pass('2026-03-09T10:00');
  run.extend('answer', { amount: 2, unit: 'workingDay' }, '2026-03-09T10:00');
  expect(run.armed()).toEqual([]);
  expect(run.pass('2026-04-09T10:00')).toEqual([]);
});

test('nothing stands in a ledger before the anchor of its term', () => {
  const run = started({ anchor: () => at('2026-03-04T09:00') });
  expect(run.due()).toBe('2026-03-11T17:00');
  const before = run.envelope();
  expect(run.send('pause', '2026-03-03T10:00')).toMatchObject({ status: 'refused', code: 'MC_TIME_OUT_OF_BOUNDS' });
  expect(run.envelope()).toBe(before);
  expect(run.send('pause', '2026-03-04T09:00').status).toBe('accepted');
});
