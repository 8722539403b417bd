import { expect, test } from 'vitest';
import type { RemediationContext, RoundContext } from '../index.js';
import { standardInspectionRules } from '../index.js';
import { conclude, content, finding, onSite, planInput, remedy, team, visit } from './round.js';
import { at, openWorld, people } from './world.js';

const evidence = [{ kind: 'record', reference: 'báo cáo' }];

test('a year goes from the plan to the report, through a round with two visits and a remedy that worked', async () => {
  const world = await openWorld();
  await world.open(people.planner, 'inspection-plan', planInput(), 'plan');
  await world.send(people.planner, 'plan', { type: 'plan.submit', document: 'TT-1' });
  await world.send(people.chair, 'plan', {
    type: 'plan.approve',
    decision: { number: '402/KH-UBND', legalBasis: 'Nghị quyết 76/NQ-CP' },
  });
  await world.send(people.planner, 'plan', {
    type: 'round.open',
    key: 'district',
    code: 'KT-2026-01',
    contents: [content('reform'), content('iso'), content('it')],
    rules: standardInspectionRules,
  });
  const round = 'plan/round.district.1';
  expect((await world.context<RoundContext>(round)).contents.map(({ id }) => id)).toEqual(['reform', 'iso']);

  await world.send(people.chair, round, { type: 'team.decide', team, decision: { number: '12/QĐ', legalBasis: 'x' } });
  expect(await world.due(round, 'notice')).toBe('2026-03-16 17:00');
  await world.send(people.leader, round, { type: 'notice.send', outline: ['CCHC'] });
  expect(await world.due(round, 'selfReport')).toBe('2026-03-18 17:00');
  await world.send(people.headOf('district'), round, { type: 'report.submit', document: 'BC', summary: 'x' });
  await world.send(people.leader, round, { type: 'visits.open' });

  await visit(world, 'commune-1', [finding('f1', 'major'), finding('s1', 'strength')], round);
  expect(await world.state(round)).toBe('onSite');
  await visit(world, 'commune-2', [finding('f1', 'minor', 'iso')], round);
  expect(await world.state(round)).toBe('concluding.drafting');
  await conclude(world, round);
  expect(await world.state(round)).toBe('following');

  const major = `${round}/remedy.commune-1.f1.1`;
  const iso = `${round}/remedy.commune-2.f1.1`;
  expect([await world.due(major, 'remedy'), await world.due(iso, 'remedy')]).toEqual([
    '2026-04-23 17:00',
    '2026-05-25 17:00',
  ]);
  await remedy(world, major, 'commune-1', ['a1', 'a2']);
  await remedy(world, iso, 'commune-2');
  for (const remediation of [major, iso]) {
    await world.send(people.verifier, remediation, { type: 'verification.accept', conclusion: 'Đạt', evidence });
  }
  expect([await world.state(major), await world.state(iso)]).toEqual(['observing', 'carried']);
  expect(await world.state(`${major}/action.a1.1`)).toBe('verified');
  await world.pass('2026-06-30 08:00');
  expect(await world.state(major)).toBe('assessing');
  await world.send(people.verifier, major, { type: 'effectiveness.confirm', measure: 'Tỷ lệ trễ hạn 0%', evidence });
  expect(await world.state(major)).toBe('closed');

  const { remedies } = await world.context<RoundContext>(round);
  expect(remedies).toMatchObject({
    'commune-1.f1': { status: 'closed', late: false, severity: 'major' },
    'commune-2.f1': { status: 'carried-forward', late: false, severity: 'minor' },
  });
  await world.send(people.planner, round, { type: 'round.close', summary: 'Xong' });
  await world.send(people.planner, 'plan', { type: 'synthesis.submit', document: 'TH', summary: 'Tổng hợp' });
  await world.send(people.chair, 'plan', { type: 'review.record', document: 'BBXX', decisions: ['Nhân rộng'] });
  await world.send(people.planner, 'plan', { type: 'report.send', to: 'Bộ Nội vụ', document: 'BC' });
  await world.send(people.planner, round, { type: 'round.archive' });
  expect([await world.state(round), await world.state(major)]).toEqual(['archived', 'archived']);
  await world.send(people.planner, 'plan', { type: 'plan.close' });
  expect(await world.state('plan')).toBe('closed');
});

test('an overdue remedy is raised level by level, each level once', async () => {
  const world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major')]);
  await visit(world, 'commune-2', []);
  await conclude(world);
  const remediation = 'round/remedy.commune-1.f1.1';
  expect(await world.due(remediation, 'remedy')).toBe('2026-04-23 17:00');
  await world.pass('2026-07-31 17:00');
  const told = (await world.facts(remediation, 'remedy.escalated')).map(({ level, to }) => [level, to]);
  expect(told).toEqual([
    ['unit-head', 'commune-1'],
    ['level-above', 'district'],
    ['home-affairs', 'home-affairs'],
    ['province', 'province'],
  ]);
  expect((await world.context<RoundContext>('round')).remedies['commune-1.f1']).toMatchObject({ late: true });
});

test('a remedy that did not work is reopened with terms of its own', async () => {
  const world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major')]);
  await visit(world, 'commune-2', []);
  await conclude(world);
  const remediation = 'round/remedy.commune-1.f1.1';
  await remedy(world, remediation, 'commune-1');
  await world.send(people.verifier, remediation, { type: 'verification.accept', conclusion: 'Đạt', evidence });
  await world.pass('2026-06-30 08:00');
  expect(await world.try(people.planner, 'round', { type: 'round.close', summary: 'x' })).toMatchObject({
    status: 'refused',
    code: 'MC_EVENT_NOT_ALLOWED',
  });
  await world.send(people.verifier, remediation, {
    type: 'effectiveness.fail',
    measure: 'Tỷ lệ trễ hạn 12%',
    reason: 'Vẫn trễ hạn',
    evidence,
  });
  expect(await world.state(remediation)).toBe('working.planning');
  const context = await world.context<RemediationContext>(remediation);
  expect(context).toMatchObject({ reopened: 1, termsFrom: at('2026-06-30 08:00') });
  const { deadlines } = await world.get(remediation);
  expect(
    deadlines.filter(({ name }) => name === 'remedy').map(({ occurrence, status }) => [occurrence, status]),
  ).toEqual([
    [1, 'met'],
    [2, 'running'],
  ]);
});

test('a closed round whose remedy is reopened is followed again, until it is closed anew', async () => {
  const world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major')]);
  await visit(world, 'commune-2', []);
  await conclude(world);
  const remediation = 'round/remedy.commune-1.f1.1';
  await remedy(world, remediation, 'commune-1');
  await world.send(people.verifier, remediation, { type: 'verification.accept', conclusion: 'Đạt', evidence });
  await world.pass('2026-06-30 08:00');
  await world.send(people.verifier, remediation, { type: 'effectiveness.confirm', measure: 'x', evidence });
  const close = { type: 'round.close', summary: 'x' };
  await world.send(people.planner, 'round', close);
  await world.send(people.planner, remediation, { type: 'reopen', reason: 'Tái diễn' });
  expect(await world.state('round')).toBe('following');
  expect((await world.facts('round', 'round.reopened'))[0]).toMatchObject({ finding: 'commune-1.f1' });
  expect((await world.try(people.planner, 'round', close)).status).toBe('refused');
  await world.send(people.planner, remediation, { type: 'carry-forward', to: 'KT-2027', reason: 'x' });
  await world.send(people.planner, 'round', close);
  expect(await world.state('round')).toBe('closed');
});
