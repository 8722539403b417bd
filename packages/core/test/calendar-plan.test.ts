import { describe, expect, test } from 'vitest';
import {
  type Calendar,
  type CaseMove,
  createCalendar,
  createEngine,
  type Engine,
  type Store,
  type Workflow,
} from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { anybody, head, officer } from './actors.js';
import { at, print } from './case-run.js';
import { after, before, closedOn } from './late-announcement.js';
import { handClock, storeWith } from './office.js';
import { oneTerm } from './one-term.js';

const grounds = { reason: 'nghỉ hoán đổi', legalBasis: 'Văn bản 12729/VPCP-KGVX' };
const days = (amount: number) => ({ amount, unit: 'workingDay' }) as const;

interface Options {
  readonly store?: Store;
  readonly workflow?: Workflow;
  readonly calendars?: readonly Calendar[];
  readonly now?: string;
}

/** An engine that has the new version but is still asked to count with the old one: as on the day before. */
async function office({ store = createMemoryStore(), workflow, calendars = [after, before], now }: Options = {}) {
  const clock = handClock(now ?? '2025-12-29T09:00');
  const workflows = [workflow ?? oneTerm({ budget: days(5) })];
  const engine = createEngine({ workflows, calendars, clock, store });
  await engine.start({ background: false });
  return { engine, clock, store };
}

async function openCase(engine: Engine, caseId: string, tenant = 't') {
  const request = { tenant, caseId, actor: anybody };
  await engine.open({ ...request, workflow: 'one-term', input: {} });
  await engine.send({ ...request, event: { type: 'start' } });
}

async function all(plan: AsyncIterable<CaseMove>): Promise<readonly CaseMove[]> {
  const moves: CaseMove[] = [];
  for await (const move of plan) moves.push(move);
  return moves;
}

async function listed(plan: AsyncIterable<CaseMove>): Promise<readonly string[]> {
  return (await all(plan)).map(({ tenant, caseId, terms }) => {
    const moves = terms.map(({ effect, dueBefore, dueAfter }) => `${effect} ${print(dueBefore)} ${print(dueAfter)}`);
    return `${tenant}/${caseId}: ${moves.join(', ')}`;
  });
}

const dueOf = async (engine: Engine, caseId: string, tenant = 't') =>
  print((await engine.get({ tenant, caseId })).deadlines[0]?.dueAt);

