import { expect, test } from 'vitest';
import { gapOf, outcomeOf, proveRule, reportText, unknownGaps } from './rule.js';

const rule = { id: 'a.b', name: 'keeps b' };
const gap = { reason: 'not yet', tests: ['a.b'] };
const broken = { status: 'broken', error: new Error('no b') } as const;

test('a known gap that names no rule is reported', () => {
  expect(unknownGaps([gap, { reason: 'old', tests: ['a.c', 'a.b'] }], [rule])).toEqual(['a.c']);
});

test('a known gap that has been closed counts as broken', () => {
  expect(outcomeOf(rule, { status: 'kept' }, gap)).toMatchObject({
    outcome: 'broken',
    reason: 'the gap is closed: remove a.b from knownGaps',
  });
});

test('a known gap that is one is published with its reason', () => {
  expect(outcomeOf(rule, broken, gapOf([gap], rule))).toEqual({ ...rule, outcome: 'gap', reason: 'not yet' });
});

test('a broken rule without a gap is broken, and a skipped one says why', () => {
  expect(outcomeOf(rule, broken, gapOf([gap], { id: 'a.c' }))).toEqual({ ...rule, outcome: 'broken' });
  const skipped = { status: 'skipped', reason: 'needs the capability shared' } as const;
  expect(outcomeOf(rule, skipped, gap)).toEqual({ ...rule, outcome: 'skipped', reason: skipped.reason });
});

test('a harness is closed whatever becomes of the rule', async () => {
  let closed = 0;
  const create = async () => ({
    close: async () => {
      closed += 1;
    },
  });
  await proveRule({ ...rule, run: async () => {} }, create);
  await proveRule({ ...rule, run: () => Promise.reject(new Error('no')) }, create);
  await proveRule({ ...rule, whyNot: () => 'no need', run: async () => {} }, create);
  expect(closed).toBe(3);
});

test('a report is JSON that a program reads', () => {
  const report = {
    contract: 'store',
    contractVersion: 1,
    adapter: 'mine',
    rules: [{ ...rule, outcome: 'kept' as const }],
  };
  expect(JSON.parse(reportText(report))).toEqual(report);
});
