import type { EngineEvents } from '@motcua/core';
import { describe, expect, test } from 'vitest';
import { adapter, person, ref, startOffice } from './office.js';
import { clerk, officer } from './permit.js';

const open = { ...ref(), workflow: 'permit', actor: person(clerk), input: { applicant: 'Hoa' } };
const grant = { ...ref(), actor: person(officer), event: { type: 'grant' } };
const delivered = async () => ({ status: 'delivered' }) as const;
const down = async () => ({ status: 'retry', reason: 'down' }) as const;
const SECOND = 1_000;

describe('a message', () => {
  test('goes to every adapter that wants its topic: exactly, by prefix, or all of them', async () => {
    const [exact, prefix, all, none] = [['granted'], ['deadline.*'], ['*'], ['grant', 'deadline']].map((topics) =>
      adapter(delivered, topics),
    );
    const adapters = Object.fromEntries([exact, prefix, all, none].map((made, n) => [`a${n}`, made!.destination]));
    await using office = await startOffice({ adapters });
    await office.engine.open(open);
    await office.engine.send(grant);
    await office.engine.settle();
    expect([exact, prefix, all, none].map((made) => made!.calls.map(({ topic }) => topic))).toEqual([
      ['granted'],
      ['deadline.started', 'deadline.met'],
      ['deadline.started', 'granted', 'deadline.met'],
      [],
    ]);
  });

  test('keeps one idempotency key over all its attempts, one for each destination', async () => {
    const flaky = adapter(async (_message, { attempt }) => (attempt < 3 ? down() : delivered()), ['granted']);
    const steady = adapter(delivered, ['granted']);
    await using office = await startOffice({ adapters: { flaky: flaky.destination, steady: steady.destination } });
    await office.engine.open(open);
    await office.engine.send(grant);
    for (let n = 0; n < 3; n += 1) {
      await office.engine.settle();
      await office.clock.advanceBy(10 * SECOND);
    }
    expect(flaky.calls).toEqual(
      [1, 2, 3].map((attempt) => ({ id: 'c1:2:0', topic: 'granted', attempt, key: 'c1:2:0/flaky' })),
    );
    expect(steady.calls.map(({ key }) => key)).toEqual(['c1:2:0/steady']);
    // The time limits of the deliveries went with them.
    expect(office.clock.sleeping()).toEqual([]);
  });

  test('does not have its signal aborted when it ended in time', async () => {
    const signals: AbortSignal[] = [];
    const made = adapter(
      async (_message, { signal }) => {
        signals.push(signal);
        return delivered();
      },
      ['granted'],
    );
    await using office = await startOffice({ adapters: { mail: made.destination } });
    await office.engine.open(open);
    await office.engine.send(grant);
    await office.engine.settle();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  test('waits for the earlier ones of its case, and for those of no other case', async () => {
    let up = false;
    const made = adapter(async (message) => (message.caseId === 'c1' && !up ? down() : delivered()));
    await using office = await startOffice({ adapters: { mail: made.destination } });
    await office.engine.open(open);
    await office.engine.send(grant);
    await office.engine.open({ ...open, caseId: 'c2' });
    await office.engine.settle();
    expect(made.calls.map(({ id }) => id)).toEqual(['c1:1:0', 'c2:1:0']);
    up = true;
    await office.clock.advanceBy(10 * SECOND);
    await office.engine.settle();
    expect(made.calls.slice(2).map(({ id }) => id)).toEqual(['c1:1:0', 'c1:2:0', 'c1:2:1']);
  });
});

describe('a delivery that fails', () => {
  test.each([
    ['says so', down, 'down'],
    ['throws', () => Promise.reject(new Error('refused')), 'refused'],
    [
      'throws at once',
      () => {
        throw new Error('broken');
      },
      'broken',
    ],
  ])('and %s is tried again, with growing delays', async (_how, deliver, reason) => {
    const made = adapter(deliver, ['deadline.started']);
    await using office = await startOffice({ adapters: { mail: made.destination } });
    const failures: EngineEvents['delivery.failed'][] = [];
    office.engine.on('delivery.failed', (failure) => void failures.push(failure));
    await office.engine.open(open);
    const waits: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      await office.engine.settle();
      const next = (await office.store.outbox.nextAt())!;
      waits.push((next - office.clock.now()) / SECOND);
      await office.clock.advanceTo(next);
    }
    expect(failures.map((failure) => [failure.attempt, failure.reason])).toEqual(
      [1, 2, 3, 4, 5, 6].map((attempt) => [attempt, reason]),
    );
    for (const [n, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(2 ** n / 2);
      expect(wait).toBeLessThanOrEqual(2 ** n);
    }
  });

  test('comes again when the adapter says', async () => {
    const at = Date.parse('2026-03-05T02:00:00Z');
    const made = adapter(async () => ({ status: 'retry', reason: 'busy', at }), ['deadline.started']);
    await using office = await startOffice({ adapters: { mail: made.destination } });
    await office.engine.open(open);
    await office.engine.settle();
    expect(await office.store.outbox.nextAt()).toBe(at);
  });

  test('too often becomes a dead letter with its reason, holds up nothing, and can be redriven', async () => {
    let up = false;
    const made = adapter(async (message) => (!up && message.topic === 'deadline.started' ? down() : delivered()));
    await using office = await startOffice({ adapters: { mail: made.destination }, retry: { maxAttempts: 3 } });
    const dead: unknown[] = [];
    office.engine.on('dead-letter', ({ row, attempt, reason }) => void dead.push([row.id, attempt, reason]));
    await office.engine.open(open);
    await office.engine.send(grant);
    for (let n = 0; n < 3; n += 1) {
      await office.engine.settle();
      await office.clock.advanceBy(60 * SECOND);
    }
    expect(dead).toEqual([['c1:1:0', 3, 'gave up after 3 attempts: down']]);
    expect(made.calls.map(({ topic }) => topic)).toEqual([
      ...Array(3).fill('deadline.started'),
      'granted',
      'deadline.met',
    ]);
    const letters = await office.engine.deadLetters({ tenant: 't' });
    expect(letters).toMatchObject([{ row: { id: 'c1:1:0' }, attempts: 3, reason: 'gave up after 3 attempts: down' }]);

    up = true;
    const letter = { tenant: 't', id: 'c1:1:0', destination: 'mail' };
    expect(await office.engine.redrive({ ...letter, tenant: 'u' })).toBe(false);
    expect(await office.engine.redrive(letter)).toBe(true);
    expect(await office.engine.redrive(letter)).toBe(false);
    await office.engine.settle();
    expect(made.calls.at(-1)).toMatchObject({ id: 'c1:1:0', attempt: 1 });
    expect(await office.engine.deadLetters({ tenant: 't' })).toEqual([]);
    expect(await office.store.outbox.count({ tenant: 't' })).toEqual({ pending: 0, delivered: 3, dead: 0 });
  });

  test('and gives up is dead at once', async () => {
    const made = adapter(async () => ({ status: 'give-up', reason: 'no such address' }), ['deadline.started']);
    await using office = await startOffice({ adapters: { mail: made.destination } });
    await office.engine.open(open);
    await office.engine.settle();
    expect(made.calls).toHaveLength(1);
    expect(await office.engine.deadLetters({ tenant: 't', destination: 'mail' })).toMatchObject([
      { attempts: 1, reason: 'no such address' },
    ]);
    expect(await office.engine.deadLetters({ tenant: 't', destination: 'other' })).toEqual([]);
  });

  test('because it hangs is given up as failed in time, and the adapter is told', async () => {
    const aborted: boolean[] = [];
    const made = adapter(
      (_message, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => void aborted.push(signal.aborted));
        }),
      ['deadline.started'],
    );
    await using office = await startOffice({ adapters: { mail: made.destination }, limits: { deliveryMs: 7_000 } });
    const failures: unknown[] = [];
    office.engine.on('delivery.failed', ({ reason }) => void failures.push(reason));
    await office.engine.open(open);
    const settling = office.engine.settle();
    await office.clock.advanceBy(6_999);
    expect([aborted, failures]).toEqual([[], []]);
    await office.clock.advanceBy(1);
    await settling;
    expect([aborted, failures]).toEqual([[true], ['no answer within 7000 ms']]);
    expect(office.clock.sleeping()).toEqual([]);
  });
});

