import { describe, expect, test } from 'vitest';
import { type CommitResult, createEngine, type Engine, type Store } from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { clerk, head, officer } from './actors.js';
import { at } from './case-run.js';
import { dump, handClock, ref, startOffice, storeWith } from './office.js';

const coded = (code: string) => expect.objectContaining({ code });
const input = { applicant: 'Hoa', unit: 'justice' };
const open = { ...ref(), workflow: 'leave-request', actor: clerk, input, commandId: 'opening' };
const accept = { ...ref(), actor: clerk, event: { type: 'accept' }, commandId: 'acceptance' };
const grant = { ...ref(), actor: officer, event: { type: 'grant' }, commandId: 'granting' };

describe('a store that fails after it has written', () => {
  /** Every commit is written; the next so many answers get lost. */
  function losingAnswers() {
    const memory = createMemoryStore();
    const lost = { answers: 0 };
    const store = storeWith(memory, {
      commit: async (batch, options) => {
        const results = await memory.commit(batch, options);
        if (lost.answers === 0) return results;
        lost.answers -= 1;
        throw new Error('connection reset');
      },
    });
    return { store, lost };
  }

  test.each<[string, (engine: Engine) => Promise<unknown>]>([
    ['an opening', (e) => e.open({ ...open, caseId: 'c2', commandId: 'x' })],
    ['an event', (e) => e.send({ ...grant, commandId: 'x' })],
    ['an extension', (e) => e.extend({ ...grounds, budget: { amount: 1, unit: 'workingDay' }, commandId: 'x' })],
    ['a waiver', (e) => e.waive({ ...grounds, commandId: 'x' })],
    ['a refusal', (e) => e.send({ ...ref(), actor: officer, event: { type: 'reopen' }, commandId: 'x' })],
  ])('gives %s that is repeated under its id its first reply, and does it once', async (_what, act) => {
    const { store, lost } = losingAnswers();
    await using office = await startOffice({ store });
    await office.engine.open(open);
    await office.engine.send(accept);
    lost.answers = 1;
    await expect(act(office.engine)).rejects.toThrow(coded('MC_STORE_FAILED'));
    const written = await dump(store);
    const audit = await store.cases.audit({ tenant: 't', after: 0, limit: 99 });
    const reply = await store.cases.reply({ tenant: 't', commandId: 'x' });
    expect(await act(office.engine)).toEqual(reply);
    expect(await dump(store)).toStrictEqual(written);
    expect(await store.cases.audit({ tenant: 't', after: 0, limit: 99 })).toEqual(audit);
  });
  const grounds = { ...ref(), actor: head, deadline: 'answer', reason: 'x', legalBasis: 'x' };

  test('fires a rung once, though nobody was told that it fired', async () => {
    const { store, lost } = losingAnswers();
    await using office = await startOffice({ store });
    await office.engine.open(open);
    await office.engine.send(accept);
    office.clock.set('2026-03-09T17:01');
    lost.answers = 1;
    await expect(office.engine.settle()).rejects.toThrow(coded('MC_STORE_FAILED'));
    office.clock.set('2026-03-09T17:05');
    await office.engine.settle();
    const fired = (await office.engine.history(ref())).flatMap(({ command }) =>
      command.type === 'fire' ? [command.timer] : [],
    );
    expect(fired).toEqual(['deadline/answer/1/warn/0', 'deadline/answer/1/due/0']);
  });
});

