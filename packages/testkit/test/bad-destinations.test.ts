import type { DeliveryResult, EngineEvents } from '@motcua/core';
import { describe, expect, test } from 'vitest';
import { adapter, person, ref, startOffice } from './office.js';
import { clerk } from './permit.js';

const open = { workflow: 'permit', actor: person(clerk), input: { applicant: 'Hoa' } };
const delivered = async () => ({ status: 'delivered' }) as const;
const never = () => new Promise<DeliveryResult>(() => {});
const STARTED = ['deadline.started'];

/** Opens so many cases, each with one message to every adapter, and lets the loops look. */
async function openCases(office: Awaited<ReturnType<typeof startOffice>>, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await office.engine.open({ ...ref(`c${n}`), ...open });
  await office.clock.advanceBy(1);
}

describe('a destination that hangs', () => {
  test('holds up no other destination, no other case, and no term', async () => {
    const slow = adapter(never, STARTED);
    const mail = adapter(delivered, [...STARTED, 'deadline.breached']);
    await using office = await startOffice({
      background: true,
      adapters: { slow: slow.destination, mail: mail.destination },
      limits: { deliveries: 4, pollMs: 3_600_000 },
      retry: { maxAttempts: 1 },
    });
    await openCases(office, 50);
    expect(slow.calls, 'it gets as many at a time as the engine allows').toHaveLength(4);
    expect(mail.calls, 'before any time has passed').toHaveLength(50);
    await office.clock.advanceTo('2026-03-09T17:00+07:00');
    expect((await office.engine.deadlines(ref('c7'))).map(({ breached }) => breached)).toEqual([true]);
    expect(mail.calls).toHaveLength(100);
  });

  test('is told to stop after deliveryMs, and every message of it is tried and becomes a dead letter', async () => {
    let underWay = 0;
    let most = 0;
    const slow = adapter(
      (_message, { signal }) =>
        new Promise((resolve) => {
          underWay += 1;
          most = Math.max(most, underWay);
          signal.addEventListener('abort', () => {
            underWay -= 1;
            resolve({ status: 'retry', reason: 'aborted' });
          });
        }),
      STARTED,
    );
    await using office = await startOffice({
      background: true,
      adapters: { slow: slow.destination },
      limits: { deliveries: 4, deliveryMs: 2_000 },
      retry: { maxAttempts: 3 },
    });
    await openCases(office, 20);
    await office.clock.advanceBy(600_000);
    expect(most).toBe(4);
    expect(slow.calls).toHaveLength(60);
    const letters = await office.engine.deadLetters({ tenant: 't' });
    expect(letters).toHaveLength(20);
    expect(new Set(letters.map(({ reason }) => reason))).toEqual(new Set(['gave up after 3 attempts: aborted']));
  });

  test('and never hears its signal holds up the end of the engine no longer than deliveryMs', async () => {
    const slow = adapter(never, STARTED);
    const office = await startOffice({
      background: true,
      adapters: { slow: slow.destination },
      limits: { deliveryMs: 7_000 },
    });
    await openCases(office, 3);
    let stopped = false;
    const stopping = office.engine.stop().then(() => {
      stopped = true;
    });
    await office.clock.advanceBy(6_998);
    expect(stopped).toBe(false);
    await office.clock.advanceBy(1);
    await stopping;
    expect(office.clock.sleeping()).toEqual([]);
  });
});

describe('a destination that answers late', () => {
  test('does not undo what became of the message meanwhile', async () => {
    const answers: ((result: DeliveryResult) => void)[] = [];
    const late = adapter(() => new Promise((resolve) => answers.push(resolve)), STARTED);
    await using office = await startOffice({
      background: true,
      adapters: { late: late.destination },
      limits: { deliveryMs: 2_000 },
    });
    await openCases(office, 1);
    await office.clock.advanceBy(2_000);
    await office.clock.advanceTo((await office.store.outbox.nextAt()) ?? 0);
    expect(late.calls.map(({ attempt }) => attempt)).toEqual([1, 2]);
    answers[0]?.({ status: 'give-up', reason: 'late' });
    await office.clock.advanceBy(1);
    expect(await office.store.outbox.count({ tenant: 't' })).toEqual({ pending: 1, delivered: 0, dead: 0 });
    answers[1]?.({ status: 'delivered' });
    await office.clock.advanceBy(1);
    expect(await office.store.outbox.count({ tenant: 't' })).toEqual({ pending: 0, delivered: 1, dead: 0 });
  });
});

describe('a destination is tried again', () => {
  const unprintable = {
    toString: () => {
      throw new Error('no');
    },
  };
  const throwing = (what: unknown) => () => {
    throw what;
  };
  test.each<[string, () => unknown, string]>([
    ['throws a text', throwing('mailbox full'), 'mailbox full'],
    ['throws undefined', throwing(undefined), 'undefined'],
    ['throws null', throwing(null), 'null'],
    ['throws a number', throwing(503), '503'],
    ['throws a symbol', throwing(Symbol('gone')), 'Symbol(gone)'],
    ['throws what cannot be printed', throwing(unprintable), 'something that cannot be printed was thrown'],
    [
      'throws an object without a prototype',
      throwing(Object.create(null)),
      'something that cannot be printed was thrown',
    ],
    ['rejects with nothing', () => Promise.reject(), 'undefined'],
    ['throws an error whose message is none', throwing(Object.assign(new Error('x'), { message: 5 })), '5'],
    ['throws half of a surrogate pair', throwing(new Error('\ud800\0')), '\u{fffd}\u{fffd}'],
    ['throws a book', throwing('x'.repeat(1_000_000)), `${'x'.repeat(2_000)}…`],
    ['answers nothing', async () => undefined, "the adapter's answer is none: (all of it): "],
    ['answers without a promise', () => null, "the adapter's answer is none: (all of it): "],
    ['answers what nobody knows', async () => ({ status: 'ok' }), "the adapter's answer is none: status: "],
    ['gives up without a reason', async () => ({ status: 'give-up' }), "the adapter's answer is none: reason: "],
    [
      'names no instant to come back at',
      async () => ({ status: 'retry', reason: 'busy', at: Number.NaN }),
      "the adapter's answer is none: at: ",
    ],
    [
      'names a date object to come back at',
      async () => ({ status: 'retry', reason: 'busy', at: new Date(0) }),
      "the adapter's answer is none: at: ",
    ],
  ])('that %s', async (_what, deliver, reason) => {
    const odd = adapter(deliver as never, STARTED);
    const mail = adapter(delivered, STARTED);
    await using office = await startOffice({ adapters: { odd: odd.destination, mail: mail.destination } });
    const failures: EngineEvents['delivery.failed'][] = [];
    office.engine.on('delivery.failed', (failure) => void failures.push(failure));
    await office.engine.open({ ...ref(), ...open });
    await office.engine.settle();
    expect(failures).toMatchObject([{ attempt: 1, reason: expect.stringContaining(reason) }]);
    expect(failures[0]?.reason.startsWith(reason)).toBe(true);
    expect(mail.calls).toHaveLength(1);
    await office.clock.advanceBy(10_000);
    await office.engine.settle();
    expect(odd.calls.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });
});
