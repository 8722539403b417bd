import { expect, test } from 'vitest';
import { checkPlan, INSPECTION_ROLES, mayInspect, type RoundContext, type Team, teamOffences } from '../index.js';
import { conclude, finding, onSite, planInput, remedy, roundInput, team, visit } from './round.js';
import { at, calendar, openWorld, people, person } from './world.js';

const evidence = [{ kind: 'record', reference: 'x' }];
const decision = { number: '13/QĐ', legalBasis: 'x' };

test('a team needs a leader without a conflict of interest, and somebody free for every unit', () => {
  const biased: Team = {
    ...team,
    leader: { id: 'leader', unit: 'science', conflicts: [{ unit: 'commune-1', person: 'leader', reason: 'quê' }] },
  };
  expect(teamOffences(team, ['commune-1'])).toEqual([]);
  expect(teamOffences(biased, ['commune-1', 'commune-2'])).toEqual([
    'leader leader has a conflict of interest with commune-1',
  ]);
  const alone: Team = { number: '1', leader: { id: 'a', unit: 'commune-1' }, members: [{ id: 'a', unit: 'x' }] };
  expect(teamOffences(alone, ['commune-1', 'commune-2'])).toEqual([
    'a is named twice',
    'leader a has a conflict of interest with commune-1',
  ]);
  expect([mayInspect(biased, 'leader', 'commune-1'), mayInspect(biased, 'leader', 'commune-2')]).toEqual([false, true]);
  expect(mayInspect(team, 'stranger', 'commune-1')).toBe(false);
});

test('a team with a conflict of interest is refused with the reason', async () => {
  const world = await openWorld();
  await world.open(people.planner, 'inspection', roundInput(), 'round');
  const own: Team = { ...team, leader: { id: 'leader', unit: 'commune-2' } };
  const reply = await world.try(people.chair, 'round', { type: 'team.decide', team: own, decision });
  expect(reply).toMatchObject({ status: 'refused', code: 'MC_EVENT_NOT_ALLOWED' });
  expect('message' in reply && reply.message).toContain('leader leader has a conflict of interest with commune-2');
});

test('a leader who declares a conflict before the visits must be replaced; a member is kept out of that unit', async () => {
  const world = await openWorld();
  await world.open(people.planner, 'inspection', roundInput(), 'round');
  await world.send(people.chair, 'round', { type: 'team.decide', team, decision });
  const declare = (member: string, unit: string) => ({ type: 'conflict.declare', member, unit, reason: 'Người thân' });
  await world.send(people.leader, 'round', declare('leader', 'commune-1'));
  expect(await world.state('round')).toBe('preparing.forming');
  await world.send(people.chair, 'round', { type: 'team.decide', team, decision });
  await world.send(people.inspector, 'round', declare('inspector', 'commune-1'));
  expect(await world.state('round')).toBe('preparing.announcing');
  await world.send(people.leader, 'round', { type: 'notice.send', outline: ['x'] });
  await world.send(people.headOf('district'), 'round', { type: 'report.submit', document: 'x', summary: 'x' });
  await world.send(people.leader, 'round', { type: 'visits.open' });
  await world.pass('2026-03-23 08:00');
  const start = { type: 'visit.start', participants: ['x'] };
  const visits = ['round/visit.commune-1.1', 'round/visit.commune-2.1'] as const;
  expect((await world.try(people.inspector, visits[0], start)).status).toBe('refused');
  expect((await world.try(people.inspector, visits[1], start)).status).toBe('accepted');
});

test('a conflict declared during the visits reaches them', async () => {
  const world = await openWorld();
  await onSite(world);
  await world.pass('2026-03-23 08:00');
  const id = 'round/visit.commune-1.1';
  await world.send(people.inspector, id, { type: 'visit.start', participants: ['x'] });
  await world.send(people.inspector, 'round', {
    type: 'conflict.declare',
    member: 'inspector',
    unit: 'commune-1',
    reason: 'x',
  });
  expect((await world.try(people.inspector, id, finding('f1', 'minor'))).status).toBe('refused');
  expect((await world.try(people.verifier, id, finding('f1', 'minor'))).status).toBe('refused');
  const other = person('verifier', 'home-affairs', INSPECTION_ROLES.inspector);
  expect((await world.try(other, id, finding('f1', 'minor'))).status).toBe('accepted');
});

test('units act for themselves only, a level above for those below it', async () => {
  const world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major')]);
  await visit(world, 'commune-2', []);
  await conclude(world);
  const remediation = 'round/remedy.commune-1.f1.1';
  const contain = { type: 'containment.record', measures: 'x' };
  expect(await world.try(people.headOf('commune-2'), remediation, contain)).toMatchObject({ code: 'MC_ACCESS_DENIED' });
  expect((await world.try(people.headOf('commune-1'), remediation, contain)).status).toBe('accepted');
  expect((await world.try(people.headOf('district'), remediation, contain)).status).toBe('accepted');
});

