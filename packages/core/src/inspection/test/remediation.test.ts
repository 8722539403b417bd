import { beforeEach, expect, test } from 'vitest';
import type { InspectionLetter } from '../index.js';
import {
  clauseEvidence,
  findingRows,
  iso9001of2015,
  type RemediationContext,
  type RoundContext,
  remedyRow,
  renderInspectionLetter,
} from '../index.js';
import { conclude, finding, onSite, remedy, visit } from './round.js';
import { at, openWorld, people, TENANT, type World } from './world.js';

const ID = 'round/remedy.commune-1.f1.1';
const evidence = [{ kind: 'record', reference: 'x' }];
let world: World;
const head = people.headOf('commune-1');

beforeEach(async () => {
  world = await openWorld();
  await onSite(world);
  await visit(world, 'commune-1', [finding('f1', 'major'), finding('o1', 'observation')]);
  await visit(world, 'commune-2', []);
  await conclude(world);
});

const analyse = { type: 'cause.analyse', method: 'categories', whys: [], categories: ['people'], statement: 'x' };
const propose = (...keys: string[]) => ({
  type: 'actions.propose',
  actions: keys.map((key) => ({ key, title: key, owner: 'officer-commune-1', unit: 'commune-1', expected: 'x' })),
});

test('a plan without cause, containment or action is refused, with what it lacks', async () => {
  const submit = () => world.try(head, ID, { type: 'plan.submit' });
  const message = async () => {
    const reply = await submit();
    return 'message' in reply ? reply.message : 'accepted';
  };
  expect(await message()).toContain(
    'the plan lacks: a major nonconformity needs its containment; the root cause; a corrective action that is not under way yet',
  );
  await world.send(head, ID, { type: 'containment.record', measures: 'x' });
  await world.send(head, ID, propose('a1'));
  expect(await message()).toContain('the plan lacks: the root cause');
  const whys = { ...analyse, method: 'five-whys', whys: ['một'] };
  expect((await world.try(head, ID, whys)).status).toBe('refused');
  await world.send(head, ID, analyse);
  expect((await submit()).status).toBe('accepted');
});

test('it is closed only when every action is', async () => {
  await world.send(head, ID, { type: 'containment.record', measures: 'x' });
  await world.send(head, ID, analyse);
  await world.send(head, ID, propose('a1', 'a2'));
  await world.send(head, ID, { type: 'plan.submit' });
  await world.send(people.planner, ID, { type: 'plan.approve' });
  const officer = people.officerOf('commune-1');
  const complete = { type: 'action.complete', summary: 'x' };
  expect((await world.try(officer, `${ID}/action.a1.1`, complete)).status).toBe('refused');
  await world.send(officer, `${ID}/action.a1.1`, { type: 'evidence.add', evidence });
  await world.send(officer, `${ID}/action.a1.1`, complete);
  const report = { type: 'completion.report', summary: 'x' };
  const early = await world.try(head, ID, report);
  expect('message' in early && early.message).toContain('these actions are not done: a1, a2');
  await world.send(people.planner, ID, { type: 'action.drop', key: 'a2', reason: 'Trùng' });
  expect(await world.state(`${ID}/action.a2.1`)).toBe('dropped');
  await world.send(head, ID, report);
  await world.send(people.verifier, ID, { type: 'verification.accept', conclusion: 'x', evidence });
  expect(await world.state(ID)).toBe('observing');
});

test('a verifier sends an action back, and its term goes on with what was left', async () => {
  const [action = ''] = await remedy(world, ID, 'commune-1');
  await world.send(people.verifier, ID, { type: 'verification.reject', reason: 'Thiếu minh chứng', actions: ['a1'] });
  expect([await world.state(ID), await world.state(action)]).toEqual(['working.acting', 'open']);
  const { deadlines } = await world.get(ID);
  const remedies = deadlines.filter(({ name }) => name === 'remedy');
  expect(remedies.map(({ entries }) => entries.map(({ kind }) => kind))).toEqual([['started', 'met', 'reopened']]);
  await world.send(people.officerOf('commune-1'), action, { type: 'action.complete', summary: 'Bổ sung' });
  await world.send(head, ID, { type: 'completion.report', summary: 'x' });
  await world.send(people.verifier, ID, { type: 'verification.reject', reason: 'Cần việc khác', actions: [] });
  expect(await world.state(ID)).toBe('working.planning');
});

test('the term is extended once, with a reason, within the limit', async () => {
  await world.send(head, ID, { type: 'extension.request', until: at('2026-05-08 17:00'), reason: 'Chờ thiết bị' });
  const grant = (day: string) => ({ type: 'extension.grant', until: at(`${day} 17:00`), reason: 'x' });
  expect(await world.try(people.planner, ID, grant('2026-09-01'))).toMatchObject({ code: 'MC_EXTENSION_OVER_CAP' });
  await world.send(people.planner, ID, grant('2026-05-08'));
  expect(await world.due(ID, 'remedy')).toBe('2026-05-08 17:00');
  await world.send(head, ID, { type: 'extension.request', until: at('2026-05-20 17:00'), reason: 'x' });
  expect(await world.try(people.planner, ID, grant('2026-05-20'))).toMatchObject({ code: 'MC_EXTENSION_OVER_CAP' });
  await world.send(people.planner, ID, { type: 'extension.refuse', reason: 'x' });
});

