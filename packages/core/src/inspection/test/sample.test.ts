import { expect, test } from 'vitest';
import { consultationWorkflow, dossierInput, dossierWorkflow } from '../../dossier/index.js';
import { people as dossierPeople, procedure, UNIT } from '../../dossier/test/scenario.js';
import { createMemoryStore } from '../../memory/index.js';
import { checkDossier, collectDossierTallies, drawSample, inspectionWorkflows, type Sample } from '../index.js';
import { dice } from '../sample/random.js';
import { onSite } from './round.js';
import { at, openWorld, people, TENANT, type World } from './world.js';

const { counter, officer, head, leader, clerk } = dossierPeople;
const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
const rules = procedure({
  limits: [
    { id: 'standard', budget: wd(5) },
    { id: 'spot', budget: wd(0) },
  ],
});

const openOffice = (from = '2026-03-02 08:00') =>
  openWorld({ from, workflows: [...inspectionWorkflows(), dossierWorkflow(), consultationWorkflow()] });

async function submit(world: World, caseId: string): Promise<void> {
  const input = dossierInput(rules, {
    channel: 'counter',
    applicant: { id: 'citizen-1', kind: 'citizen', name: 'Nguyễn Văn An' },
    oneStop: 'commune-1.one-stop',
    papers: [],
  });
  await world.open(counter, 'dossier', input, caseId);
}

const accept = { type: 'accept', code: 'H-1', papers: [{ id: 'declaration' }] };

async function examine(world: World, caseId: string, acceptance: object = {}): Promise<void> {
  await submit(world, caseId);
  await world.send(counter, caseId, { ...accept, ...acceptance });
  await world.send(counter, caseId, { type: 'transfer', unit: UNIT, assignee: officer.id });
}

async function settle(world: World, caseId: string): Promise<void> {
  await world.send(officer, caseId, { type: 'draft.submit', outcome: 'granted' });
  await world.send(head, caseId, { type: 'review.approve' });
  await world.send(leader, caseId, { type: 'sign' });
  await world.send(clerk, caseId, { type: 'result.issue', number: '1' });
}

async function check(world: World, caseId: string) {
  const { onTime, papers, slip, apology, remarks } = checkDossier({
    envelope: await world.get(caseId),
    history: await world.engine.history({ tenant: TENANT, caseId }),
  });
  return { outcomes: [onTime, papers, slip, apology], remarks };
}

test('a dossier settled in time, complete, with its slip, passes', async () => {
  const world = await openOffice();
  await examine(world, 'd1');
  expect((await check(world, 'd1')).outcomes).toEqual(['open', 'pass', 'pass', 'not-applicable']);
  await settle(world, 'd1');
  expect(await check(world, 'd1')).toEqual({ outcomes: ['pass', 'pass', 'pass', 'not-applicable'], remarks: [] });
});

test('a dossier that is late without an apology fails twice, and says why', async () => {
  const world = await openOffice();
  await examine(world, 'd1');
  await world.pass('2026-03-12 09:00');
  await settle(world, 'd1');
  const { outcomes, remarks } = await check(world, 'd1');
  expect(outcomes).toEqual(['fail', 'pass', 'pass', 'fail']);
  expect(remarks).toEqual(['quá hạn / past its end', 'trễ hạn không xin lỗi / late without an apology']);
});

test('an apology in time moves the end; one that came too late is a fault of its own', async () => {
  const world = await openOffice();
  const apology = { type: 'apology.issue', reason: 'Thiếu người', until: at('2026-03-13 17:00'), responsible: UNIT };
  await examine(world, 'd1');
  await examine(world, 'd2');
  await world.send(head, 'd1', apology);
  await world.pass('2026-03-09 09:00');
  await world.send(head, 'd2', apology);
  await world.pass('2026-03-12 09:00');
  for (const id of ['d1', 'd2']) await settle(world, id);
  expect((await check(world, 'd1')).outcomes).toEqual(['pass', 'pass', 'pass', 'pass']);
  expect((await check(world, 'd2')).outcomes).toEqual(['pass', 'pass', 'pass', 'fail']);
});

