import type { Store } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { expect, test } from 'vitest';
import { adapter, person, ref, startOffice } from './office.js';
import { clerk } from './permit.js';

const open = { ...ref(), workflow: 'permit', actor: person(clerk), input: { applicant: 'Hoa' } };
const limits = { leaseMs: 9_000, deliveryMs: 60_000 };

test('a slow delivery keeps its lease: no other worker takes the message', async () => {
  const store = createMemoryStore();
  const answer = Promise.withResolvers<void>();
  const slow = adapter(() => answer.promise.then(() => ({ status: 'delivered' })));
  const idle = adapter(async () => ({ status: 'delivered' }));
  await using worker = await startOffice({ store, background: true, adapters: { mail: slow.destination }, limits });
  await worker.engine.open(open);
  await worker.clock.advanceBy(30_000);
  await using other = await startOffice({
    store,
    start: worker.clock.now(),
    adapters: { mail: idle.destination },
    limits,
  });
  await other.engine.settle();
  expect(slow.calls).toHaveLength(1);
  expect(idle.calls).toEqual([]);
  answer.resolve();
  await worker.clock.advanceBy(1);
  expect((await store.outbox.count(ref())).delivered).toBeGreaterThanOrEqual(1);
});

test('a worker that renews no more is replaced when its lease ends', async () => {
  const memory = createMemoryStore();
  const dead: Store = {
    ...memory,
    outbox: { ...memory.outbox, renew: () => new Promise<number>(() => {}) },
  };
  const never = adapter(() => new Promise(() => {}));
  const made = adapter(async () => ({ status: 'delivered' }));
  const worker = await startOffice({ store: dead, background: true, adapters: { mail: never.destination }, limits });
  await worker.engine.open(open);
  await worker.clock.advanceBy(8_999);
  await using other = await startOffice({
    store: memory,
    start: worker.clock.now(),
    adapters: { mail: made.destination },
    limits,
  });
  await other.engine.settle();
  expect(made.calls).toEqual([]);
  await other.clock.advanceBy(1);
  await other.engine.settle();
  expect(made.calls.length).toBeGreaterThanOrEqual(1);
});

test('an adapter is told when the lease of its delivery is lost', async () => {
  const memory = createMemoryStore();
  const store: Store = { ...memory, outbox: { ...memory.outbox, renew: async () => 0 } };
  const signals: AbortSignal[] = [];
  const made = adapter((_row, { signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  });
  const worker = await startOffice({ store, background: true, adapters: { mail: made.destination }, limits });
  await worker.engine.open(open);
  await worker.clock.advanceBy(1);
  expect(signals[0]?.aborted).toBe(false);
  await worker.clock.advanceBy(3_000);
  expect(signals[0]?.aborted).toBe(true);
});