test('an adapter that says when to try again is tried by its own word, the others by the engine’s', async () => {
  const busy = async () => ({ status: 'retry' as const, reason: 'busy' });
  const [register, mail] = [adapter(busy, ['deadline.started']), adapter(busy, ['deadline.started'])];
  const retry = { firstDelayMs: 10, maxAttempts: 5 };
  await using office = await startOffice({
    background: true,
    adapters: { register: { ...register.destination, retry }, mail: mail.destination },
    retry: { firstDelayMs: 1_000, maxDelayMs: 20_000, maxAttempts: 2 },
  });
  await office.clock.advanceBy(1);
  await office.engine.open(open);
  await office.clock.advanceBy(500);
  expect([register.calls.length, mail.calls.length]).toEqual([5, 1]);
  await office.clock.advanceBy(60_000);
  expect([register.calls.length, mail.calls.length]).toEqual([5, 2]);
  expect((await office.engine.deadLetters({ tenant: ref().tenant })).map(({ reason }) => reason).sort()).toEqual([
    'gave up after 2 attempts: busy',
    'gave up after 5 attempts: busy',
  ]);
});

test('a message to an adapter that is gone waits for it to come back', async () => {
  const office = await startOffice({ adapters: { mail: adapter(down).destination } });
  await office.engine.open(open);
  await office.engine.stop();
  await using without = await startOffice({ store: office.store });
  const failures: unknown[] = [];
  without.engine.on('delivery.failed', ({ reason }) => void failures.push(reason));
  await without.engine.settle();
  expect(failures).toEqual(['no adapter is called "mail" now']);
  expect(await without.store.outbox.count({ tenant: 't' })).toMatchObject({ pending: 1 });
});