test('a result on the spot needs no slip; any other one does', async () => {
  const world = await openOffice();
  await examine(world, 'd1', { slip: false, limit: 'spot' });
  await examine(world, 'd2', { slip: false });
  expect((await check(world, 'd1')).outcomes[2]).toBe('not-applicable');
  expect((await check(world, 'd2')).outcomes[2]).toBe('fail');
});

test('a dossier that was never accepted is not judged', async () => {
  const world = await openOffice();
  await submit(world, 'd1');
  expect((await check(world, 'd1')).outcomes).toEqual(['open', 'open', 'open', 'not-applicable']);
  await world.send(counter, 'd1', { type: 'refuse', reason: 'Không thuộc thẩm quyền' });
  expect((await check(world, 'd1')).outcomes).toEqual([
    'not-applicable',
    'not-applicable',
    'not-applicable',
    'not-applicable',
  ]);
});

test('a result in time that was recorded after the end is in time', async () => {
  const world = await openOffice();
  await examine(world, 'd1');
  await world.send(officer, 'd1', { type: 'draft.submit', outcome: 'granted' });
  await world.send(head, 'd1', { type: 'review.approve' });
  await world.pass('2026-03-10 09:00');
  const on = { tenant: TENANT, caseId: 'd1', occurredAt: at('2026-03-09 16:00') };
  await world.engine.send({ ...on, actor: leader, event: { type: 'sign' } });
  await world.engine.send({ ...on, actor: clerk, event: { type: 'result.issue', number: '7' } });
  expect((await check(world, 'd1')).outcomes[0]).toBe('pass');
});

test('the same store, seed and filter give the same sample, in whatever order the cases were written', async () => {
  const drawn: Sample[] = [];
  for (const order of [1, -1]) {
    const world = await openOffice();
    const ids = Array.from({ length: 30 }, (_, index) => `d${index}`);
    for (const id of order === 1 ? ids : ids.reverse()) {
      await world.pass(world.now() + 60_000);
      await submit(world, id);
    }
    drawn.push(await drawSample({ find: world.engine.find, tenant: TENANT, seed: '2026/4', size: 5 }));
  }
  expect(drawn[0]).toEqual(drawn[1]);
  expect(drawn[0]?.population.size).toBe(30);
  expect(new Set(drawn[0]?.dossiers).size).toBe(5);
  // Frozen: a sample on record must be drawn the same by every later release of this algorithm.
  expect(drawn[0]).toMatchObject({
    algorithm: 'sfc32-partial-shuffle/1',
    dossiers: ['d15', 'd3', 'd14', 'd27', 'd9'],
  });
});

test('a sample takes what the filter lets through, and all of it when there is too little', async () => {
  const world = await openOffice();
  await submit(world, 'old');
  await world.pass('2026-03-03 08:00');
  for (const id of ['a', 'b', 'c']) await submit(world, id);
  await world.pass('2026-03-04 08:00');
  await submit(world, 'new');
  const request = { find: world.engine.find, tenant: TENANT, seed: 's', size: 10 };
  const period = { openedFrom: at('2026-03-03 08:00'), openedTo: at('2026-03-04 08:00') };
  const sample = await drawSample({ ...request, ...period, units: ['commune-1.one-stop'] });
  expect([...sample.dossiers].sort()).toEqual(['a', 'b', 'c']);
  expect((await drawSample({ ...request, units: ['commune-9'] })).dossiers).toEqual([]);
  expect((await drawSample({ ...request, category: rules.code })).dossiers).toHaveLength(5);
  await expect(drawSample({ ...request, size: 0 })).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
});

test('a sample reads a population of several pages', async () => {
  const store = createMemoryStore();
  const world = await openWorld({
    workflows: [...inspectionWorkflows(), dossierWorkflow(), consultationWorkflow()],
    store,
  });
  const find: typeof world.engine.find = (query) => world.engine.find({ ...query, limit: Math.min(query.limit, 7) });
  for (let index = 0; index < 20; index += 1) await submit(world, `d${index}`);
  const request = { tenant: TENANT, seed: 's', size: 4 };
  expect(await drawSample({ ...request, find })).toEqual(await drawSample({ ...request, find: world.engine.find }));
});

