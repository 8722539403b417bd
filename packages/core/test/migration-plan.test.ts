import { describe, expect, test } from 'vitest';
import {
  type AppliedCase,
  type ApplyMigrationRequest,
  type CaseMigration,
  defineMigration,
  defineWorkflow,
  type Engine,
  type MigrationPlan,
} from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { clerk, head, officer } from './actors.js';
import { at } from './case-run.js';
import { leaveRequest } from './leave-request.js';
import { leaveRequestNext, toNext } from './leave-request-next.js';
import { ref, startOffice, storeWith } from './office.js';

const input = { applicant: 'Hoa', unit: 'justice' };
const grounds = { actor: head, reason: 'two-tier government', legalBasis: 'Decree 118/2025/NĐ-CP' };
const workflows = [leaveRequest, leaveRequestNext];
const spec = toNext.spec;
/** Received in March 2026 it moves; before it stays. */
const fromMarch = defineMigration({ ...spec, applies: ({ openedOn }) => openedOn >= '2026-03-01' });
/** Forgets the state `waiting`, and says no reason for the new date. */
const hasty = defineMigration({
  ...spec,
  states: { 'open.examining': 'processing.reviewing' },
  deadlines: { answer: { to: 'reply', rungs: { warn: 'soon' } } },
});

/** An office under version 1 with its cases: received, examined, waiting for papers, granted, and one of February. */
async function office(options: Parameters<typeof startOffice>[0] = {}) {
  const started = await startOffice({ workflows, ...options });
  const { engine, clock } = started;
  clock.set('2026-03-02T09:00');
  const open = { tenant: 't', workflow: 'leave-request', version: '1', actor: clerk, input };
  const send = (caseId: string, type: string, actor = officer) =>
    engine.send({ ...ref(caseId), actor, event: { type } });
  await engine.open({ ...open, caseId: 'february', occurredAt: at('2026-02-27T09:00') });
  for (const caseId of ['received', 'examined', 'waiting', 'granted']) {
    await engine.open({ ...open, caseId });
    if (caseId !== 'received') await send(caseId, 'accept', clerk);
  }
  await send('waiting', 'papers.ask');
  await send('granted', 'grant');
  clock.set('2026-03-04T10:00');
  return started;
}

const rowsOf = async (plan: MigrationPlan) => {
  const rows: CaseMigration[] = [];
  for await (const row of plan) rows.push(row);
  return rows;
};
const kinds = (rows: readonly CaseMigration[]) =>
  Object.fromEntries(rows.map(({ caseId, findings }) => [caseId, findings.map(({ kind }) => kind).join(' ')]));
const versions = async (engine: Engine) => {
  const found: Record<string, string> = {};
  for (const caseId of ['february', 'received', 'examined', 'waiting', 'granted']) {
    found[caseId] = (await engine.get(ref(caseId))).version;
  }
  return found;
};
const audit = async ({ store }: Awaited<ReturnType<typeof office>>, action = 'migrate') =>
  (await store.cases.audit({ tenant: 't', after: 0, limit: 1_000 })).filter(({ record }) => record.action === action);