describe('a store that answers nonsense is not believed: MC_STORE_FAILED', () => {
  const answering = (changed: (memory: Store) => Partial<Store>) => {
    const memory = createMemoryStore();
    return { memory, store: storeWith(memory, changed(memory)) };
  };
  const committing = (answer: (results: readonly CommitResult[]) => unknown) =>
    answering((memory) => ({
      commit: async (batch, options) => answer(await memory.commit(batch, options)) as readonly CommitResult[],
    }));

  test.each<[string, (results: readonly CommitResult[]) => unknown, RegExp]>([
    ['too few results', (results) => results.slice(1), /answered with 0 results for 1 items/u],
    ['too many results', (results) => [...results, ...results], /answered with 2 results for 1 items/u],
    ['no result', () => undefined, /undefined instead of a list/u],
    ['a result that is none', () => [undefined], /undefined instead of an object/u],
    ['a status nobody knows', () => [{ status: 'ok' }], /\{"status":"ok"\} instead of a result/u],
    ['a conflict without a revision', () => [{ status: 'conflict' }], /instead of a conflict/u],
    ['a duplicate without a reply', () => [{ status: 'duplicate' }], /instead of a duplicate/u],
  ])('%s of a commit', async (_what, answer, message) => {
    const { memory, store } = committing(answer);
    await using office = await startOffice({ store });
    const opening = office.engine.open(open);
    await expect(opening).rejects.toThrow(coded('MC_STORE_FAILED'));
    await expect(opening).rejects.toThrow(message);
    await using again = await startOffice({ store: memory });
    expect(await again.engine.open(open)).toMatchObject({ status: 'accepted', revision: 1 });
  });

  test('one answer for many: none of the callers is told that his command was carried out', async () => {
    const { store } = committing((results) => results.slice(1));
    await using office = await startOffice({ store });
    const calls = ['c1', 'c2', 'c3'].map((caseId) => office.engine.open({ ...open, caseId, commandId: caseId }));
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'MC_STORE_FAILED' } });
    }
  });

  const loading = (answer: unknown) =>
    answering((memory) => ({ cases: { ...memory.cases, load: async () => answer as never } }));
  test.each<[string, object | null | string, RegExp]>([
    ['the case of another tenant', { tenant: 'u', caseId: 'c1' }, /case c1 of tenant u for case c1 of tenant t/u],
    ['another case', { tenant: 't', caseId: 'c2' }, /case c2 of tenant t for case c1/u],
    ['null', null, /null instead of an object/u],
    ['a text', '{}', /instead of an object/u],
  ])('%s where a case was asked for', async (_what, answer, message) => {
    const { memory, store } = loading(answer);
    await using office = await startOffice({ store });
    const before = await memory.cases.audit({ tenant: 't', after: 0, limit: 9 });
    await expect(office.engine.send(grant)).rejects.toThrow(message);
    await expect(office.engine.get(ref())).rejects.toThrow(coded('MC_STORE_FAILED'));
    expect(await memory.cases.audit({ tenant: 't', after: 0, limit: 9 })).toEqual(before);
  });

  const asking: readonly [string, (memory: Store) => Partial<Store>, (engine: Engine) => Promise<unknown>][] = [
    ['a reply', (m) => ({ cases: { ...m.cases, reply: async () => 'yes' as never } }), (e) => e.open(open)],
    ['the journal of another case', withHistory([{ tenant: 't', caseId: 'c9', revision: 1 }]), (e) => e.history(ref())],
    ['a page', (m) => ({ cases: { ...m.cases, find: async () => ({}) as never } }), find],
    [
      'a number of a series',
      (m) => ({ ...m, allocate: async () => 0 }),
      (e) => e.nextNumber({ tenant: 't', series: 's' }),
    ],
    ['no next instant', withTimers({ nextAt: async () => Number.NaN }), (e) => e.nextAt()],
    ['a firing', withTimers({ claim: async () => [{ tenant: 't', caseId: 'c1' } as never] }), (e) => e.settle()],
    ['a claim', (m) => ({ outbox: { ...m.outbox, claim: async () => [{ row: {} } as never] } }), (e) => e.settle()],
    [
      'dead letters',
      (m) => ({ outbox: { ...m.outbox, dead: async () => 0 as never } }),
      (e) => e.deadLetters({ tenant: 't' }),
    ],
    ['outages', (m) => ({ liveness: { ...m.liveness, outages: async () => 0 as never } }), (e) => e.outages()],
  ];
  test.each(asking.filter(([what]) => what !== 'a reply'))('%s', async (_what, changed, ask) => {
    const { store } = answering(changed);
    await using office = await startOffice({ store });
    await expect(ask(office.engine)).rejects.toThrow(coded('MC_STORE_FAILED'));
  });

  test('and so is one that throws what is no error, or throws at once', async () => {
    const throwing = (what: unknown) => () => {
      throw what;
    };
    for (const what of [undefined, 'full', { toString: throwing('no') }, Object.create(null)]) {
      for (const allocate of [throwing(what), () => Promise.reject(what)]) {
        await using office = await startOffice({ store: storeWith(createMemoryStore(), { allocate }) });
        const call = office.engine.nextNumber({ tenant: 't', series: 's' });
        await expect(call).rejects.toThrow(coded('MC_STORE_FAILED'));
      }
    }
  });
});

function withTimers(timers: Partial<Store['timers']>) {
  return (memory: Store): Partial<Store> => ({ timers: { ...memory.timers, ...timers } });
}
function withHistory(entries: readonly unknown[]) {
  return (memory: Store): Partial<Store> => ({ cases: { ...memory.cases, history: async () => entries as never } });
}
function find(engine: Engine) {
  return engine.find({ tenant: 't', order: 'openedAt', limit: 1 });
}