describe('a plan for a new calendar version', () => {
  test('lists the cases whose ends move, with the rows that move them, and counts the others', async () => {
    const { engine, clock } = await office();
    await openCase(engine, 'later');
    clock.set('2026-01-05T09:00');
    await openCase(engine, 'kept');
    clock.set('2026-01-13T09:00');
    await openCase(engine, 'unmoved');
    const plan = engine.planCalendar(after);
    expect(await listed(plan)).toEqual([
      't/kept: kept 2026-01-12T17:00 2026-01-12T17:00',
      't/later: later 2026-01-06T17:00 2026-01-07T17:00',
    ]);
    expect(await plan.totals()).toEqual({ cases: 3, moved: 2, later: 1, earlier: 0, kept: 1, unmoved: 1 });
    const [first] = await all(plan);
    expect(first).toMatchObject({
      workflow: 'one-term',
      revision: 2,
      terms: [
        {
          deadline: 'answer',
          title: { vi: 'Thời hạn', en: 'Answer' },
          owner: 'authority',
          status: 'running',
          counted: at('2026-01-10T17:00'),
          because: [{ date: '2026-01-10', after: { name: { en: 'New Year break' } } }],
        },
      ],
    });
    await engine.stop();
  });

  test('may be made with a calendar the engine does not have yet, and changes nothing', async () => {
    const { engine, store } = await office({ calendars: [before] });
    await openCase(engine, 'c');
    const envelope = await store.cases.load({ tenant: 't', caseId: 'c' });
    expect(await engine.planCalendar(after).totals()).toMatchObject({ moved: 1 });
    expect(await store.cases.load({ tenant: 't', caseId: 'c' })).toEqual(envelope);
    await engine.stop();
  });

  test('says of an end that may move earlier that it does', async () => {
    const { engine } = await office({ now: '2026-01-05T09:00' });
    await openCase(engine, 'c');
    expect(await listed(engine.planCalendar(after, { earlierEnd: 'move' }))).toEqual([
      't/c: earlier 2026-01-12T17:00 2026-01-10T17:00',
    ]);
    await engine.stop();
  });

  test('keeps to a tenant, a workflow, and the calendar it replaces', async () => {
    const danang = createCalendar({ ...before.definition, id: 'office-danang', version: '1' });
    const stormy = closedOn(danang, ['2026-01-05', '2026-01-06'], '2');
    const workflow = oneTerm({ budget: days(5), calendar: 'office-danang' });
    const other = oneTerm({ budget: days(5) });
    const store = createMemoryStore();
    const clock = handClock('2025-12-29T09:00');
    const renamed: Workflow = { ...other, id: 'two', spec: { ...other.spec, id: 'two' } };
    const calendars = [before, stormy, danang];
    const engine = createEngine({ workflows: [workflow, renamed], calendars, clock, store });
    await engine.start({ background: false });
    await openCase(engine, 'in-danang', 'danang');
    await openCase(engine, 'in-hue', 'hue');
    await engine.open({ tenant: 'hue', caseId: 'two', actor: anybody, workflow: 'two', input: {} });
    await engine.send({ tenant: 'hue', caseId: 'two', actor: anybody, event: { type: 'start' } });
    const cases = async (...plan: Parameters<Engine['planCalendar']>) =>
      (await all(engine.planCalendar(...plan))).map(({ caseId }) => caseId);
    expect(await cases(stormy)).toEqual(['in-danang', 'in-hue']);
    expect(await cases(stormy, { tenant: 'danang' })).toEqual(['in-danang']);
    expect(await cases(stormy, { workflow: 'two' })).toEqual([]);
    expect(await cases(stormy, { replaces: 'office' })).toEqual(['two']);
    expect(await cases(after)).toEqual(['two']);
    await engine.stop();
  });

  test('reads the store in pages, and no further than it is asked', async () => {
    const store = createMemoryStore();
    const limits: number[] = [];
    const counting = storeWith(store, {
      cases: {
        ...store.cases,
        scan: (request) => {
          limits.push(request.limit);
          return store.cases.scan(request);
        },
      },
    });
    const { engine } = await office({ store: counting });
    for (let number = 0; number < 450; number += 1) await openCase(engine, `c-${String(number).padStart(3, '0')}`);
    for await (const { caseId } of engine.planCalendar(after)) if (caseId === 'c-000') break;
    expect(limits).toEqual([100]);
    expect(await engine.planCalendar(after).totals()).toMatchObject({ cases: 450, moved: 450 });
    expect(limits).toEqual([100, 100, 100, 100, 100, 100]);
    await engine.stop();
  });

  test('passes over the cases of workflows that other engines on the store run', async () => {
    const store = createMemoryStore();
    const { engine } = await office({ store });
    await openCase(engine, 'c');
    const other: Workflow = { ...oneTerm(), id: 'other' };
    const another = createEngine({ workflows: [other], calendars: [before], clock: handClock(), store });
    await another.start({ background: false });
    expect(await another.planCalendar(after).totals()).toMatchObject({ cases: 0 });
    await engine.stop();
  });
});

