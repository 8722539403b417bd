import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { collectRound, collectYear, REMEDY_STANDINGS, type Score, synthesiseRound, synthesiseYear } from '../index.js';
import { marksOf } from '../synthesis/marks.js';
import { conclude, finding, onSite, remedy, roundInput, visit } from './round.js';
import { at, openWorld, people, TENANT, type World } from './world.js';

const evidence = [{ kind: 'record' as const, reference: 'báo cáo' }];
let world: World;
const reading = () => ({ find: world.engine.find, get: world.engine.get, tenant: TENANT });
const round = () => collectRound({ ...reading(), round: 'round' });

beforeEach(async () => {
  world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major'), finding('s1', 'strength'), finding('f2', 'minor')]);
  await visit(world, 'commune-2', [finding('f1', 'minor'), finding('o1', 'observation', 'iso')]);
  await conclude(world);
});

test('counts the findings by kind, unit, content and what they go against', async () => {
  const { findings } = synthesiseRound(await round(), { at: world.now() });
  expect(findings.byKind).toEqual({ strength: 1, observation: 1, opportunity: 0, minor: 2, major: 1 });
  expect(findings.byUnit['commune-1']).toMatchObject({ strength: 1, minor: 1, major: 1 });
  expect(findings.byContent['iso']).toMatchObject({ observation: 1, minor: 0 });
  expect(findings.byClause).toEqual([{ clause: 'reform/c1', counts: { minor: 2, major: 1 } }]);
  expect(findings.total).toBe(findings.rows.length);
});

test('gives every remedy one standing, and takes it from the ledger at the instant of the report', async () => {
  const [major, minor] = ['round/remedy.commune-1.f1.1', 'round/remedy.commune-1.f2.1'] as const;
  await remedy(world, major, 'commune-1');
  await world.send(people.verifier, major, { type: 'verification.accept', conclusion: 'Đạt', evidence });
  await world.pass('2026-05-12 08:00');
  const early = synthesiseRound(await round(), { at: world.now() }).remedies;
  expect(early.counts).toMatchObject({ open: 3, overdue: 0, done: 0 });
  await world.pass('2026-07-01 08:00');
  await world.send(people.verifier, major, { type: 'effectiveness.confirm', measure: '0% trễ hạn', evidence });
  const { remedies, causes } = synthesiseRound(await round(), { at: world.now() });
  expect(remedies.counts).toMatchObject({ done: 1, open: 0, overdue: 2 });
  expect(remedies.byUnit['commune-1']).toMatchObject({ done: 1, overdue: 1 });
  expect(remedies.bySeverity).toMatchObject({ major: { done: 1 }, minor: { overdue: 2 } });
  expect(remedies).toMatchObject({ total: 3, late: 2, escalated: { 'unit-head': 2 } });
  expect(causes).toEqual([{ category: 'integration', remedies: 1, units: ['commune-1'], recurring: false }]);
  await remedy(world, minor, 'commune-1');
  await world.send(people.verifier, minor, { type: 'verification.accept', conclusion: 'Đạt', evidence });
  await world.pass('2026-10-15 08:00');
  await world.send(people.verifier, minor, { type: 'effectiveness.confirm', measure: 'x', evidence });
  const later = synthesiseRound(await round(), { at: world.now() });
  expect(later.remedies.counts).toMatchObject({ done: 1, 'done-late': 1, overdue: 1 });
  expect(later.causes[0]).toMatchObject({ remedies: 2, recurring: true });
});

test('a year holds the rounds of that year but those called off, however the store lists them', async () => {
  const other = roundInput({ code: 'KT-2026-02', subject: 'commune-1' });
  await world.open(
    people.planner,
    'inspection',
    { ...other, targets: [{ ...other.targets[0], from: at('2026-09-01 08:00'), to: at('2026-09-01 17:00') }] },
    'called-off',
  );
  await world.send(people.chair, 'called-off', { type: 'round.cancel', reason: 'Bão', legalBasis: 'CV 1' });
  const records = await collectYear({ ...reading(), year: 2026 });
  expect(records.map(({ round: { caseId } }) => caseId)).toEqual(['round']);
  expect(await collectYear({ ...reading(), year: 2025 })).toEqual([]);
  const options = { year: 2026, at: world.now() };
  expect(synthesiseYear([...records].reverse(), options)).toEqual(synthesiseYear(records, options));
});

test('compares each unit and content with the period before', async () => {
  const [now] = await collectYear({ ...reading(), year: 2026 });
  if (now === undefined) throw new Error('no round');
  const report = synthesiseRound(now, { at: world.now(), before: now });
  expect(report.units.map(({ rank, rankChange, total }) => [rank, rankChange, total.change])).toEqual([
    [1, 0, 0],
    [1, 0, 0],
  ]);
  expect(synthesiseRound(now, { at: world.now() }).units[0]?.total).toMatchObject({ percent: 50, change: null });
});

const score = (content: string, points: number, version = '1'): Score => ({
  content,
  checklist: 'c',
  version,
  points,
  outOf: 100,
  percent: points,
  answered: 1,
  notApplicable: 0,
  missing: 0,
});

test('equal units share a rank, the next is left out, and a new checklist is marked', () => {
  const marks = marksOf(
    new Map([
      ['b', [score('x', 80)]],
      ['a', [score('x', 80)]],
      ['c', [score('x', 70.1, '2'), score('y', 50)]],
      ['d', []],
    ]),
    new Map([
      ['c', [score('x', 70.4)]],
      ['b', [score('x', 60)]],
    ]),
  );
  expect(marks.map(({ unit, rank, rankChange }) => [unit, rank, rankChange])).toEqual([
    ['a', 1, null],
    ['b', 1, 1],
    ['c', 3, -2],
    ['d', null, null],
  ]);
  expect(marks[2]?.contents['x']).toMatchObject({ change: -0.3, checklistChanged: true });
  expect(marks[2]?.contents['y']).toMatchObject({ change: null, checklistChanged: false });
  expect(marks[2]?.total).toMatchObject({ points: 120.1, outOf: 200, percent: 60.05 });
});

test('a better score never ranks behind a worse one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 30 }), (values) => {
      const marks = marksOf(new Map(values.map((value, unit) => [`u${unit}`, [score('x', value / 100)]])), new Map());
      marks.forEach((mark, place) => {
        const next = marks[place + 1];
        if (next === undefined) return;
        const [mine, other] = [mark.total.percent ?? -1, next.total.percent ?? -1];
        expect(mine).toBeGreaterThanOrEqual(other);
        expect(mark.rank === next.rank).toBe(mine === other);
      });
      expect(marks[0]?.rank).toBe(1);
    }),
  );
});

test('the counts of remedies add up', async () => {
  const { remedies } = synthesiseRound(await round(), { at: world.now() });
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
  expect(Object.keys(remedies.counts)).toEqual([...REMEDY_STANDINGS]);
  expect(sum(remedies.counts)).toBe(remedies.total);
  expect(sum(remedies.bySeverity.minor) + sum(remedies.bySeverity.major)).toBe(remedies.total);
});
