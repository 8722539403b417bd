import { createEngine, type EngineEvents, parseInstant, type Store } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { plainCalendar, virtualClock } from '../src/index.js';
import { adapter, person, ref, startOffice } from './office.js';
import { clerk, officer, permit } from './permit.js';

const open = { ...ref(), workflow: 'permit', actor: person(clerk), input: { applicant: 'Hoa' } };
const grant = { ...ref(), actor: person(officer), event: { type: 'grant' } };
const HOUR = 3_600_000;
type Office = Awaited<ReturnType<typeof startOffice>>;

const firedAt = async ({ engine }: Pick<Office, 'engine'>) =>
  (await engine.history(ref())).flatMap(({ command }) =>
    command.type === 'fire'
      ? [`${command.timer.slice(18)} ${plainCalendar().format(command.firedAt).slice(0, 16)}`]
      : [],
  );
const withTimers = (memory: Store, changed: Partial<Store['timers']>): Store => ({
  ...memory,
  timers: { ...memory.timers, ...changed },
});

describe('the background loop', () => {
  test('fires every timer at its instant, by itself', async () => {
    await using office = await startOffice({ background: true, limits: { pollMs: HOUR } });
    await office.engine.open(open);
    await office.clock.advanceTo('2026-03-13T09:00+07:00');
    expect(await firedAt(office)).toEqual([
      'warn/0 2026-03-06T15:42',
      'due/0 2026-03-09T17:00',
      'late/0 2026-03-10T17:00',
      'late/1 2026-03-11T17:00',
      'late/2 2026-03-12T17:00',
    ]);
  });

  test('delivers what a command left behind without waiting for its next look', async () => {
    const made = adapter(async () => ({ status: 'delivered' }));
    await using office = await startOffice({
      background: true,
      adapters: { mail: made.destination },
      limits: { pollMs: HOUR },
    });
    await office.clock.advanceBy(1);
    await office.engine.open(open);
    await office.clock.advanceBy(1);
    expect(made.calls.map(({ topic }) => topic)).toEqual(['deadline.started']);
  });

  test('settling waits for what the loop has begun to deliver', async () => {
    const answer = Promise.withResolvers<void>();
    const made = adapter(() => answer.promise.then(() => ({ status: 'delivered' })));
    await using office = await startOffice({ background: true, adapters: { mail: made.destination } });
    await office.clock.advanceBy(1);
    await office.engine.open(open);
    await office.clock.advanceBy(1);
    expect(made.calls).toHaveLength(1);
    let isSettled = false;
    const settled = office.engine.settle().then(() => {
      isSettled = true;
    });
    await new Promise(setImmediate);
    expect(isSettled).toBe(false);
    answer.resolve();
    await settled;
    expect(await office.store.outbox.count({ tenant: ref().tenant })).toMatchObject({ pending: 0 });
  });

  test('fires in time while a destination does not answer', async () => {
    const answer = Promise.withResolvers<void>();
    const made = adapter(() => answer.promise.then(() => ({ status: 'delivered' })));
    await using office = await startOffice({
      background: true,
      adapters: { mail: made.destination },
      limits: { pollMs: HOUR, deliveryMs: 3 * HOUR, leaseMs: 4 * HOUR },
    });
    await office.clock.advanceTo('2026-03-06T15:00+07:00');
    await office.engine.open({ ...open, occurredAt: parseInstant('2026-03-02T09:00+07:00') });
    await office.clock.advanceTo('2026-03-06T16:00+07:00');
    expect(made.calls.map(({ topic }) => topic)).toEqual(['deadline.started']);
    expect(await firedAt(office)).toEqual(['warn/0 2026-03-06T15:42']);
    answer.resolve();
  });

  test('sees what another engine wrote at its next look', async () => {
    const store = createMemoryStore();
    const made = adapter(async () => ({ status: 'delivered' }));
    await using writer = await startOffice({ store, adapters: { mail: made.destination } });
    await using worker = await startOffice({ store, background: true, adapters: { mail: made.destination } });
    await worker.clock.advanceBy(1);
    await writer.engine.open(open);
    await worker.clock.advanceBy(4_998);
    expect(made.calls).toEqual([]);
    await worker.clock.advanceBy(1_000);
    expect(made.calls).toHaveLength(1);
  });

  test('goes on after a failing round, without spinning', async () => {
    let looks = 0;
    let failing = true;
    const memory = createMemoryStore();
    const store = withTimers(memory, {
      claim: async (request) => {
        looks += 1;
        if (failing) throw new Error('disk full');
        return memory.timers.claim(request);
      },
    });
    await using office = await startOffice({ store, background: true, limits: { pollMs: 60_000 } });
    const failures: EngineEvents['worker.failed'][] = [];
    office.engine.on('worker.failed', (failure) => void failures.push(failure));
    await office.engine.open(open);
    // A row is due and cannot be had: whoever asked for the next instant would be told to look at once.
    await office.clock.advanceTo('2026-03-06T15:45+07:00');
    looks = 0;
    await office.clock.advanceBy(10 * 60_000);
    expect(looks).toBeGreaterThanOrEqual(10);
    expect(looks).toBeLessThanOrEqual(11);
    expect(failures[0]).toMatchObject({
      worker: 'scheduler',
      error: { code: 'MC_STORE_FAILED', cause: { message: 'disk full' } },
    });
    failing = false;
    await office.clock.advanceTo('2026-03-09T17:00+07:00');
    expect(await firedAt(office)).toEqual(['warn/0 2026-03-06T15:56', 'due/0 2026-03-09T17:00']);
  });

  test('asks a store that is at odds with itself ever more seldom', async () => {
    let looks = 0;
    const memory = createMemoryStore();
    const store = withTimers(memory, {
      nextAt: async () => 0,
      claim: async () => {
        looks += 1;
        return [];
      },
    });
    await using office = await startOffice({ store, background: true, limits: { pollMs: 60_000 } });
    await office.clock.advanceBy(60_000);
    expect(looks).toBeGreaterThan(5);
    expect(looks).toBeLessThan(20);
    looks = 0;
    await office.clock.advanceBy(10 * 60_000);
    expect(looks).toBeLessThanOrEqual(11);
  });

  test('is not held up by one case that cannot be decided, and says so', async () => {
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      cases: {
        ...memory.cases,
        load: async (request) => {
          if (request.caseId === 'broken') throw new Error('unreadable');
          return memory.cases.load(request);
        },
      },
    };
    const good = await startOffice({ store: memory });
    await good.engine.open(open);
    await good.engine.open({ ...open, caseId: 'broken' });
    await using office = await startOffice({ store, background: true, limits: { pollMs: 60_000 } });
    const failures: unknown[] = [];
    office.engine.on('worker.failed', ({ error }) => void failures.push((error as Error).cause));
    await office.clock.advanceTo('2026-03-06T15:43+07:00');
    expect(await firedAt(good)).toEqual(['warn/0 2026-03-06T15:42']);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.every((cause) => (cause as Error).message === 'unreadable')).toBe(true);
    // Its row stays leased for half a minute, so it is not tried without pause.
    expect(failures.length).toBeLessThanOrEqual(3);
  });
});

