import { expect, test } from 'vitest';
import { carriedOver, type RoundContext, type VisitContext } from '../index.js';
import { conclude, content, finding, onSite, remedy, roundInput, visit } from './round.js';
import { at, openWorld, people, type World } from './world.js';

const VISIT = 'round/visit.commune-1.1';
const evidence = [{ kind: 'record', reference: 'x' }];
const answers = ['c1', 'c2'].map((criterion) => ({ criterion, given: { answer: 'met' } }));
const draft = { type: 'minutes.draft', document: 'BB', statement: 'x', requests: ['Bổ sung sổ'], copies: 2 };

async function drafted(world: World): Promise<void> {
  await onSite(world);
  await world.pass('2026-03-23 08:00');
  await world.send(people.leader, VISIT, { type: 'visit.start', participants: ['x'] });
  for (const name of ['reform', 'iso'])
    await world.send(people.inspector, VISIT, { type: 'answers.record', content: name, answers });
  await world.send(people.leader, VISIT, { type: 'visit.finish' });
  await world.send(people.inspector, VISIT, draft);
}

test('minutes need both signatures, the leader for the team and the head for the unit', async () => {
  const world = await openWorld();
  await drafted(world);
  const sign = (side: string) => ({ type: 'minutes.sign', side });
  expect((await world.try(people.leader, VISIT, sign('unit'))).status).toBe('refused');
  expect(await world.try(people.headOf('commune-2'), VISIT, sign('unit'))).toMatchObject({ code: 'MC_ACCESS_DENIED' });
  await world.send(people.headOf('commune-1'), VISIT, sign('unit'));
  expect((await world.try(people.headOf('commune-1'), VISIT, sign('unit'))).status).toBe('refused');
  expect(await world.state(VISIT)).toBe('signing');
  await world.send(people.leader, VISIT, sign('team'));
  expect(await world.state(VISIT)).toBe('signed');
});

test('minutes that a unit sends back lose the signature they had', async () => {
  const world = await openWorld();
  await drafted(world);
  await world.send(people.leader, VISIT, { type: 'minutes.sign', side: 'team' });
  await world.send(people.headOf('commune-1'), VISIT, { type: 'minutes.return', reason: 'Sai số liệu' });
  expect(await world.context<VisitContext>(VISIT)).toMatchObject({ signed: [], drafts: 1 });
  await world.send(people.inspector, VISIT, {
    type: 'answers.record',
    content: 'reform',
    answers: [{ criterion: 'c1', given: { answer: 'no' } }],
  });
  await world.send(people.inspector, VISIT, draft);
  const { scores } = await world.context<VisitContext>(VISIT);
  expect(scores.find(({ content: id }) => id === 'reform')).toMatchObject({ percent: 40 });
});

test('minutes that are refused are on record with the reasons, and silence with its date', async () => {
  const world = await openWorld();
  await drafted(world);
  await world.send(people.headOf('commune-1'), VISIT, {
    type: 'minutes.refuse',
    reason: 'Không đồng ý',
    witnesses: [{ id: '001055099999', name: 'Trịnh Văn Khoát' }],
  });
  expect((await world.context<RoundContext>('round')).visits['commune-1']).toMatchObject({ ending: 'refused' });
  const second = await openWorld();
  await drafted(second);
  await second.pass('2026-03-31 08:00');
  expect(await second.state(VISIT)).toBe('unsigned');
  const [ended] = await second.facts(VISIT, 'visit.ended');
  expect(ended).toMatchObject({ ending: 'unsigned', at: at('2026-03-26 17:00') });
});

test('a visit by file ends without minutes, with the scores', async () => {
  const world = await openWorld();
  const targets = roundInput().targets.map((target) => ({ ...target, form: 'by-file' as const }));
  await onSite(world, roundInput({ targets, contents: [content('iso')] }));
  await world.send(people.leader, VISIT, { type: 'visit.start', participants: ['x'] });
  const early = await world.try(people.leader, VISIT, { type: 'visit.finish' });
  expect('message' in early && early.message).toContain('still open: criterion iso/c1, criterion iso/c2');
  await world.send(people.inspector, VISIT, { type: 'answers.record', content: 'iso', answers });
  await world.send(people.leader, VISIT, { type: 'visit.finish' });
  expect(await world.state(VISIT)).toBe('reviewed');
  expect((await world.context<RoundContext>('round')).visits['commune-1']?.scores[0]?.percent).toBe(100);
});

