import { describe, expect, test } from 'vitest';
import { at, caseRun } from './case-run.js';
import { oneTerm } from './one-term.js';

const rungs = { due: { at: 'due', effect: 'escalating', event: 'rung.note' } } as const;
const started = () => {
  const run = caseRun(oneTerm({ rungs }));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  return run;
};

test('an answer before the end meets the term, and nothing fires any more', () => {
  const run = started();
  run.send('answer', '2026-03-05T09:00');
  expect(run.ledger()).toMatchObject({ status: 'met' });
  expect(run.ledger().entries.at(-1)).toMatchObject({ kind: 'met', dueAt: at('2026-03-09T17:00') });
  expect(run.timers()).toEqual([]);
  expect(run.standing('2026-04-01T09:00')).toMatchObject({
    breached: false,
    colour: 'closed',
    remainingWorkingMs: 22.5 * 3_600_000,
  });
});

test('an answer at the last instant of the term is in time', () => {
  const run = started();
  run.send('answer', '2026-03-09T17:00');
  expect(run.standing('2026-03-09T17:00')).toMatchObject({ status: 'met', breached: false, remainingWorkingMs: 0 });
});

test('an answer after the breach meets the term late, and the breach stands', () => {
  const run = started();
  run.pass('2026-03-10T09:00');
  run.send('answer', '2026-03-10T09:00');
  expect(run.kinds()).toEqual(['started', 'breached', 'met']);
  expect(run.ledger().entries.at(-1)).not.toHaveProperty('overrules');
  expect(run.standing('2026-03-10T10:00')).toMatchObject({
    status: 'met',
    breached: true,
    remainingWorkingMs: -1.5 * 3_600_000,
  });
});

describe('an answer of the last day that is recorded the next morning', () => {
  const recordedLate = () => {
    const run = started();
    run.pass('2026-03-10T08:00');
    run.send('answer', '2026-03-10T08:30', { occurredAt: '2026-03-09T16:00' });
    return run;
  };

  test('meets the term', () => {
    expect(recordedLate().standing('2026-03-10T09:00')).toMatchObject({ status: 'met', breached: false });
  });

  test('overrules the breach, which stays in the ledger', () => {
    const run = recordedLate();
    expect(run.kinds()).toEqual(['started', 'breached', 'met']);
    expect(run.ledger().entries[2]).toMatchObject({
      kind: 'met',
      at: at('2026-03-09T16:00'),
      recordedAt: at('2026-03-10T08:30'),
      overrules: [1],
    });
  });

  test('overrules it at the very instant of the end, too', () => {
    const run = started();
    run.pass('2026-03-10T08:00');
    run.send('answer', '2026-03-10T08:30', { occurredAt: '2026-03-09T17:00' });
    expect(run.ledger().entries[2]).toMatchObject({ kind: 'met', overrules: [1] });
    expect(run.factTypes()).toEqual(['deadline.met']);
    expect(run.decision()?.change?.journal.facts).toMatchObject([{ overrules: [1] }]);
  });

  test('is found with the legal time of the act', () => {
    expect(recordedLate().envelope().deadline).toMatchObject({ status: 'met', metAt: at('2026-03-09T16:00') });
  });
});

test('an act is not recorded before the last act of the case, nor in the future', () => {
  const run = started();
  run.send('pause', '2026-03-04T09:00');
  const before = run.envelope();
  for (const options of [{ occurredAt: '2026-03-03T09:00' }, { occurredAt: '2026-03-05T09:00' }]) {
    expect(run.send('resume', '2026-03-04T10:00', options)).toMatchObject({
      status: 'refused',
      code: 'MC_TIME_OUT_OF_BOUNDS',
    });
  }
  expect(run.envelope()).toBe(before);
});

test('a firing that moved the case is an act: nothing is recorded before it any more', () => {
  const run = caseRun(
    oneTerm({
      rungs: { lapse: { at: { suspendedFor: { amount: 2, unit: 'workingDay' } }, effect: 'fatal', event: 'rung.end' } },
    }),
  );
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.send('pause', '2026-03-03T10:00');
  run.pass('2026-03-06T09:00');
  expect(run.envelope().state).toBe('ended');
  expect(run.send('resume', '2026-03-06T09:00', { occurredAt: '2026-03-04T09:00' })).toMatchObject({
    status: 'refused',
  });
});

test('an answer after the end of a term without a rung there is late all the same, and the ledger says so', () => {
  const run = caseRun(oneTerm({ rungs: {} }));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.send('answer', '2026-03-10T09:00');
  expect(run.kinds()).toEqual(['started', 'breached', 'met']);
  expect(run.ledger().entries[1]).toMatchObject({ at: at('2026-03-09T17:00'), dueAt: at('2026-03-09T17:00') });
  expect(run.standing('2026-03-10T10:00')).toMatchObject({ status: 'met', breached: true });
});