describe('a plan', () => {
  test('says of every open case what the new version makes of it', async () => {
    await using world = await office();
    const rows = await rowsOf(world.engine.planMigration(fromMarch));
    expect(kinds(rows)).toEqual({
      examined: 'state-moved deadline-renamed deadline-moved',
      february: 'not-concerned',
      granted: 'deadline-renamed',
      received: '',
      waiting: 'state-moved deadline-renamed deadline-moved',
    });
    expect(rows[0]).toMatchObject({
      tenant: 't',
      revision: 2,
      state: 'open.examining',
      openedOn: '2026-03-02',
      index: { subject: 'Hoa' },
      findings: [
        { from: 'open.examining', to: 'processing.reviewing' },
        { deadline: 'answer', to: 'reply' },
        {
          dueBefore: at('2026-03-09T17:00'),
          dueAfter: at('2026-03-06T17:00'),
          workingMs: -8 * 3_600_000,
          calendarDays: -3,
        },
      ],
    });
  });

  test('adds them up, and names what nobody has given a reason for', async () => {
    await using world = await office();
    expect(await world.engine.planMigration(fromMarch).totals()).toEqual({
      cases: 5,
      concerned: 4,
      unchanged: 1,
      findings: { 'state-moved': 2, 'deadline-renamed': 3, 'deadline-moved': 2, 'not-concerned': 1 },
      unexplained: [],
    });
    expect(await world.engine.planMigration(hasty).totals()).toMatchObject({
      concerned: 5,
      unexplained: [
        { kind: 'deadline-moved', cases: 1, first: [{ tenant: 't', caseId: 'examined' }] },
        { kind: 'state-lost', cases: 1, first: [{ tenant: 't', caseId: 'waiting' }] },
      ],
    });
  });

  test('changes nothing, and reads what is stored when it is iterated', async () => {
    await using world = await office();
    const plan = world.engine.planMigration(fromMarch);
    await plan.totals();
    expect(new Set(Object.values(await versions(world.engine)))).toEqual(new Set(['1']));
    expect(await audit(world)).toEqual([]);
    await world.engine.send({ ...ref('examined'), actor: officer, event: { type: 'grant' } });
    expect(kinds(await rowsOf(plan))).toMatchObject({ examined: 'deadline-renamed' });
  });

  test('leaves out cases that have ended, and those of other tenants when one is named', async () => {
    await using world = await office();
    await world.engine.send({ ...ref('received'), actor: clerk, event: { type: 'withdraw' } });
    await world.engine.open({
      tenant: 'u',
      workflow: 'leave-request',
      version: '1',
      actor: clerk,
      input,
      caseId: 'theirs',
    });
    const everywhere = await rowsOf(world.engine.planMigration(fromMarch));
    expect(everywhere.map(({ caseId }) => caseId)).toEqual(['examined', 'february', 'granted', 'waiting', 'theirs']);
    const here = await rowsOf(world.engine.planMigration(fromMarch, { tenant: 'u' }));
    expect(here.map(({ caseId }) => caseId)).toEqual(['theirs']);
  });

  test('reads page by page', async () => {
    const memory = createMemoryStore();
    const limits: number[] = [];
    const scan: typeof memory.cases.scan = (request) => {
      limits.push(request.limit);
      return memory.cases.scan({ ...request, limit: 2 });
    };
    await using world = await office({ store: storeWith(memory, { cases: { ...memory.cases, scan } }) });
    expect(await rowsOf(world.engine.planMigration(fromMarch))).toHaveLength(5);
    expect(limits).toEqual([100, 100, 100]);
  });

  test('shows a case that was written by another definition as one that failed', async () => {
    const memory = createMemoryStore();
    const scan: typeof memory.cases.scan = async (request) => {
      const page = await memory.cases.scan(request);
      return { ...page, items: page.items.map((item) => ({ ...item, definitionHash: 'another' })) };
    };
    await using world = await office({ store: storeWith(memory, { cases: { ...memory.cases, scan } }) });
    const [row] = await rowsOf(world.engine.planMigration(fromMarch));
    expect(row?.findings).toMatchObject([{ kind: 'failed', code: 'MC_ENVELOPE_MISMATCH' }]);
  });

  test('needs both versions, as the migration knows them', async () => {
    await using one = await office({ workflows: [leaveRequest] });
    expect(() => one.engine.planMigration(fromMarch)).toThrow(expect.objectContaining({ code: 'MC_WORKFLOW_UNKNOWN' }));
    const changed = defineWorkflow({ ...leaveRequestNext.spec, access: leaveRequest.spec.access });
    await using other = await office({ workflows: [leaveRequest, changed] });
    expect(() => other.engine.planMigration(fromMarch)).toThrow(
      expect.objectContaining({ code: 'MC_MIGRATION_INVALID' }),
    );
  });
});

