import { expect, test } from 'vitest';
import { caseRun } from './case-run.js';
import { oneTerm } from './one-term.js';

const rungs = {
  warn: { at: { before: { amount: 1, unit: 'workingDay' } }, effect: 'advisory' },
  due: { at: 'due', effect: 'escalating' },
} as const;
const reopened = (reopen: 'continue' | 'restart' | 'reset', term: Parameters<typeof oneTerm>[0] = {}) => {
  const run = caseRun(oneTerm({ reopen, rungs, extension: { maxTimes: 1 }, ...term }));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.send('answer', '2026-03-04T10:00');
  run.send('reopen', '2026-03-16T09:00');
  return run;
};

test('reopening continues with what was left; the closed time is not counted', () => {
  const run = reopened('continue');
  // Tuesday was used; Wednesday the 4th to Friday the 13th were closed at their close of business.
  expect(run.due()).toBe('2026-03-19T17:00');
  expect(run.kinds()).toEqual(['started', 'met', 'reopened']);
  expect(run.ledger()).toMatchObject({ occurrence: 1, status: 'running' });
  expect(run.armed()).toEqual(['warn 2026-03-18T17:00', 'due 2026-03-19T17:00']);
});

test('reopening restarts the full term in the same ledger, where extensions stay used up', () => {
  const run = reopened('restart');
  expect(run.due()).toBe('2026-03-23T17:00');
  expect(run.ledger().occurrence).toBe(1);

  const extended = caseRun(oneTerm({ reopen: 'restart', extension: { maxTimes: 1 } }));
  extended.open('2026-03-02T09:00');
  extended.send('start', '2026-03-02T09:00');
  extended.extend('answer', { amount: 2, unit: 'workingDay' }, '2026-03-03T09:00');
  extended.send('answer', '2026-03-04T10:00');
  extended.send('reopen', '2026-03-16T09:00');
  expect(extended.due()).toBe('2026-03-23T17:00');
  expect(extended.extend('answer', { amount: 1, unit: 'workingDay' }, '2026-03-17T09:00')).toMatchObject({
    code: 'MC_EXTENSION_OVER_CAP',
  });
});

test('reopening resets: a new ledger under the next number, allowances included', () => {
  const run = reopened('reset');
  expect(run.ledger('answer', 1)).toMatchObject({ status: 'met' });
  expect(run.ledger('answer', 2)).toMatchObject({ status: 'running' });
  expect(run.kinds()).toEqual(['started']);
  expect(run.due()).toBe('2026-03-23T17:00');
  expect(run.extend('answer', { amount: 1, unit: 'workingDay' }, '2026-03-17T09:00').status).toBe('accepted');
});

test('a new term is the rule where none is declared', () => {
  const run = caseRun(oneTerm());
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.send('answer', '2026-03-04T10:00');
  run.send('reopen', '2026-03-16T09:00');
  expect(run.ledger().occurrence).toBe(2);
});

test('a term that was breached before it was met, and is reopened with a new end, can be breached again', () => {
  const run = caseRun(oneTerm({ reopen: 'restart', rungs }));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.pass('2026-03-11T09:00');
  run.send('answer', '2026-03-11T09:00');
  run.send('reopen', '2026-03-16T09:00');
  expect(run.standing('2026-03-16T10:00')).toMatchObject({ breached: false, colour: 'on-time' });
  expect(run.pass('2026-03-24T09:00')).toEqual(['answer/1/warn/1 2026-03-20T17:00', 'answer/1/due/1 2026-03-23T17:00']);
  expect(run.standing('2026-03-24T09:00')).toMatchObject({ breached: true, colour: 'overdue' });
});

test('the firing of an earlier occurrence is stale', () => {
  const run = reopened('reset');
  expect(run.fire('deadline/answer/1/due/0', '2026-03-16T10:00')).toMatchObject({
    status: 'dropped',
    code: 'MC_TIMER_STALE',
  });
});
