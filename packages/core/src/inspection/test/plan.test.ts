import { expect, test } from 'vitest';
import {
  inspectionRulesSchema,
  planInputSchema,
  remediationRulesOf,
  standardInspectionRules,
  standardPlanTerms,
} from '../index.js';
import { content, planInput } from './round.js';
import { at, openWorld, people } from './world.js';

const decision = { number: '402/KH-UBND', legalBasis: 'Nghị quyết 76/NQ-CP' };
const [item] = planInput().items;
const more = { ...item, key: 'more', targets: [{ ...item?.targets[0], unit: 'commune-3' }] };
const amend = (...changes: object[]) => ({ type: 'plan.amend', changes, reason: 'Trùng với thanh tra' });

test('changes of a plan are recorded with their reasons, before the decision and after it', async () => {
  const world = await openWorld();
  await world.open(people.planner, 'inspection-plan', planInput(), 'plan');
  await world.send(people.planner, 'plan', amend({ kind: 'add', item: more }));
  expect((await world.try(people.planner, 'plan', amend({ kind: 'add', item: more }))).status).toBe('refused');
  await world.send(people.planner, 'plan', { type: 'plan.submit', document: 'TT' });
  await world.send(people.chair, 'plan', { type: 'plan.approve', decision });
  await world.send(people.planner, 'plan', amend({ kind: 'drop', key: 'more' }));
  const changes = await world.facts('plan', 'plan.amended');
  expect(changes.map(({ change, approved, reason }) => [change, approved, reason])).toEqual([
    [1, false, 'Trùng với thanh tra'],
    [2, true, 'Trùng với thanh tra'],
  ]);
  expect((await world.try(people.planner, 'plan', amend({ kind: 'drop', key: 'more' }))).status).toBe('refused');
});

test('a plan with a biased leader is refused, with the reason', async () => {
  const world = await openWorld();
  await world.open(people.planner, 'inspection-plan', planInput(), 'plan');
  const team = { number: '5', leader: { id: 'x', unit: 'commune-3' }, members: [{ id: 'y', unit: 'science' }] };
  const reply = await world.try(people.planner, 'plan', amend({ kind: 'add', item: { ...more, team } }));
  expect('message' in reply && reply.message).toContain('more: leader x has a conflict of interest with commune-3');
});

test('a round takes the contents its item names, and is opened once', async () => {
  const world = await openWorld();
  await world.open(people.planner, 'inspection-plan', planInput(), 'plan');
  await world.send(people.planner, 'plan', { type: 'plan.submit', document: 'TT' });
  await world.send(people.chair, 'plan', { type: 'plan.approve', decision });
  const open = (...contents: string[]) => ({
    type: 'round.open',
    key: 'district',
    code: 'KT-1',
    contents: contents.map(content),
    rules: standardInspectionRules,
  });
  expect((await world.try(people.planner, 'plan', open('reform'))).status).toBe('refused');
  await world.send(people.planner, 'plan', open('reform', 'iso'));
  expect((await world.try(people.planner, 'plan', open('reform', 'iso'))).status).toBe('refused');
  const close = await world.try(people.planner, 'plan', { type: 'plan.close' });
  expect('message' in close && close.message).toContain('these rounds are not over: district');
});

test('approval and synthesis have their ends, and a synthesis recorded late that was in time is not late', async () => {
  const world = await openWorld();
  await world.open(people.planner, 'inspection-plan', planInput(), 'plan');
  expect(await world.due('plan', 'approval')).toBe('2026-03-31 17:00');
  await world.pass('2026-04-01 08:00');
  expect((await world.facts('plan', 'approval.overdue')).length).toBe(1);
  await world.send(people.planner, 'plan', { type: 'plan.submit', document: 'TT' });
  await world.send(people.chair, 'plan', { type: 'plan.approve', decision });
  expect(await world.due('plan', 'synthesis')).toBe('2026-11-30 17:00');
  await world.pass('2026-12-02 08:00');
  await world.engine.send({
    tenant: 'province',
    caseId: 'plan',
    actor: people.planner,
    occurredAt: at('2026-11-30 16:00'),
    event: { type: 'synthesis.submit', document: 'TH', summary: 'x' },
  });
  expect(await world.context<object>('plan')).toMatchObject({ synthesis: { late: false }, lateTerms: ['approval'] });
});

test('every standard rule has its source, and says how sure it is', () => {
  expect(inspectionRulesSchema.parse(standardInspectionRules)).toEqual(standardInspectionRules);
  const found: { source: string; confidence: string }[] = [];
  JSON.stringify([standardInspectionRules, standardPlanTerms(2026)], (_, value) => {
    if (typeof value?.confidence === 'string') found.push(value);
    return value;
  });
  expect(found).toHaveLength(30);
  const because = {
    sure: /^Thông tư 26\/2014\/TT-BKHCN, Điều \d+/u,
    likely: /^Thông lệ/u,
    open: /chưa có văn bản quy định/iu,
  };
  for (const { source, confidence } of found) {
    expect(source).toMatch(because[confidence as keyof typeof because]);
    if (confidence !== 'sure') expect(source).toMatch(/chưa có văn bản quy định/iu);
    expect(source).toMatch(/: .{10,}/u);
  }
});

test('rules that say nothing of a severity are refused', () => {
  const silent = { ...standardInspectionRules, remedies: standardInspectionRules.remedies.slice(0, 1) };
  expect(() => remediationRulesOf(silent, 'reform', 'major')).toThrow(
    expect.objectContaining({ code: 'MC_INPUT_INVALID' }),
  );
});

test('the terms of the circular end with November and with December, on the wall in Vietnam', () => {
  const terms = standardPlanTerms(2026);
  expect(planInputSchema.shape.terms.parse(terms)).toEqual(terms);
  expect([terms.synthesis?.until, terms.report?.until]).toEqual([at('2026-12-01 00:00'), at('2027-01-01 00:00')]);
});
