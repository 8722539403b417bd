import { describe, expect, test } from 'vitest';
import { caseRun } from './case-run.js';
import { oneTerm } from './one-term.js';

const days = (amount: number) => ({ amount, unit: 'workingDay' }) as const;
const facts = (outage: 'always' | 'if-useful' | 'coalesce' | undefined, back: string) => {
  const policy = outage === undefined ? {} : { outage };
  const run = caseRun(
    oneTerm({
      rungs: {
        warn: { at: { before: days(2) }, effect: 'advisory', ...policy },
        due: { at: 'due', effect: 'escalating', ...policy, event: 'rung.note' },
        late: { at: { after: days(1) }, effect: 'escalating', repeat: { every: days(1), times: 5 }, ...policy },
      },
    }),
  );
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  const fired = run.recover(back).map((line) => line.replace(/^answer\/1\//u, ''));
  return { run, fired };
};

describe('after an outage that ended three working days after the term', () => {
  const back = '2026-03-12T18:00';

  test('everything overdue fires in the order of its instant, once, by default', () => {
    expect(facts(undefined, back).fired).toEqual([
      'warn/0 2026-03-05T17:00',
      'due/0 2026-03-09T17:00',
      'late/0 2026-03-10T17:00',
      'late/1 2026-03-11T17:00',
      'late/2 2026-03-12T17:00',
    ]);
    expect(facts('always', back).fired).toHaveLength(5);
  });

  test('a burst of repetitions becomes one where the policy is to coalesce, and the rest comes in time', () => {
    const { run, fired } = facts('coalesce', back);
    expect(fired).toEqual(['warn/0 2026-03-05T17:00', 'due/0 2026-03-09T17:00', 'late/0 2026-03-10T17:00']);
    expect(run.armed()).toEqual(['late 2026-03-13T17:00']);
    expect(run.pass('2026-04-01T09:00')).toHaveLength(3);
  });

  test('a warning that is of no use any more is skipped on record; the breach and what comes after it are not', () => {
    const { run } = facts('if-useful', '2026-03-09T18:00');
    expect(run.ledger().rungs.find(({ name }) => name === 'warn')).toMatchObject({ fired: 1 });
    expect(run.standing('2026-03-09T18:00').breached).toBe(true);
  });
});

test('a skipped warning is a fact of its own', () => {
  const run = caseRun(
    oneTerm({
      rungs: { warn: { at: { before: days(2) }, effect: 'advisory', outage: 'if-useful', event: 'rung.note' } },
    }),
  );
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.recover('2026-03-09T17:00');
  expect(run.factTypes()).toEqual(['deadline.skipped']);
  expect(run.envelope().machine.context).toEqual({ noted: 0 });
});

test('a warning that is late but still of use fires', () => {
  const run = caseRun(
    oneTerm({
      rungs: { warn: { at: { before: days(2) }, effect: 'advisory', outage: 'if-useful', event: 'rung.note' } },
    }),
  );
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.recover('2026-03-09T16:59');
  expect(run.factTypes()).toEqual(['deadline.reached']);
  expect(run.envelope().machine.context).toEqual({ noted: 1 });
});