test('nobody approves his own plan, and nobody with a part in a remedy verifies it', async () => {
  const world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major')]);
  await visit(world, 'commune-2', []);
  await conclude(world);
  const remediation = 'round/remedy.commune-1.f1.1';
  const [action = ''] = await remedy(world, remediation, 'commune-1');
  const accept = { type: 'verification.accept', conclusion: 'x', evidence };
  for (const doer of ['head-commune-1', 'officer-commune-1']) {
    const posing = person(doer, 'home-affairs', INSPECTION_ROLES.verifier);
    const reply = await world.try(posing, remediation, accept);
    expect(reply).toMatchObject({ status: 'refused', code: 'MC_EVENT_NOT_ALLOWED' });
    expect('message' in reply && reply.message).toContain('whoever had a part in a remedy does not judge it');
  }
  expect(await world.try(people.officerOf('commune-1'), remediation, accept)).toMatchObject({
    code: 'MC_ACCESS_DENIED',
  });
  expect((await world.try(people.verifier, remediation, accept)).status).toBe('accepted');
  expect(await world.state(action)).toBe('verified');
});

test('whoever wrote a finding down does not decide its dispute, and an open dispute holds up the signature', async () => {
  const world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major'), finding('f2', 'minor')]);
  await visit(world, 'commune-2', []);
  await world.send(people.inspector, 'round', {
    type: 'conclusion.draft',
    document: 'x',
    causes: [],
    recommendations: [],
  });
  const dispute = { type: 'finding.dispute', finding: 'commune-1.f1', reason: 'Chưa đúng' };
  expect((await world.try(people.headOf('commune-2'), 'round', dispute)).status).toBe('refused');
  await world.send(people.headOf('commune-1'), 'round', dispute);
  expect((await world.try(people.headOf('commune-1'), 'round', dispute)).status).toBe('refused');
  await world.send(people.headOf('district'), 'round', { type: 'comments.submit', content: 'x' });
  const sign = { type: 'conclusion.sign', number: '5', document: 'x' };
  const early = await world.try(people.leader, 'round', sign);
  expect('message' in early && early.message).toContain('disputed and not decided: commune-1.f1');
  const decide = {
    type: 'finding.decide',
    finding: 'commune-1.f1',
    outcome: 'amended',
    kind: 'observation',
    reason: 'x',
  };
  const own = person('inspector', 'home-affairs', INSPECTION_ROLES.teamLeader);
  expect((await world.try(own, 'round', decide)).status).toBe('refused');
  await world.send(people.leader, 'round', decide);
  await world.send(people.leader, 'round', sign);
  const { remedies, findings } = await world.context<RoundContext>('round');
  expect(findings['commune-1.f1']).toMatchObject({
    kind: 'observation',
    dispute: { decision: { outcome: 'amended' } },
  });
  expect(Object.keys(remedies)).toEqual(['commune-1.f2']);
});

test('a plan is looked over before it is decided', () => {
  const [item] = planInput().items;
  if (item === undefined) throw new Error('no item');
  expect(checkPlan([item], { calendar })).toEqual([]);
  const second = { ...item, key: 'again' };
  expect(checkPlan([item, second], { calendar })).toEqual([
    'commune-1 is visited by district and by again',
    'commune-2 is visited by district and by again',
    'leader is in district and in again at the same time',
    'inspector is in district and in again at the same time',
    'verifier is in district and in again at the same time',
  ]);
  const byFile = { ...item, targets: item.targets.map((target) => ({ ...target, form: 'by-file' as const })) };
  expect(checkPlan([byFile], { calendar })).toEqual(['0 of 2 inspections are on site, fewer than 1 in 3']);
  expect(checkPlan([item], { calendar, all: ['commune-1', 'commune-9'] })).toEqual([
    'commune-9 is not inspected this year',
  ]);
  const gone = { exists: (unit: string, on: string) => unit !== 'district' || on < '2025-07-01' };
  expect(checkPlan([item], { calendar, units: gone })).toEqual([
    'district: district does not exist on 2026-03-23',
    'district: district does not exist on 2026-03-24',
  ]);
  const backwards = { ...item, targets: item.targets.map((target) => ({ ...target, to: at('2026-01-01 08:00') })) };
  expect(checkPlan([backwards], { calendar }).length).toBe(2);
});

test('a remedy asked for at once is annulled when its finding is withdrawn', async () => {
  const world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major')]);
  await world.send(people.leader, 'round', {
    type: 'remedy.request',
    finding: 'commune-1.f1',
    reason: 'Không thể chờ',
  });
  const remediation = 'round/remedy.commune-1.f1.1';
  expect(await world.state(remediation)).toBe('working.planning');
  await visit(world, 'commune-2', []);
  await world.send(people.inspector, 'round', {
    type: 'conclusion.draft',
    document: 'x',
    causes: [],
    recommendations: [{ key: 'r1', to: 'science', text: 'x' }],
  });
  await world.send(people.headOf('district'), 'round', {
    type: 'finding.dispute',
    finding: 'commune-1.f1',
    reason: 'x',
  });
  await world.send(people.headOf('district'), 'round', { type: 'comments.submit', content: 'x' });
  await world.send(people.leader, 'round', {
    type: 'finding.decide',
    finding: 'commune-1.f1',
    outcome: 'withdrawn',
    reason: 'Có căn cứ',
  });
  expect(await world.state(remediation)).toBe('annulled');
  await world.send(people.leader, 'round', { type: 'conclusion.sign', number: '5', document: 'x' });
  await world.send(people.planner, 'round', { type: 'conclusion.publish', place: 'x' });
  expect((await world.context<RoundContext>('round')).remedies['commune-1.f1']).toMatchObject({ status: 'annulled' });
  const answer = { type: 'recommendation.answer', key: 'r1', outcome: 'done', text: 'x' };
  expect((await world.try(people.headOf('district'), 'round', answer)).status).toBe('refused');
  expect((await world.try(people.headOf('science'), 'round', answer)).status).toBe('accepted');
});