describe('applying a plan', () => {
  test('moves the cases concerned; both versions are served side by side', async () => {
    await using world = await office();
    const { engine } = world;
    const outcome = await engine.applyMigration(engine.planMigration(fromMarch), grounds);
    expect(outcome).toEqual({ migrated: 4, notConcerned: 1, passedOver: 0, left: 0, problems: [], status: 'complete' });
    expect(await versions(engine)).toEqual({ february: '1', received: '2', examined: '2', waiting: '2', granted: '2' });
    expect(await audit(world)).toHaveLength(4);
    const journal = await engine.history(ref('examined'));
    expect(journal.at(-1)).toMatchObject({
      command: {
        type: 'migrate',
        actor: { id: 'son' },
        reason: 'two-tier government',
        from: { version: '1' },
        to: { version: '2' },
      },
      from: 'open.examining',
      to: 'processing.reviewing',
    });
    await engine.send({ ...ref('february'), actor: clerk, event: { type: 'accept' } });
    await engine.send({ ...ref('received'), actor: clerk, event: { type: 'accept' } });
    expect((await engine.get(ref('february'))).deadlines).toMatchObject([
      { name: 'answer', dueAt: at('2026-03-11T17:00') },
    ]);
    expect((await engine.get(ref('received'))).deadlines).toMatchObject([
      { name: 'reply', dueAt: at('2026-03-10T17:00') },
    ]);
    expect((await engine.explain({ ...ref('examined'), deadline: 'reply' })).title.en).toBe('Reply');
  });

  test('is blocked while a kind of finding has no reason, and says how many cases and which', async () => {
    await using world = await office();
    const { engine } = world;
    const call = engine.applyMigration(engine.planMigration(hasty), { ...grounds, accept: { 'deadline-moved': 'x' } });
    await expect(call).rejects.toMatchObject({
      code: 'MC_MIGRATION_BLOCKED',
      message: expect.stringContaining('state-lost: 1 cases, first waiting'),
      details: { unexplained: [{ kind: 'state-lost', cases: 1, first: [{ tenant: 't', caseId: 'waiting' }] }] },
    });
    expect(await audit(world)).toEqual([]);
  });

  test('goes on once somebody answers for them; a case without a place stays, and the reason is on record', async () => {
    await using world = await office();
    const { engine } = world;
    const accept = { 'deadline-moved': 'Decree 118 grants 4 days', 'state-lost': 'papers are asked for by letter' };
    const plan = engine.planMigration(hasty);
    expect(await engine.applyMigration(plan, { ...grounds, accept })).toMatchObject({
      migrated: 4,
      left: 1,
      problems: [],
    });
    expect((await engine.get(ref('examined'))).deadlines[0]?.entries.at(-1)).toMatchObject({
      kind: 'migrated',
      reason: 'Decree 118 grants 4 days',
      legalBasis: 'Decree 118/2025/NĐ-CP',
    });
    const refused = (await audit(world)).filter(({ record }) => record.outcome === 'refused');
    expect(refused).toMatchObject([
      { record: { caseId: 'waiting', message: expect.stringContaining('papers are asked for by letter') } },
    ]);

    expect(await engine.applyMigration(plan, { ...grounds, accept })).toMatchObject({ migrated: 0, left: 1 });
    expect((await audit(world)).filter(({ record }) => record.outcome === 'refused')).toHaveLength(1);
    const mended = engine.planMigration(defineMigration({ ...spec }));
    expect(await engine.applyMigration(mended, { ...grounds, accept })).toMatchObject({ migrated: 1, left: 0 });
  });

  test('leaves a case whose code throws, when that is accepted', async () => {
    await using world = await office();
    const { engine } = world;
    const context = () => {
      throw new Error('a typo');
    };
    const plan = engine.planMigration(defineMigration({ ...spec, context }));
    await expect(engine.applyMigration(plan, grounds)).rejects.toMatchObject({ code: 'MC_MIGRATION_BLOCKED' });
    expect(await engine.applyMigration(plan, { ...grounds, accept: { failed: 'later' } })).toMatchObject({
      left: 5,
      migrated: 0,
    });
  });

  test('goes on where it ended, and does nothing twice', async () => {
    await using world = await office();
    const { engine } = world;
    const ended = new AbortController();
    const seen: AppliedCase[] = [];
    const onCase = (outcome: AppliedCase) => {
      seen.push(outcome);
      ended.abort();
    };
    const plan = engine.planMigration(fromMarch);
    expect(await engine.applyMigration(plan, { ...grounds, onCase, signal: ended.signal })).toMatchObject({
      status: 'stopped',
      migrated: 4,
    });
    expect(seen.map(({ caseId, reply }) => `${caseId} ${reply.status}`)).toEqual([
      'examined accepted',
      'granted accepted',
      'received accepted',
      'waiting accepted',
    ]);
    expect(await engine.applyMigration(plan, grounds)).toMatchObject({
      migrated: 0,
      notConcerned: 1,
      status: 'complete',
    });
    expect(await audit(world)).toHaveLength(4);
  });

  test('decides on the case as it is when its turn comes', async () => {
    const memory = createMemoryStore();
    let engine: Engine | undefined;
    let scans = 0;
    const scan: typeof memory.cases.scan = async (request) => {
      const page = await memory.cases.scan(request);
      scans += 1;
      // The second look is the application's: between it and the commits two cases move on.
      if (scans === 2) {
        await engine?.send({ ...ref('examined'), actor: officer, event: { type: 'papers.ask' } });
        await engine?.send({ ...ref('received'), actor: clerk, event: { type: 'withdraw' } });
      }
      return page;
    };
    await using world = await office({ store: storeWith(memory, { cases: { ...memory.cases, scan } }) });
    engine = world.engine;
    expect(await engine.applyMigration(engine.planMigration(fromMarch), grounds)).toMatchObject({
      migrated: 3,
      passedOver: 1,
    });
    expect(await engine.get(ref('examined'))).toMatchObject({ version: '2', state: 'processing.waiting', revision: 4 });
    expect(await engine.get(ref('received'))).toMatchObject({ version: '1', status: 'done' });
  });

  test('by two engines at once moves every case once', async () => {
    const store = createMemoryStore();
    await using world = await office({ store });
    await using other = await startOffice({ workflows, store });
    other.clock.set('2026-03-04T10:00');
    const outcomes = await Promise.all(
      [world.engine, other.engine].map((engine) => engine.applyMigration(engine.planMigration(fromMarch), grounds)),
    );
    expect(outcomes.every(({ problems }) => problems.length === 0)).toBe(true);
    for (const caseId of ['received', 'examined', 'waiting', 'granted']) {
      const journal = await world.engine.history(ref(caseId));
      expect(journal.filter(({ command }) => command.type === 'migrate')).toHaveLength(1);
    }
  });

  test('lets what fell due before it happen first, under the version it happened under', async () => {
    await using world = await office();
    const { engine, clock } = world;
    clock.set('2026-03-12T09:00');
    await engine.applyMigration(engine.planMigration(fromMarch), grounds);
    const journal = await engine.history(ref('examined'));
    expect(journal.map(({ command }) => (command.type === 'fire' ? command.timer : command.type))).toEqual([
      'open',
      'send',
      'deadline/answer/1/warn/0',
      'deadline/answer/1/due/0',
      'deadline/answer/1/late/0',
      'deadline/answer/1/late/1',
      'migrate',
    ]);
    await engine.settle();
    expect((await engine.get(ref('examined'))).machine.context).toMatchObject({ reminders: 1 });
  });

  test('stops at the first case the actor may not move', async () => {
    await using world = await office();
    const { engine } = world;
    const outcome = await engine.applyMigration(engine.planMigration(fromMarch), { ...grounds, actor: clerk });
    expect(outcome).toMatchObject({
      status: 'stopped',
      migrated: 0,
      problems: [{ reply: { code: 'MC_ACCESS_DENIED' } }, {}, {}, {}],
    });
    expect(await audit(world)).toMatchObject([
      { record: { outcome: 'refused', code: 'MC_ACCESS_DENIED' } },
      {},
      {},
      {},
    ]);
  });

  test('places the change in law when it is said: acts from there on are judged by the new version', async () => {
    await using world = await office();
    const { engine } = world;
    const request = { ...grounds, occurredAt: at('2026-03-03T00:00') };
    await engine.applyMigration(engine.planMigration(fromMarch), request);
    const lines = (await engine.get(ref('examined'))).deadlines[0]?.entries;
    expect(lines?.at(-1)).toMatchObject({
      kind: 'migrated',
      at: at('2026-03-03T00:00'),
      recordedAt: at('2026-03-04T10:00'),
    });
  });

  test.each<[string, Partial<ApplyMigrationRequest>]>([
    ['without a reason', { reason: '' }],
    ['without a legal basis', { legalBasis: '' }],
    ['accepting what is no finding', { accept: { everything: 'x' } as never }],
    ['accepting for no reason', { accept: { 'state-lost': '' } }],
  ])('%s is MC_COMMAND_INVALID', async (_what, wrong) => {
    await using world = await office();
    const { engine } = world;
    const call = engine.applyMigration(engine.planMigration(fromMarch), { ...grounds, ...wrong });
    await expect(call).rejects.toMatchObject({ code: 'MC_COMMAND_INVALID' });
  });
});