describe('two engines in the background over one store', () => {
  test('fire each rung once and deliver each message once', async () => {
    const store = createMemoryStore();
    const clock = virtualClock('2026-03-02T09:00+07:00');
    const made = adapter(async () => ({ status: 'delivered' }));
    const engines = [0, 1].map(() =>
      createEngine({
        workflows: [permit],
        calendars: [plainCalendar()],
        clock,
        store,
        adapters: { mail: made.destination },
        limits: { pollMs: HOUR },
      }),
    );
    for (const engine of engines) await engine.start();
    for (let n = 0; n < 10; n += 1) await engines[n % 2]!.open({ ...open, caseId: `c${n}` });
    await clock.advanceTo('2026-03-13T09:00+07:00');
    const keys = made.calls.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    // Started, warned, breached with its reminder, and three times late.
    expect(keys).toHaveLength(10 * 7);
    for (const engine of engines) await engine.stop();
  });

  test('one takes over what the other had claimed when it died, when the lease has run out', async () => {
    const store = createMemoryStore();
    await using office = await startOffice({ store });
    await office.engine.open(open);
    await office.clock.advanceTo('2026-03-06T15:42+07:00');
    const now = office.clock.now();
    expect(await store.timers.claim({ now, leaseUntil: now + 30_000, limit: 10, owner: 'the dead one' })).toHaveLength(
      1,
    );
    await office.engine.settle();
    expect(await firedAt(office)).toEqual([]);
    expect(await office.engine.nextAt()).toBe(now + 30_000);
    await office.clock.advanceBy(30_000);
    await office.engine.settle();
    expect(await firedAt(office)).toEqual(['warn/0 2026-03-06T15:42']);
  });
});

test('a timer that a store hands out too early is not fired: an alarm is raised, and it comes in time', async () => {
  const memory = createMemoryStore();
  const store = withTimers(memory, {
    claim: (request) => memory.timers.claim({ ...request, now: request.now + HOUR }),
  });
  await using office = await startOffice({ store, background: true, limits: { pollMs: 60_000 } });
  const alarms: EngineEvents['timer.early'][] = [];
  office.engine.on('timer.early', (alarm) => void alarms.push(alarm));
  await office.engine.open(open);
  await office.clock.advanceTo('2026-03-06T15:43+07:00');
  expect(alarms[0]).toMatchObject({ claim: { key: 'deadline/answer/1/warn/0' } });
  // One at every look of the hour before it, and none in between.
  expect(alarms.length).toBeGreaterThan(55);
  expect(alarms.length).toBeLessThan(65);
  expect(await firedAt(office)).toEqual(['warn/0 2026-03-06T15:42']);
});

test('a listener that throws or rejects disturbs neither the caller nor the others', async () => {
  await using office = await startOffice();
  const heard: string[] = [];
  office.engine.on('listener.failed', ({ event }) => void heard.push(`failed: ${event}`));
  office.engine.on('committed', () => {
    throw new Error('thrown');
  });
  office.engine.on('committed', () => Promise.reject(new Error('rejected')));
  office.engine.on('committed', ({ envelope }) => void heard.push(envelope.state));
  office.engine.on('fact', ({ fact }) => void heard.push(fact.type));
  expect((await office.engine.open(open)).status).toBe('accepted');
  await office.clock.advanceBy(0);
  expect(heard.sort()).toEqual(['deadline.started', 'examining', 'failed: committed', 'failed: committed']);
  expect((await office.engine.send(grant)).status).toBe('accepted');
});