test('every dossier is as likely as the others', () => {
  const roll = dice('fair');
  const counts = Array.from({ length: 7 }, () => 0);
  for (let draw = 0; draw < 70_000; draw += 1) {
    const face = roll(7);
    counts[face] = (counts[face] ?? 0) + 1;
  }
  // Chi-square with 6 degrees of freedom: beyond 22.5 once in a thousand; the seed is fixed.
  const chi = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chi).toBeLessThan(22.5);
});

test('only sampled dossiers are checked, and a visit is not finished before all are', async () => {
  const world = await openOffice();
  for (const id of ['d1', 'd2', 'd3']) await examine(world, id);
  await onSite(world);
  const visit = 'round/visit.commune-1.1';
  await world.pass('2026-03-23 08:00');
  await world.send(people.leader, visit, { type: 'visit.start', participants: ['x'] });
  const sample = await drawSample({ find: world.engine.find, tenant: TENANT, seed: '4', size: 2 });
  await world.send(people.inspector, visit, { type: 'sample.record', sample });
  const checks = await Promise.all(
    ['d1', 'd2', 'd3'].map(async (caseId) =>
      checkDossier({
        envelope: await world.get(caseId),
        history: await world.engine.history({ tenant: TENANT, caseId }),
      }),
    ),
  );
  const send = (some: typeof checks) => world.try(people.inspector, visit, { type: 'sample.check', checks: some });
  expect((await send(checks)).status).toBe('refused');
  const sampled = checks.filter(({ caseId }) => sample.dossiers.includes(caseId));
  expect((await send(sampled.slice(0, 1))).status).toBe('accepted');
  for (const name of ['reform', 'iso']) {
    const answers = ['c1', 'c2'].map((criterion) => ({ criterion, given: { answer: 'met' } }));
    await world.send(people.inspector, visit, { type: 'answers.record', content: name, answers });
  }
  const early = await world.try(people.leader, visit, { type: 'visit.finish' });
  expect(early).toMatchObject({ status: 'refused' });
  expect('message' in early && early.message).toContain(`sampled dossier ${sampled[1]?.caseId}`);
  expect((await send(sampled.slice(1))).status).toBe('accepted');
  await world.send(people.leader, visit, { type: 'visit.finish' });
  const finished = await world.facts(visit, 'visit.finished');
  expect(finished[0]?.['sample']).toMatchObject({ checked: 2, onTime: { fail: 2 }, apology: { fail: 2 } });
});

test('the tally of a unit has each accepted dossier of the period in one column', async () => {
  const world = await openOffice('2026-02-27 08:00');
  await examine(world, 'before', { code: 'H-0' });
  await world.pass('2026-03-02 08:00');
  await submit(world, 'never-accepted');
  await examine(world, 'in-time', { code: 'H-1' });
  await examine(world, 'late', { code: 'H-2' });
  await examine(world, 'overdue', { code: 'H-3' });
  await examine(world, 'sorry', { code: 'H-5' });
  await settle(world, 'in-time');
  await world.pass('2026-03-12 09:00');
  await settle(world, 'late');
  const until = at('2026-03-13 17:00');
  await world.send(head, 'sorry', { type: 'apology.issue', reason: 'Thiếu người', until, responsible: UNIT });
  await settle(world, 'sorry');
  await examine(world, 'running', { code: 'H-4' });
  const units = { 'commune-1': [UNIT, 'commune-1.one-stop', UNIT] };
  const request = { find: world.engine.find, get: world.engine.get, tenant: TENANT, units };
  const from = at('2026-03-01 00:00');
  const tallies = await collectDossierTallies({ ...request, from, to: at('2026-04-01 00:00'), at: world.now() });
  expect(tallies).toEqual({
    'commune-1': { received: 5, onTime: 1, late: 2, running: 1, overdue: 1, ended: 0, online: 0 },
  });
  const none = await collectDossierTallies({
    ...request,
    from: at('2026-04-01 00:00'),
    to: at('2026-05-01 00:00'),
    at: world.now(),
  });
  expect(none['commune-1']?.received).toBe(0);
});
