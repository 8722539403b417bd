import { AsyncLocalStorage } from 'node:async_hooks';
import type { Store } from '@motcua/core/contract';
import { createMemoryStore } from '@motcua/core/memory';
import { AT, commitItem, MINUTE, refusedItem } from '@motcua/testkit/store-contract';
import { type Context, type ContextManager, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { observeStore } from '../src/index.js';

/** One process: a store observed with exporters of its own. */
function observed(shared: Store) {
  const spans = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).getTracer('test');
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  let now = AT;
  const clock = { now: () => now };
  return {
    store: observeStore(shared, { meter: provider.getMeter('test'), tracer, clock }),
    spans: () => spans.getFinishedSpans(),
    pass: (ms: number) => {
      now += ms;
    },
    /** The data points of an instrument, as `[attributes, value]`; of a histogram its sum. */
    async points(name: string) {
      await reader.forceFlush();
      const metrics =
        exporter
          .getMetrics()
          .at(-1)
          ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
      const found = metrics.find(({ descriptor }) => descriptor.name === name);
      return (found?.dataPoints ?? []).map(({ attributes, value }) => [
        attributes,
        typeof value === 'number' ? value : value.sum,
      ]);
    },
  };
}

/** What an SDK for Node brings: contexts that follow promises. */
const contexts = new AsyncLocalStorage<Context>();
beforeAll(() => {
  const manager: ContextManager = {
    active: () => contexts.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => contexts.run(active, () => work.call(self as never, ...args)),
    bind: (_active, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  context.setGlobalContextManager(manager);
});
afterAll(() => context.disable());

const opening = commitItem({ timers: [{ key: 'k', fireAt: AT - MINUTE }], outbox: [{}] });

test('one trace follows a case through the processes that work on it, and no other case', async () => {
  const memory = createMemoryStore();
  await memory.open();
  const [first, second] = [observed(memory), observed(memory)];
  await first.store.commit([opening, commitItem({ caseId: 'other' })]);
  await second.store.commit([commitItem({ expectedRevision: 1 })]);
  const [claim] = await second.store.outbox.claim({ now: AT, leaseUntil: AT + 1, limit: 1, owner: 'w' });
  if (claim === undefined) throw new Error('A message expected');
  await second.store.outbox.settle({ owner: 'w', claim, outcome: { status: 'delivered', at: AT } });

  const spans = [...first.spans(), ...second.spans()];
  expect(spans.map(({ name }) => name)).toEqual([
    'motcua record',
    'motcua record',
    'motcua record',
    'motcua deliver recorded',
  ]);
  const traces = spans.map((span) => span.spanContext().traceId);
  expect(traces[2]).toBe(traces[0]);
  expect(traces[3]).toBe(traces[0]);
  expect(traces[1]).not.toBe(traces[0]);
  expect(spans[0]?.attributes).toMatchObject({ 'motcua.case.id': 'case-1', 'motcua.commit.status': 'committed' });
});

test('the span that was active when a command was committed is linked', async () => {
  const memory = createMemoryStore();
  await memory.open();
  const { store, spans } = observed(memory);
  const caller = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
  await context.with(trace.setSpanContext(context.active(), caller), () => store.commit([opening]));
  await store.commit([commitItem({ expectedRevision: 1 })]);
  expect(spans().map(({ links }) => links.map((link) => link.context.spanId))).toEqual([[caller.spanId], []]);
});

test('counts what became of the items, and measures batches, conflicts, lateness, age and dead letters', async () => {
  const memory = createMemoryStore();
  await memory.open();
  const { store, points, pass } = observed(memory);
  await store.commit([opening, opening, commitItem({ commandId: 'late' }), refusedItem({ expectedRevision: 1 })]);
  expect(await points('motcua.commit.items')).toEqual([
    [{ status: 'committed' }, 2],
    [{ status: 'duplicate' }, 1],
    [{ status: 'conflict' }, 1],
  ]);
  expect(await points('motcua.commit.batch')).toEqual([[{}, 4]]);
  expect(await points('motcua.commit.duration')).toEqual([[{}, 0]]);

  const request = { now: AT, leaseUntil: AT + MINUTE, limit: 10, owner: 'w' };
  await store.timers.claim(request);
  expect(await points('motcua.timer.lateness')).toEqual([[{}, MINUTE]]);

  const [claim] = await store.outbox.claim(request);
  if (claim === undefined) throw new Error('A message expected');
  pass(5_000);
  const outcome = { status: 'dead' as const, at: AT, reason: 'no such address' };
  expect(await store.outbox.settle({ owner: 'other', claim, outcome })).toBe(false);
  expect(await store.outbox.settle({ owner: 'w', claim, outcome })).toBe(true);
  expect(await points('motcua.outbox.age')).toEqual([[{ destination: 'mail', status: 'dead' }, 5_000]]);
  expect(await points('motcua.dead_letters')).toEqual([[{ destination: 'mail' }, 1]]);
});

test('a commit that fails is told, and fails', async () => {
  const { store, points, spans } = observed(createMemoryStore());
  await expect(store.commit([opening])).rejects.toMatchObject({ code: 'MC_STORE_FAILED' });
  expect(await points('motcua.commit.items')).toEqual([[{ status: 'failed' }, 1]]);
  expect(spans()[0]?.status.code).toBe(2);
});