describe('applying a plan', () => {
  const apply = (engine: Engine, request: Partial<Parameters<Engine['applyCalendar']>[1]> = {}) =>
    engine.applyCalendar(engine.planCalendar(after), { actor: head, ...grounds, ...request });

  test('moves every case in a commit of its own, tells it as a fact, and is on the audit record', async () => {
    const { engine, store } = await office();
    for (const caseId of ['a', 'b', 'c']) await openCase(engine, caseId);
    const facts: unknown[] = [];
    engine.on('fact', ({ fact, envelope }) => void facts.push({ ...fact, caseId: envelope.caseId }));
    const done: string[] = [];
    const result = await apply(engine, { onCase: ({ caseId, reply }) => void done.push(`${caseId} ${reply.status}`) });
    expect(result).toEqual({ reprojected: 3, passedOver: 0, problems: [], status: 'complete' });
    expect(done).toEqual(['a accepted', 'b accepted', 'c accepted']);
    for (const caseId of ['a', 'b', 'c']) expect(await dueOf(engine, caseId)).toBe('2026-01-07T17:00');
    expect(facts).toMatchObject(['a', 'b', 'c'].map((caseId) => ({ type: 'deadline.reprojected', caseId, ...moved })));
    const audit = await store.cases.audit({ tenant: 't', caseId: 'a', after: 0, limit: 10 });
    expect(audit.at(-1)?.record).toMatchObject({ action: 'reproject', outcome: 'accepted', actor: head });
    await engine.stop();
  });
  const moved = { dueBefore: at('2026-01-06T17:00'), dueAfter: at('2026-01-07T17:00'), reason: grounds.reason };

  test('again does nothing more', async () => {
    const { engine } = await office();
    await openCase(engine, 'a');
    await apply(engine);
    const { revision } = await engine.get({ tenant: 't', caseId: 'a' });
    expect(await apply(engine)).toMatchObject({ reprojected: 0, passedOver: 0, status: 'complete' });
    expect((await engine.get({ tenant: 't', caseId: 'a' })).revision).toBe(revision);
    await engine.stop();
  });

  test('goes on where it ended when it is stopped by a signal', async () => {
    const { engine } = await office();
    for (let number = 0; number < 250; number += 1) await openCase(engine, `c-${String(number).padStart(3, '0')}`);
    const stopping = new AbortController();
    const first = await apply(engine, { signal: stopping.signal, onCase: () => stopping.abort() });
    expect(first).toMatchObject({ reprojected: 100, status: 'stopped' });
    expect(await apply(engine)).toMatchObject({ reprojected: 150, status: 'complete' });
    await engine.stop();
  });

  test('decides on each case as it is then: ended ones are passed over, extended ones keep their extension', async () => {
    const store = createMemoryStore();
    let between: (() => Promise<void>) | undefined;
    const slow = storeWith(store, {
      cases: {
        ...store.cases,
        async scan(request) {
          const page = await store.cases.scan(request);
          await between?.();
          between = undefined;
          return page;
        },
      },
    });
    const { engine } = await office({
      store: slow,
      workflow: oneTerm({ budget: days(5), extension: { maxTimes: 1 } }),
    });
    for (const caseId of ['a', 'b', 'c']) await openCase(engine, caseId);
    between = async () => {
      await engine.send({ tenant: 't', caseId: 'a', actor: anybody, event: { type: 'answer' } });
      const extension = { tenant: 't', caseId: 'b', actor: anybody, deadline: 'answer', budget: days(1), ...grounds };
      await engine.extend(extension);
    };
    expect(await apply(engine)).toMatchObject({ reprojected: 2, passedOver: 1 });
    expect(await dueOf(engine, 'b')).toBe('2026-01-08T17:00');
    expect((await engine.get({ tenant: 't', caseId: 'a' })).deadlines[0]?.entries.map(({ kind }) => kind)).toEqual([
      'started',
      'met',
    ]);
    await engine.stop();
  });

  test('sends each case the same command again when its answer was lost', async () => {
    const store = createMemoryStore();
    let isDown = true;
    const losing = storeWith(store, {
      async commit(batch, options) {
        const results = await store.commit(batch, options);
        if (isDown && batch.some(({ commandId }) => commandId.startsWith('reproject/')))
          throw new Error('the network went away');
        return results;
      },
    });
    const { engine } = await office({ store: losing });
    for (const caseId of ['a', 'b']) await openCase(engine, caseId);
    await expect(apply(engine)).rejects.toThrow('the network went away');
    const ids = async () =>
      (await store.cases.audit({ tenant: 't', after: 0, limit: 100 }))
        .map(({ record }) => record.commandId)
        .filter((id) => id.startsWith('reproject/'));
    const known = await ids();
    isDown = false;
    expect(await apply(engine)).toMatchObject({ status: 'complete', problems: [] });
    for (const caseId of ['a', 'b']) expect(await dueOf(engine, caseId)).toBe('2026-01-07T17:00');
    const all = await ids();
    expect(all.slice(0, known.length)).toEqual(known);
    expect(all).toEqual([...new Set(all)]);
    expect(all).toHaveLength(2);
    await engine.stop();
  });

  test('stops at the first page with a case the actor may not reproject, which is on the audit record', async () => {
    const { engine, store } = await office();
    for (let number = 0; number < 250; number += 1) await openCase(engine, `c-${String(number).padStart(3, '0')}`);
    const result = await apply(engine, { actor: officer });
    expect(result).toMatchObject({ reprojected: 0, status: 'stopped' });
    expect(result.problems).toHaveLength(100);
    expect(result.problems[0]).toMatchObject({ caseId: 'c-000', reply: { code: 'MC_ACCESS_DENIED' } });
    const audit = await store.cases.audit({ tenant: 't', caseId: 'c-000', after: 0, limit: 10 });
    expect(audit.at(-1)?.record).toMatchObject({ action: 'reproject', outcome: 'refused', actor: officer });
    // Who may do it is not held to the refusal of who might not.
    expect(await apply(engine)).toMatchObject({ reprojected: 250, status: 'complete' });
    await engine.stop();
  });

  test('is refused with a calendar the engine was not given, or knows differently', async () => {
    const { engine } = await office({ calendars: [before] });
    await openCase(engine, 'a');
    await expect(apply(engine)).rejects.toMatchObject({ code: 'MC_CALENDAR_UNKNOWN' });
    await engine.stop();
    const { engine: another } = await office();
    await openCase(another, 'a');
    const false3 = createCalendar({ ...after.definition, rows: [] });
    const plan = another.planCalendar(false3);
    await expect(another.applyCalendar(plan, { actor: head, ...grounds })).rejects.toMatchObject({
      code: 'MC_CALENDAR_UNKNOWN',
      message: expect.stringContaining('another calendar by that name'),
    });
    const same = another.planCalendar(createCalendar(after.definition));
    expect(await another.applyCalendar(same, { actor: head, ...grounds })).toMatchObject({ reprojected: 1 });
    await another.stop();
  });

  test('wants an actor, a reason and a legal basis', async () => {
    const { engine } = await office();
    await expect(apply(engine, { reason: '' })).rejects.toMatchObject({
      code: 'MC_COMMAND_INVALID',
      message: expect.stringContaining('reason'),
    });
    await engine.stop();
    expect(() => engine.planCalendar(after)).toThrow(expect.objectContaining({ code: 'MC_ENGINE_STOPPED' }));
  });

  test('fires what was due before it first, by the old count, and overrules that', async () => {
    const rungs = { due: { at: 'due', effect: 'escalating' } } as const;
    const { engine, clock } = await office({ workflow: oneTerm({ budget: days(5), rungs }) });
    await openCase(engine, 'a');
    clock.set('2026-01-07T08:00');
    await apply(engine);
    const [ledger] = (await engine.get({ tenant: 't', caseId: 'a' })).deadlines;
    expect(ledger?.entries.map(({ kind }) => kind)).toEqual(['started', 'breached', 'reprojected']);
    const lateness = await engine.lateness({ tenant: 't', caseId: 'a', deadline: 'answer' });
    expect(lateness).toMatchObject({ late: false, breaches: [{ overruled: { kind: 'reprojected' } }] });
    await engine.stop();
  });
});