describe('a stored case that was damaged', () => {
  async function damaged(spoil: (envelope: Record<string, unknown>) => unknown) {
    const memory = createMemoryStore();
    const before = await startOffice({ store: memory });
    await before.engine.open(open);
    await before.engine.send(accept);
    const load: Store['cases']['load'] = async (request) => {
      const envelope = structuredClone(await memory.cases.load(request));
      if (envelope !== undefined) spoil(envelope as unknown as Record<string, unknown>);
      return envelope;
    };
    return { memory, store: storeWith(memory, { cases: { ...memory.cases, load } }) };
  }
  const first = (envelope: Record<string, unknown>) => (envelope['deadlines'] as Record<string, unknown>[])[0] ?? {};

  test.each<[string, (envelope: Record<string, unknown>) => unknown]>([
    ['lost its deadlines', (e) => delete e['deadlines']],
    ['has an object for its timers', (e) => Object.assign(e, { timers: {} })],
    ['has no machine', (e) => delete e['machine']],
    ['has a text for its revision', (e) => Object.assign(e, { revision: '2' })],
    ['lost the lines of a ledger', (e) => delete first(e)['entries']],
    ['has a ledger without rungs', (e) => delete first(e)['rungs']],
    ['has a line of no kind', (e) => Object.assign(first(e), { entries: [{ kind: 'vanished' }] })],
  ])('and %s is MC_ENVELOPE_UNKNOWN for commands and questions alike, and nothing is written', async (_what, spoil) => {
    const { memory, store } = await damaged(spoil);
    await using office = await startOffice({ store });
    const before = await dump(memory);
    const { engine } = office;
    await expect(engine.send(grant)).rejects.toThrow(coded('MC_ENVELOPE_UNKNOWN'));
    await expect(engine.deadlines(ref())).rejects.toThrow(coded('MC_ENVELOPE_UNKNOWN'));
    await expect(engine.explain({ ...ref(), deadline: 'answer' })).rejects.toThrow(coded('MC_ENVELOPE_UNKNOWN'));
    expect(await dump(memory)).toStrictEqual(before);
  });

  test('holds up no other case', async () => {
    const { memory, store } = await damaged((envelope) => envelope['caseId'] === 'c1' && delete envelope['deadlines']);
    await using office = await startOffice({ store });
    const other = { ...ref('c2'), commandId: 'x' };
    expect((await office.engine.open({ ...open, ...other })).status).toBe('accepted');
    expect(await memory.cases.load(ref('c2'))).toMatchObject({ revision: 1 });
  });
});

describe('an authorizer that decides nothing is MC_AUTHORIZER_FAILED, and its answer is not remembered', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'because it throws',
      () => {
        throw new Error('the directory is down');
      },
      /threw: the directory is down/u,
    ],
    ['because it takes its time', async () => ({ allowed: true }), /answered with a promise/u],
    ['because it says nothing', () => undefined, /neither yes nor no/u],
    ['because it says something else', () => ({ allowed: 'yes' }), /neither yes nor no/u],
  ])('%s', async (_why, check, message) => {
    let failing = true;
    const authorizer = { check: () => (failing ? check() : { allowed: true }) as never };
    await using office = await startOffice({ authorizer });
    await expect(office.engine.open(open)).rejects.toThrow(coded('MC_AUTHORIZER_FAILED'));
    await expect(office.engine.open(open)).rejects.toThrow(message);
    expect(await office.store.cases.audit({ tenant: 't', after: 0, limit: 9 })).toEqual([]);
    failing = false;
    expect((await office.engine.open(open)).status).toBe('accepted');
  });
});

describe('a clock that gives no instant is MC_TIME_INVALID, and nothing is done', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, at('2026-03-02T09:00') + 0.5, 9e15, '2026-03-02', undefined])(
    'such as %s',
    async (said) => {
      const clock = { ...handClock(), now: () => said as number };
      await using office = await startOffice({ clock });
      await expect(office.engine.open(open)).rejects.toThrow(coded('MC_TIME_INVALID'));
      await expect(office.engine.settle()).rejects.toThrow(coded('MC_TIME_INVALID'));
      expect(await dump(office.store)).toMatchObject({ envelope: undefined });
    },
  );
});

test.each([
  ['batch', 0],
  ['pollMs', Number.NaN],
  ['commandBytes', -1],
  ['leaseMs', Number.POSITIVE_INFINITY],
  ['deliveries', 0.5],
  ['batch', '100'],
])('an engine with the limit %s = %s is MC_CAPABILITY_MISSING', (name, value) => {
  const make = () =>
    createEngine({ workflows: [], calendars: [], store: createMemoryStore(), limits: { [name]: value } as never });
  expect(make).toThrow(coded('MC_CAPABILITY_MISSING'));
  expect(make).toThrow(new RegExp(`limits\\.${name} is `, 'u'));
});
