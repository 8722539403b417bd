import { describe, expect, test } from 'vitest';
import { at, caseRun } from './case-run.js';
import { leaveRequest } from './leave-request.js';
import { oneTerm } from './one-term.js';

const days = (amount: number) => ({ amount, unit: 'workingDay' }) as const;
const started = (term: Parameters<typeof oneTerm>[0] = {}) => {
  const run = caseRun(oneTerm(term));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  return run;
};

describe('an extension', () => {
  test('adds to the term and says from when to when, by whom, why and on what ground', () => {
    const run = started({ extension: { maxTimes: 1 } });
    expect(run.extend('answer', days(3), '2026-03-06T09:00').status).toBe('accepted');
    expect(run.due()).toBe('2026-03-12T17:00');
    expect(run.ledger().entries.at(-1)).toMatchObject({
      kind: 'extended',
      at: at('2026-03-06T09:00'),
      actor: 'an',
      reason: 'for a reason',
      legalBasis: 'an article',
      dueBefore: at('2026-03-09T17:00'),
      dueAfter: at('2026-03-12T17:00'),
    });
    expect(run.factTypes()).toEqual(['deadline.extended']);
  });

  test('is granted as often as the cap says and no more', () => {
    const run = started({ extension: { maxTimes: 2 } });
    run.extend('answer', days(1), '2026-03-03T09:00');
    run.extend('answer', days(1), '2026-03-04T09:00');
    expect(run.due()).toBe('2026-03-11T17:00');
    const before = run.envelope();
    expect(run.extend('answer', days(1), '2026-03-05T09:00')).toMatchObject({
      status: 'refused',
      code: 'MC_EXTENSION_OVER_CAP',
    });
    expect(run.envelope()).toBe(before);
  });

  test('does not reach beyond the length its cap allows', () => {
    const run = started({ extension: { maxTimes: 9, maxLength: days(3) } });
    expect(run.extend('answer', days(4), '2026-03-03T09:00')).toMatchObject({ code: 'MC_EXTENSION_OVER_CAP' });
    expect(run.extend('answer', days(3), '2026-03-03T09:00').status).toBe('accepted');
    // Each is counted from the end it moves.
    expect(run.extend('answer', days(3), '2026-03-03T09:00').status).toBe('accepted');
  });

  test('is refused for a term that declares no cap, and the refusal says so', () => {
    const reply = started().extend('answer', days(1), '2026-03-03T09:00');
    expect(reply).toMatchObject({
      code: 'MC_EXTENSION_OVER_CAP',
      message: expect.stringContaining('cannot be extended'),
    });
  });

  test('of a suspended term counts when the term runs again', () => {
    const run = started({ extension: { maxTimes: 1 } });
    run.send('pause', '2026-03-03T10:00');
    run.extend('answer', days(2), '2026-03-04T09:00');
    expect(run.ledger().status).toBe('suspended');
    run.send('resume', '2026-03-05T14:00');
    expect(run.due()).toBe('2026-03-13T17:00');
  });
});

test('an apology gives the term a fixed end, once', () => {
  const run = caseRun(leaveRequest);
  run.open('2026-03-02T09:00', { applicant: 'Hoa', unit: 'justice' });
  run.send('accept', '2026-03-02T09:00');
  run.send({ type: 'apologise', until: at('2026-03-12T11:00') }, '2026-03-06T09:00');
  expect(run.due()).toBe('2026-03-12T11:00');
  expect(run.factTypes()).toEqual(['deadline.extended']);
  expect(run.send({ type: 'apologise', until: at('2026-03-20T17:00') }, '2026-03-11T09:00')).toMatchObject({
    status: 'refused',
    code: 'MC_EXTENSION_OVER_CAP',
  });
});

test('an earlier fixed end shortens the term, needs no cap and uses none up', () => {
  const run = started({ extension: { maxTimes: 1 } });
  expect(run.extend('answer', { until: at('2026-03-05T17:00') }, '2026-03-03T09:00').status).toBe('accepted');
  expect(run.due()).toBe('2026-03-05T17:00');
  expect(run.kinds()).toEqual(['started', 'shortened']);
  expect(run.extend('answer', days(1), '2026-03-04T09:00').status).toBe('accepted');
  expect(run.due()).toBe('2026-03-06T17:00');
});

test('a waiver ends a term without an answer, and its rungs with it', () => {
  const run = started({ rungs: { due: { at: 'due', effect: 'escalating' } } });
  expect(run.waive('answer', '2026-03-04T09:00').status).toBe('accepted');
  expect(run.ledger()).toMatchObject({ status: 'waived' });
  expect(run.ledger().entries.at(-1)).toMatchObject({
    kind: 'waived',
    reason: 'for a reason',
    legalBasis: 'an article',
  });
  expect(run.timers()).toEqual([]);
  expect(run.standing('2026-03-20T09:00')).toMatchObject({ colour: 'closed', breached: false });
});

test('a term that is not declared cannot be extended or waived', () => {
  const run = started();
  expect(run.extend('appeal', days(1), '2026-03-03T09:00')).toMatchObject({ code: 'MC_DEADLINE_UNKNOWN' });
  expect(run.waive('appeal', '2026-03-03T09:00')).toMatchObject({ code: 'MC_DEADLINE_UNKNOWN' });
});

test('a term that has ended, or has not begun, cannot be extended or waived', () => {
  const idle = caseRun(oneTerm({ extension: { maxTimes: 1 } }));
  idle.open('2026-03-02T09:00');
  expect(idle.extend('answer', days(1), '2026-03-02T10:00')).toMatchObject({ code: 'MC_DEADLINE_NOT_RUNNING' });
  const run = started({ extension: { maxTimes: 1 } });
  run.send('answer', '2026-03-03T09:00');
  expect(run.extend('answer', days(1), '2026-03-03T10:00')).toMatchObject({ code: 'MC_DEADLINE_NOT_RUNNING' });
  expect(run.waive('answer', '2026-03-03T10:00')).toMatchObject({ code: 'MC_DEADLINE_NOT_RUNNING' });
});
