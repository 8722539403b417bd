import { isMotcuaError, type Reply, type Store } from '@motcua/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TENANT } from '../office/index.ts';
import { seededRandom } from '../run/random.ts';
import { DAY, firedIn, HOUR, handClock, type Office, portal, startOffice, storePairs, storeWith } from './pair.ts';

const MINUTE = 60_000;
const ref = (caseId = 'c1') => ({ tenant: TENANT, caseId });
const idsOf = async ({ engine }: Office, caseId: string) =>
  (await engine.history(ref(caseId))).map(({ command }) => command.id);

describe.each(Object.entries(storePairs))('two engines over one store %s', (_name, createPair) => {
  const pair = async (): Promise<readonly [Store, Store]> => {
    const { stores, close } = await createPair();
    onTestFinished(close);
    return stores;
  };
  const stopAll = (...offices: readonly Office[]) =>
    onTestFinished(async () => {
      for (const { engine } of offices) await engine.stop();
    });

  test('fire each rung once and deliver each message once, though both look at the same instant', async () => {
    const [first, second] = await pair();
    const clock = handClock();
    const { destination, received } = portal();
    const adapters = { portal: destination };
    const a = await startOffice(first, clock, { adapters });
    const b = await startOffice(second, clock, { adapters });
    stopAll(a, b);
    const cases = Array.from({ length: 12 }, (_, number) => `c${number}`);
    for (const [number, caseId] of cases.entries()) {
      await (number % 2 === 0 ? a : b).open(caseId);
      await (number % 2 === 0 ? b : a).send(caseId, 'clerk', 'accept');
    }
    for (let hour = 0; hour < 80; hour += 4) {
      clock.pass(4 * HOUR);
      await Promise.all([a.engine.settle(), b.engine.settle()]);
    }
    for (const caseId of cases) {
      const ids = await idsOf(a, caseId);
      expect(ids).toEqual([...new Set(ids)]);
      expect(await firedIn(b, caseId)).toEqual(expect.arrayContaining(['half/0', 'warn/0', 'due/0', 'late/0']));
    }
    expect(received.filter((id) => !id.endsWith('#1'))).toEqual([]);
    expect(new Set(received).size).toBe(received.length);
  });

  test('give every command one reply, however often and in whatever order it comes to either', async () => {
    const [first, second] = await pair();
    const clock = handClock();
    const offices = [await startOffice(first, clock), await startOffice(second, clock)];
    stopAll(...offices);
    const [a] = offices as [Office, Office];
    await a.open('c1');
    const random = seededRandom(11);
    const commands = ['accept', 'papers.request', 'papers.bring', 'apologise'].flatMap((type) =>
      [1, 2, 3, 4, 5].map((twin) => ({ type, commandId: `${type}#${twin}`, actor: ACTOR_OF[type] ?? 'officer' })),
    );
    const replies = new Map<string, Reply[]>();
    for (let round = 0; round < 8; round += 1) {
      const shuffled = [...commands].sort(() => random.next() - 0.5);
      await Promise.all(
        shuffled.map(async ({ type, commandId, actor }) => {
          const reply = await random.pick(offices).send('c1', actor, type, { commandId });
          replies.set(commandId, [...(replies.get(commandId) ?? []), reply]);
        }),
      );
    }
    const journal = await a.engine.history(ref());
    for (const [commandId, given] of replies) {
      for (const reply of given) expect(reply).toEqual(given[0]);
      const times = journal.filter(({ command }) => command.id === commandId).length;
      expect(times).toBe(given[0]?.status === 'accepted' ? 1 : 0);
    }
    expect(journal.map(({ revision }) => revision)).toEqual(journal.map((_entry, place) => place + 1));
    expect(journal.length).toBeGreaterThanOrEqual(3);
  });

  test('let the commit decide when a lease runs out under a worker that is slow', async () => {
    const [first, second] = await pair();
    const [slowClock, clock] = [handClock(), handClock()];
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const slowStore = storeWith(first, {
      commit: async (batch, options) => {
        if (batch.some(({ firing }) => firing !== undefined)) {
          reached.resolve();
          await released.promise;
        }
        return first.commit(batch, options);
      },
    });
    const slow = await startOffice(slowStore, slowClock);
    const other = await startOffice(second, clock);
    stopAll(slow, other);
    await slow.open('c1');
    await slow.send('c1', 'clerk', 'accept');
    for (const each of [slowClock, clock]) each.pass(DAY + 8 * HOUR);
    const settling = slow.engine.settle();
    await reached.promise;
    expect(await firedIn(other, 'c1')).toEqual([]);
    await other.engine.settle();
    expect(await firedIn(other, 'c1')).toEqual([]);
    clock.pass(31_000);
    await other.engine.settle();
    const fired = await firedIn(other, 'c1');
    expect(fired).toContain('half/0');
    released.resolve();
    await settling;
    expect(await firedIn(other, 'c1')).toEqual(fired);
  });

  test('let a delivery whose lease ran out arrive twice under one id, and its late settlement count for nothing', async () => {
    const [first, second] = await pair();
    const [slowClock, clock] = [handClock(), handClock()];
    const answer = Promise.withResolvers<void>();
    const slowPortal = portal(() => answer.promise.then(() => ({ status: 'retry', reason: 'too late to matter' })));
    const quick = portal();
    const slow = await startOffice(first, slowClock, { adapters: { portal: slowPortal.destination } });
    const other = await startOffice(second, clock, { adapters: { portal: quick.destination } });
    stopAll(slow, other);
    await slow.open('c1');
    await slow.send('c1', 'clerk', 'accept');
    const settling = slow.engine.settle();
    await new Promise((resolve) => setImmediate(resolve));
    expect(slowPortal.received).toEqual(['c1:2:0#1']);
    await other.engine.settle();
    expect(quick.received).toEqual([]);
    clock.pass(31_000);
    await other.engine.settle();
    expect(quick.received).toEqual(['c1:2:0#2', 'c1:2:1#1']);
    answer.resolve();
    await settling;
    const { outbox } = first;
    expect(await outbox.count({ tenant: TENANT })).toMatchObject({ pending: 0, delivered: 2, dead: 0 });
  });

  test('with clocks ten minutes apart fire every rung once, lose no act, and raise the alarm', async () => {
    const [first, second] = await pair();
    const [slowClock, fastClock] = [handClock(), handClock()];
    fastClock.pass(10 * MINUTE);
    const slow = await startOffice(first, slowClock);
    const fast = await startOffice(second, fastClock);
    stopAll(slow, fast);
    await fast.open('c1');
    // The slow one's clock says that the case is not open yet.
    expect(await slow.send('c1', 'clerk', 'accept')).toMatchObject({ status: 'accepted' });
    expect(slow.behind).toMatchObject([{ behindMs: 10 * MINUTE, seenIn: { caseId: 'c1' } }]);
    expect(fast.behind).toEqual([]);
    const { occurredAt, writtenAt } = await slow.engine.get(ref());
    expect([occurredAt, writtenAt]).toEqual([fastClock.now(), fastClock.now()]);
    const explicit = await slow.send('c1', 'officer', 'consult', { occurredAt: slowClock.now() });
    expect(explicit).toMatchObject({ status: 'refused', code: 'MC_TIME_OUT_OF_BOUNDS' });
    for (let step = 0; step < 70; step += 1) {
      for (const clock of [slowClock, fastClock]) clock.pass(2 * HOUR);
      await Promise.all([slow.engine.settle(), fast.engine.settle()]);
    }
    const ids = await idsOf(fast, 'c1');
    expect(ids).toEqual([...new Set(ids)]);
    expect(await firedIn(fast, 'c1')).toEqual(
      expect.arrayContaining(['half/0', 'warn/0', 'due/0', 'late/0', 'late/4', 'chase/0']),
    );
    const journal = await fast.engine.history(ref());
    for (const { command } of journal)
      if (command.type === 'fire') expect(command.firedAt).toBeGreaterThanOrEqual(command.occurredAt);
    expect(await first.timers.nextAt()).toBe((await fast.engine.nextAt()) ?? undefined);
  });

  test('with a clock that went back an hour fire nothing again, and nothing late for good', async () => {
    const [first, second] = await pair();
    const clock = handClock();
    const office = await startOffice(first, clock);
    const other = await startOffice(second, handClock());
    stopAll(office, other);
    await office.open('c1');
    await office.send('c1', 'clerk', 'accept');
    clock.pass(DAY + 8 * HOUR);
    await office.engine.settle();
    const before = await firedIn(office, 'c1');
    expect(before).toContain('half/0');
    await office.send('c1', 'officer', 'consult');
    const at = (await office.engine.get(ref())).occurredAt;
    clock.pass(-HOUR);
    await office.engine.settle();
    expect(await firedIn(office, 'c1')).toEqual(before);
    expect(await office.send('c1', 'officer', 'consult.recall')).toMatchObject({ status: 'accepted' });
    expect((await office.engine.get(ref())).occurredAt).toBe(at);
    expect(office.behind).toMatchObject([{ behindMs: HOUR }]);
    for (let hour = 0; hour < 48; hour += 1) {
      clock.pass(HOUR);
      await office.engine.settle();
    }
    const ids = await idsOf(office, 'c1');
    expect(ids).toEqual([...new Set(ids)]);
    expect(await firedIn(office, 'c1')).toEqual(expect.arrayContaining([...before, 'warn/0', 'due/0']));
  });

  test('share a commit among many callers without sharing fate', async () => {
    const [first, second] = await pair();
    const clock = handClock();
    const other = await startOffice(second, clock);
    const cases = Array.from({ length: 64 }, (_, number) => `c${number}`);
    const beaten = new Set(['c3', 'c17', 'c63']);
    const batches: number[] = [];
    let isRace = false;
    const office = await startOffice(
      storeWith(first, {
        commit: async (batch, options) => {
          batches.push(batch.length);
          if (isRace) {
            isRace = false;
            // Between decision and commit another engine moves some of the cases on.
            for (const caseId of beaten) await other.send(caseId, 'clerk', 'withdraw');
          }
          return first.commit(batch, options);
        },
      }),
      clock,
    );
    stopAll(office, other);
    await Promise.all(cases.map((caseId) => office.open(caseId)));
    await Promise.all(cases.map((caseId) => office.send(caseId, 'clerk', 'accept', { commandId: `${caseId}/accept` })));
    batches.length = 0;
    isRace = true;
    const replies = await Promise.all([
      ...cases.map((caseId) => office.send(caseId, 'officer', 'papers.request')),
      office.send('c5', 'clerk', 'accept', { commandId: 'c5/accept' }),
      office.send('nowhere', 'clerk', 'accept').catch((error: unknown) => error),
    ]);
    expect(batches[0]).toBe(64);
    for (const [place, caseId] of cases.entries()) {
      const expected = beaten.has(caseId)
        ? { status: 'refused', code: 'MC_CASE_CLOSED' }
        : { status: 'accepted', state: 'waiting' };
      expect(replies[place]).toMatchObject(expected);
    }
    expect(replies[64]).toMatchObject({ status: 'accepted', state: 'examining', revision: 2 });
    expect(isMotcuaError(replies[65], 'MC_CASE_NOT_FOUND')).toBe(true);
  });
});

const ACTOR_OF: Readonly<Record<string, 'clerk' | 'officer'>> = {
  accept: 'clerk',
  'papers.bring': 'clerk',
};
