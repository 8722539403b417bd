import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consultationWorkflow, dossierInput, dossierWorkflow } from '../../dossier/index.js';
import { people as dossierPeople, procedure, UNIT } from '../../dossier/test/scenario.js';
import {
  type Breach,
  type BreachRule,
  breachRuleSchema,
  collectBreaches,
  detectRecurrences,
  inspectionWorkflows,
  type RemediationContext,
  remediationRequest,
  standardBreachRule,
  standardInspectionRules,
} from '../index.js';
import { offices } from './round.js';
import { at, calendar, openWorld, people, TENANT } from './world.js';

const breach = (caseId: string, day: string, step = 'resolution', unit = 'commune-1'): Breach => ({
  caseId,
  unit,
  step,
  at: at(`${day} 17:00`),
});
const found = (breaches: readonly Breach[], rule: BreachRule = standardBreachRule) =>
  detectRecurrences(breaches, rule, calendar).map(({ unit, step, period, breaches: some, at: when }) => [
    unit,
    step,
    period,
    some.length,
    calendar.dateOf(when),
  ]);

test('three breaches of one step in one unit in one month are a recurrence', () => {
  const three = [breach('a', '2026-03-02'), breach('b', '2026-03-20'), breach('c', '2026-03-31')];
  expect(found(three)).toEqual([['commune-1', 'resolution', '2026-03', 3, '2026-03-31']]);
  expect(found(three.slice(1))).toEqual([]);
  expect(found([...three.slice(1), breach('d', '2026-04-01')])).toEqual([]);
  expect(found([...three.slice(1), breach('d', '2026-03-05', 'stage-sign')])).toEqual([]);
  expect(found([...three.slice(1), breach('d', '2026-03-05', 'resolution', 'commune-2')])).toEqual([]);
});

test('the month is that on the wall of the office', () => {
  const late = { ...breach('c', '2026-03-31'), at: Date.parse('2026-03-31T17:30:00Z') };
  expect(found([breach('a', '2026-03-02'), breach('b', '2026-03-03'), late])).toEqual([]);
});

test('count, period and steps are data', () => {
  const rule = { ...standardBreachRule, count: 2, per: 'quarter' as const, steps: ['stage-sign'] };
  const breaches = [
    breach('a', '2026-01-05', 'stage-sign'),
    breach('b', '2026-03-30', 'stage-sign'),
    breach('c', '2026-03-30'),
  ];
  expect(found(breaches, rule)).toEqual([['commune-1', 'stage-sign', '2026-Q1', 2, '2026-03-30']]);
  expect(found(breaches, { ...rule, per: 'year' })).toEqual([['commune-1', 'stage-sign', '2026', 2, '2026-03-30']]);
  expect(breachRuleSchema.parse(standardBreachRule)).toEqual(standardBreachRule);
  expect(breachRuleSchema.safeParse({ ...standardBreachRule, count: 0 }).success).toBe(false);
});

test('the order of the breaches changes nothing, and more of them never take a recurrence away', () => {
  const one = fc.record({
    caseId: fc.constantFrom('a', 'b', 'c', 'd'),
    unit: fc.constantFrom('u1', 'u2'),
    step: fc.constantFrom('s1', 's2'),
    at: fc.integer({ min: at('2026-03-01 00:00'), max: at('2026-05-01 00:00') }),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), fc.array(one, { maxLength: 5 }), (breaches, more) => {
      const names = (list: readonly Breach[]) =>
        found(list)
          .map((row) => row.slice(0, 3).join('/'))
          .sort();
      expect(detectRecurrences(breaches.toReversed(), standardBreachRule, calendar)).toEqual(
        detectRecurrences(breaches, standardBreachRule, calendar),
      );
      expect(names([...breaches, ...more])).toEqual(expect.arrayContaining(names(breaches)));
    }),
  );
});

test('late dossiers open a remediation of the unit, once', async () => {
  const { counter, officer } = dossierPeople;
  const world = await openWorld({ workflows: [...inspectionWorkflows(), dossierWorkflow(), consultationWorkflow()] });
  for (const id of ['d1', 'd2', 'd3']) {
    const input = dossierInput(procedure(), {
      channel: 'counter',
      applicant: { id: 'citizen-1', kind: 'citizen', name: 'Nguyễn Văn An' },
      oneStop: 'commune-1.one-stop',
      papers: [{ id: 'declaration' }],
    });
    await world.open(counter, 'dossier', input, id);
    await world.send(counter, id, { type: 'accept', code: id, papers: [] });
    await world.send(counter, id, { type: 'transfer', unit: UNIT, assignee: officer.id });
  }
  await world.pass('2026-04-01 08:00');
  const { find, get } = world.engine;
  const period = { from: at('2026-03-01 00:00'), to: at('2026-04-01 00:00') };
  const breaches = await collectBreaches({ find, get, tenant: TENANT, ...period });
  expect(breaches.map(({ caseId, unit, step, at: when }) => [caseId, unit, step, calendar.dateOf(when)])).toEqual(
    ['d1', 'd2', 'd3'].map((id) => [id, UNIT, 'resolution', '2026-03-09']),
  );
  const [recurrence] = detectRecurrences(breaches, standardBreachRule, calendar);
  if (recurrence === undefined) throw new Error('nothing was found');
  const request = remediationRequest(recurrence, {
    rules: standardInspectionRules,
    offices,
    above: 'district',
    openedAt: world.now(),
  });
  const open = () => world.engine.open({ tenant: TENANT, actor: people.planner, ...request });
  expect(await open()).toMatchObject({
    status: 'accepted',
    caseId: `breaches/three-in-a-month/${UNIT}/resolution/2026-03`,
  });
  expect(await open()).toMatchObject({ status: 'refused', code: 'MC_CASE_EXISTS' });
  const context = await world.context<RemediationContext>(request.caseId);
  expect(context.origin).toMatchObject({ kind: 'breaches', step: 'resolution' });
  expect(await world.due(request.caseId, 'remedy')).toBe('2026-06-01 17:00');
});