test('a surprise visit needs no notice', async () => {
  const world = await openWorld();
  const targets = roundInput().targets.map((target) => ({ ...target, form: 'surprise' as const }));
  await world.open(people.planner, 'inspection', roundInput({ targets }), 'round');
  const decision = { number: '1', legalBasis: 'x' };
  const { team } = await import('./round.js');
  await world.send(people.chair, 'round', { type: 'team.decide', team, decision });
  await world.send(people.leader, 'round', { type: 'visits.open' });
  expect(await world.state(VISIT)).toBe('scheduled');
});

test('a visit is postponed with a reason, within the number of times the rules allow', async () => {
  const world = await openWorld();
  await onSite(world);
  const postpone = (day: string) => ({
    type: 'visit.postpone',
    from: at(`${day} 08:00`),
    to: at(`${day} 17:00`),
    reason: 'Bão',
  });
  await world.send(people.leader, VISIT, postpone('2026-03-25'));
  await world.send(people.leader, VISIT, postpone('2026-03-26'));
  expect(await world.try(people.leader, VISIT, postpone('2026-03-27'))).toMatchObject({
    code: 'MC_EXTENSION_OVER_CAP',
  });
  expect(await world.due(VISIT, 'visit')).toBe('2026-03-26 17:00');
  expect((await world.facts(VISIT, 'visit.postponed')).length).toBe(2);
});

test('the self-report is requested, reminded and overdue; one recorded late that came in time is not late', async () => {
  const world = await openWorld();
  await world.open(people.planner, 'inspection', roundInput(), 'round');
  const { team } = await import('./round.js');
  await world.send(people.chair, 'round', { type: 'team.decide', team, decision: { number: '1', legalBasis: 'x' } });
  await world.send(people.leader, 'round', { type: 'notice.send', outline: ['x'] });
  const [, request] = (await world.facts('round', 'letter.issued')).slice(-2);
  expect(request).toMatchObject({ kind: 'report-request', dueAt: at('2026-03-18 17:00') });
  await world.pass('2026-03-19 09:00');
  expect((await world.facts('round')).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['report.reminded', 'report.overdue']),
  );
  await world.engine.send({
    tenant: 'province',
    caseId: 'round',
    actor: people.headOf('district'),
    occurredAt: at('2026-03-18 15:00'),
    event: { type: 'report.submit', document: 'BC', summary: 'x' },
  });
  expect((await world.context<RoundContext>('round')).selfReport).toMatchObject({ late: false });
  expect((await world.facts('round', 'lateness.withdrawn'))[0]).toMatchObject({ deadline: 'selfReport' });
});

test('what is carried forward is looked at again by the next round, which closes or reopens it', async () => {
  const world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'minor', 'iso'), finding('f2', 'minor', 'iso')]);
  await visit(world, 'commune-2', []);
  await conclude(world);
  const remediations = ['f1', 'f2'].map((key) => `round/remedy.commune-1.${key}.1`);
  const [first = '', second = ''] = remediations;
  await remedy(world, first, 'commune-1');
  await world.send(people.verifier, first, { type: 'verification.accept', conclusion: 'Đạt', evidence });
  await world.send(people.planner, second, { type: 'carry-forward', to: 'KT-2027', reason: 'Chờ kinh phí' });
  const carried = carriedOver(await Promise.all(remediations.map(world.get)));
  expect(carried.map(({ remediation, unit, finding: key }) => [remediation, unit, key])).toEqual([
    [first, 'commune-1', 'commune-1.f1'],
    [second, 'commune-1', 'commune-1.f2'],
  ]);

  const targets = roundInput().targets.map((target) => ({
    ...target,
    from: at('2027-03-23 08:00'),
    to: at('2027-03-23 17:00'),
  }));
  await onSite(world, roundInput({ code: 'KT-2027-01', year: 2027, targets, carried }), 'again');
  const id = 'again/visit.commune-1.1';
  await world.pass('2027-03-23 08:00');
  await world.send(people.leader, id, { type: 'visit.start', participants: ['x'] });
  for (const name of ['reform', 'iso'])
    await world.send(people.inspector, id, { type: 'answers.record', content: name, answers });
  const early = await world.try(people.leader, id, { type: 'visit.finish' });
  expect('message' in early && early.message).toContain(`carried remediation ${first}`);
  for (const [remediation, outcome] of [
    [first, 'remedied'],
    [second, 'not-remedied'],
  ] as const) {
    await world.send(people.inspector, id, { type: 'carried.judge', remediation, outcome, evidence });
    await world.send(people.inspector, remediation, { type: 'reinspection.record', round: 'again', outcome, evidence });
  }
  await world.send(people.leader, id, { type: 'visit.finish' });
  expect([await world.state(first), await world.state(second)]).toEqual(['closed', 'working.planning']);
});
