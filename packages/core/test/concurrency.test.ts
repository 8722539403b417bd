import { describe, expect, test } from 'vitest';
import { createEngine, type Reply, type Store } from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { clerk, officer } from './actors.js';
import { leaveRequest } from './leave-request.js';
import { handClock, ref, startOffice, storeWith } from './office.js';
import { officeCalendar } from './office-calendar.js';

const input = { applicant: 'Hoa', unit: 'justice' };
const open = { tenant: 't', workflow: 'leave-request', actor: clerk, input };

/** A store that counts its commits and the items in them. */
function counting(memory = createMemoryStore()) {
  const batches: number[] = [];
  const store = storeWith(memory, {
    commit: (batch, options) => {
      batches.push(batch.length);
      return memory.commit(batch, options);
    },
  });
  return { store, batches };
}

const statuses = (replies: readonly Reply[]) => {
  const count: Record<string, number> = {};
  for (const reply of replies) {
    const key = reply.status === 'accepted' ? reply.status : reply.code;
    count[key] = (count[key] ?? 0) + 1;
  }
  return count;
};

describe('callers at the same time', () => {
  test('on one case are served one after another: one wins, the others see what it wrote', async () => {
    await using office = await startOffice();
    await office.engine.open({ ...open, caseId: 'c1' });
    await office.engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } });
    const replies = await Promise.all(
      Array.from({ length: 64 }, () => office.engine.send({ ...ref(), actor: officer, event: { type: 'grant' } })),
    );
    expect(statuses(replies)).toEqual({ accepted: 1, MC_EVENT_NOT_ALLOWED: 63 });
    expect(replies[0]).toMatchObject({ status: 'accepted', revision: 3 });
    const journal = await office.engine.history(ref());
    expect(journal.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  test('on one case keep the order they came in', async () => {
    await using office = await startOffice();
    const sent = [
      office.engine.open({ ...open, caseId: 'c1' }),
      office.engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } }),
      office.engine.send({ ...ref(), actor: officer, event: { type: 'papers.ask' } }),
      office.engine.send({ ...ref(), actor: clerk, event: { type: 'papers.bring' } }),
      office.engine.send({ ...ref(), actor: officer, event: { type: 'grant' } }),
    ];
    expect((await Promise.all(sent)).map((reply) => reply.status === 'accepted' && reply.state)).toEqual([
      'received',
      'open.examining',
      'open.waiting',
      'open.examining',
      'granted',
    ]);
  });

  test('on many cases share one commit', async () => {
    const { store, batches } = counting();
    await using office = await startOffice({ store });
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_none, n) => office.engine.open({ ...open, caseId: `c${n}` })),
    );
    expect(statuses(replies)).toEqual({ accepted: 100 });
    expect(batches).toEqual([100]);
    await office.engine.send({ ...ref('c7'), actor: clerk, event: { type: 'accept' } });
    expect(batches).toEqual([100, 1]);
  });

  test('do not share fate with the one whose commit is lost', async () => {
    const memory = createMemoryStore();
    const store = storeWith(memory, {
      commit: async (batch, options) => {
        const lost = batch.findIndex(({ caseId }) => caseId === 'c1');
        const results = [
          ...(await memory.commit(
            batch.filter((_item, index) => index !== lost),
            options,
          )),
        ];
        if (lost >= 0) results.splice(lost, 0, { status: 'conflict', revision: 0 });
        return results;
      },
    });
    await using office = await startOffice({ store });
    const [first, second] = await Promise.allSettled([
      office.engine.open({ ...open, caseId: 'c1' }),
      office.engine.open({ ...open, caseId: 'c2' }),
    ]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'MC_COMMAND_CONTENDED' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { status: 'accepted' } });
  });
});

describe('two engines over one store', () => {
  const startPair = async (store: Store) => {
    const clock = handClock();
    const engines = [0, 1].map(() =>
      createEngine({ workflows: [leaveRequest], calendars: [officeCalendar], clock, store }),
    );
    for (const engine of engines) await engine.start({ background: false });
    return { clock, engines: engines as [(typeof engines)[0], (typeof engines)[0]] };
  };

  test('race for a case: the loser decides again on what the winner wrote', async () => {
    const { engines } = await startPair(createMemoryStore());
    await engines[0].open({ ...open, caseId: 'c1' });
    await engines[0].send({ ...ref(), actor: clerk, event: { type: 'accept' } });
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_none, n) =>
        engines[n % 2 === 0 ? 0 : 1].send({
          ...ref(),
          actor: officer,
          event: { type: n < 10 ? 'papers.ask' : 'grant' },
        }),
      ),
    );
    // Whoever comes first, asking for papers or granting: it is done once, and all others are told.
    expect(statuses(replies)).toEqual({ accepted: 1, MC_EVENT_NOT_ALLOWED: 19 });
    expect((await engines[1].history(ref())).map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  test('fire each rung once', async () => {
    const { clock, engines } = await startPair(createMemoryStore());
    await engines[0].open({ ...open, caseId: 'c1' });
    await engines[0].send({ ...ref(), actor: clerk, event: { type: 'accept' } });
    clock.set('2026-03-20T09:00');
    await Promise.all(engines.map((engine) => engine.settle()));
    const fired = (await engines[0].history(ref())).flatMap(({ command }) =>
      command.type === 'fire' ? [command.timer] : [],
    );
    expect(fired).toEqual(['warn/0', 'due/0', 'late/0', 'late/1', 'late/2'].map((key) => `deadline/answer/1/${key}`));
  });

  test('give a command id one reply, whichever of them is asked', async () => {
    const { engines } = await startPair(createMemoryStore());
    const replies = await Promise.all(engines.map((engine) => engine.open({ ...open, caseId: 'c1', commandId: 'x1' })));
    expect(replies[0]).toStrictEqual(replies[1]);
    expect(replies[0]?.status).toBe('accepted');
  });
});

test('tenants see nothing of one another', async () => {
  await using office = await startOffice();
  const { engine } = office;
  await engine.open({ ...open, caseId: 'c1', commandId: 'x1' });
  await engine.open({ ...open, tenant: 'u', caseId: 'c1', commandId: 'x1' });
  await engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } });
  expect(await engine.get(ref('c1', 't'))).toMatchObject({ state: 'open.examining', tenant: 't' });
  expect(await engine.get(ref('c1', 'u'))).toMatchObject({ state: 'received', tenant: 'u' });
  await expect(engine.get(ref('c1', 'v'))).rejects.toMatchObject({ code: 'MC_CASE_NOT_FOUND' });
  expect((await engine.find({ tenant: 'u', order: 'openedAt', limit: 9 })).items).toHaveLength(1);
  expect([
    await engine.nextNumber({ tenant: 't', series: 'a' }),
    await engine.nextNumber({ tenant: 'u', series: 'a' }),
  ]).toEqual([1, 1]);
  office.clock.set('2026-03-20T09:00');
  await engine.settle();
  expect((await engine.history(ref('c1', 'u'))).map(({ command }) => command.type)).toEqual(['open']);
});