test('an accepted deviation stops the clock until its date, and the remedy is due again after it', async () => {
  await world.send(head, ID, { type: 'deviation.request', until: at('2026-06-30 17:00'), reason: 'Chờ trụ sở mới' });
  const far = { type: 'deviation.request', until: at('2028-06-30 17:00'), reason: 'x' };
  expect((await world.try(head, ID, far)).status).toBe('refused');
  await world.send(people.chair, ID, { type: 'deviation.accept', reason: 'Đồng ý' });
  expect((await world.context<RoundContext>('round')).remedies['commune-1.f1']?.status).toBe('deviation');
  await world.pass('2026-06-30 16:00');
  expect([await world.state(ID), (await world.context<RemediationContext>(ID)).missed]).toEqual(['deviating', []]);
  await world.pass('2026-06-30 17:00');
  expect(await world.state(ID)).toBe('working.planning');
  expect((await world.context<RoundContext>('round')).remedies['commune-1.f1']?.status).toBe('open');
});

test('a report in time that was recorded late takes every escalation back', async () => {
  await remedy(world, ID, 'commune-1').catch(() => undefined);
  await world.send(people.verifier, ID, { type: 'verification.reject', reason: 'x', actions: ['a1'] });
  await world.send(people.officerOf('commune-1'), `${ID}/action.a1.1`, { type: 'action.complete', summary: 'x' });
  await world.pass('2026-04-30 08:00');
  expect((await world.context<RemediationContext>(ID)).escalated).toEqual(['unit-head']);
  await world.engine.send({
    tenant: TENANT,
    caseId: ID,
    actor: head,
    occurredAt: at('2026-04-20 10:00'),
    event: { type: 'completion.report', summary: 'x' },
  });
  await world.engine.settle();
  expect(await world.state(ID)).toBe('verifying');
  expect((await world.context<RemediationContext>(ID)).missed).toEqual([]);
  expect((await world.context<RoundContext>('round')).remedies['commune-1.f1']).toMatchObject({ late: false });
  const letters = await world.facts(ID, 'letter.issued');
  expect(letters.filter(({ kind }) => kind === 'escalation-withdrawal').map(({ to }) => to)).toEqual(['commune-1']);
});

test('every record of the round serves a clause, and each clause has its records', async () => {
  await remedy(world, ID, 'commune-1');
  await world.send(people.verifier, ID, { type: 'verification.accept', conclusion: 'x', evidence });
  const cases = ['round', 'round/visit.commune-1.1', ID, `${ID}/action.a1.1`];
  const histories = await Promise.all(
    cases.map(async (caseId) => ({
      workflow: (await world.get(caseId)).workflow,
      history: await world.engine.history({ tenant: TENANT, caseId }),
    })),
  );
  const shown = clauseEvidence(histories);
  const count = Object.fromEntries(shown.map(({ clause, records }) => [clause, records.length]));
  expect(Object.keys(count)).toEqual(['7.5', '9.2', '9.3', '10.2']);
  for (const clause of ['7.5', '9.2', '10.2']) expect(count[clause], clause).toBeGreaterThan(5);
  expect(count['9.3']).toBe(0);
  const verified = shown
    .find(({ clause }) => clause === '10.2')
    ?.records.find(({ fact }) => fact === 'verification.accepted');
  expect(verified).toMatchObject({ caseId: ID, by: 'verifier' });
  const kernel = (type: string) => type.startsWith('deadline.');
  const unmapped = histories.flatMap(({ workflow, history }) =>
    history
      .flatMap(({ facts }) => facts)
      .filter(({ type }) => !kernel(type) && iso9001of2015.serves[workflow]?.[type] === undefined),
  );
  expect(unmapped).toEqual([]);
});

test('rows of findings and remedies tell what a follow-up list needs', async () => {
  await world.pass('2026-07-01 08:00');
  expect(findingRows(await world.get('round'))).toMatchObject([
    { key: 'commune-1.f1', kind: 'major', unit: 'commune-1', remedy: 'open', repeated: false },
    { key: 'commune-1.o1', kind: 'observation' },
  ]);
  expect(remedyRow(await world.get(ID))).toMatchObject({
    status: 'open',
    late: true,
    dueAt: at('2026-04-23 17:00'),
    escalated: ['unit-head', 'level-above', 'home-affairs', 'province'],
    actions: { all: 0 },
  });
});

test('letters print what they say, in both languages', async () => {
  await world.pass('2026-05-11 08:00');
  const letters = (await world.facts(ID, 'letter.issued')) as unknown as InspectionLetter[];
  expect(letters.map(({ kind }) => kind)).toEqual(['remedy-request', 'escalation', 'escalation', 'escalation']);
  const [request, escalation] = letters as [InspectionLetter, InspectionLetter];
  const { type: _, ...first } = request as InspectionLetter & { type: string };
  expect(renderInspectionLetter(first)).toContain('YÊU CẦU KHẮC PHỤC');
  expect(renderInspectionLetter(first)).toContain('Thời hạn: 17 giờ 00, ngày 23/04/2026');
  const names: Record<string, string> = { 'commune-1': 'UBND xã Đoan Bái' };
  const text = renderInspectionLetter(escalation, 'en', (id) => names[id]);
  expect(text).toContain('OVERDUE REMEDY');
  expect(text).toContain('To: UBND xã Đoan Bái');
  expect(text).toContain('Raised to: Head of the unit');
  expect(text).toContain('Overdue since: 17:00 on 23/04/2026');
  const papers = ((await world.facts('round', 'letter.issued')) as unknown as InspectionLetter[]).map(
    ({ kind, form }) => [kind, form],
  );
  expect(papers).toEqual([
    ['team-decision', '20.QĐKT'],
    ['notice', null],
    ['report-request', null],
    ['conclusion', null],
  ]);
});
