// An engine in a process of its own. It is killed with SIGKILL, over and over; whatever it knew is then gone.
import { isoAudit } from '@motcua/audit-iso';
import { createEngine, type Engine, isMotcuaError, type Store } from '@motcua/core';
import { carryOut } from '../office/carry-out.ts';
import { destinations, officeCalendar, TENANT, workflows } from '../office/index.ts';
import { crashAt, crashingDestination, crashingStore } from './crash-points.ts';
import { type DrivenClock, drivenClock } from './driven-clock.ts';
import { openStore } from './open-store.ts';
import type { FromWorker, PlannedCommand, StartOrder, ToWorker } from './protocol.ts';
import { receiptDestination, receiptsClient } from './receipt-destination.ts';

const MINUTE_MS = 60_000;

interface Running {
  readonly engine: Engine;
  readonly clock: DrivenClock;
  readonly store: Store;
  readonly close: () => void;
}

const tell = (message: FromWorker): void => void process.send?.(message);

async function start(order: StartOrder): Promise<Running> {
  const pass = crashAt(order.crash);
  const clock = drivenClock(order.now, order.skewMs);
  const client = receiptsClient(order.receiptsPort);
  const store = crashingStore(openStore(order.store, order.location), pass);
  const engine = createEngine({
    workflows,
    calendars: [officeCalendar],
    clock,
    store,
    adapters: Object.fromEntries(
      Object.entries(destinations).map(([name, topics]) => [
        name,
        crashingDestination(receiptDestination(client, topics), pass),
      ]),
    ),
    needs: { durable: true, shared: true },
    audit: isoAudit(),
    // In virtual minutes: a worker that dies holds its rows for a while, as it would hold them in the field.
    limits: {
      leaseMs: 240 * MINUTE_MS,
      deliveryMs: 180 * MINUTE_MS,
      pollMs: 5 * MINUTE_MS,
      batch: 20,
      outageMs: 90 * MINUTE_MS,
    },
    retry: { firstDelayMs: MINUTE_MS, maxDelayMs: 30 * MINUTE_MS, maxAttempts: 1_000 },
  });
  engine.on('outage', ({ from, to }) => tell({ type: 'alarm', name: 'outage', detail: `${from} ${to}` }));
  engine.on('clock.behind', ({ behindMs }) => tell({ type: 'alarm', name: 'clock.behind', detail: String(behindMs) }));
  engine.on('timer.early', ({ claim }) => tell({ type: 'alarm', name: 'timer.early', detail: claim.key }));
  engine.on('dead-letter', ({ row, reason }) =>
    tell({ type: 'alarm', name: 'dead-letter', detail: `${row.id}/${row.destination}: ${reason}` }),
  );
  engine.on('worker.failed', ({ error }) => tell({ type: 'alarm', name: 'worker.failed', detail: String(error) }));
  await engine.start();
  return { engine, clock, store, close: client.close };
}

let running: Running | undefined;

async function answer(message: ToWorker): Promise<void> {
  if (message.type === 'start') {
    running = await start(message);
    return tell({ type: 'ready' });
  }
  if (running === undefined) throw new Error(`"${message.type}" came before "start"`);
  return answerRunning(running, message);
}

async function answerRunning(run: Running, message: Exclude<ToWorker, StartOrder>): Promise<void> {
  switch (message.type) {
    case 'tick':
      return run.clock.tick(message.now);
    case 'jump':
      return run.clock.jump(message.skewMs);
    case 'command':
      return tell(await outcomeOf(run, message.call, message.command));
    case 'settle':
      return tell(await settled(run));
    case 'stop':
      await run.engine.stop();
      run.close();
      process.disconnect();
  }
}

/** A server on a busy machine may not answer in time: then once more, as the loops of an engine do. */
async function settled({ engine, store }: Running): Promise<FromWorker> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await engine.settle();
      const { pending } = await store.outbox.count({ tenant: TENANT });
      return { type: 'settled', pending, nextAt: (await engine.nextAt()) ?? null };
    } catch (error) {
      if (attempt === 20 || !isMotcuaError(error) || !error.retryable) throw error;
    }
  }
}

const outcomeOf = (run: Running, call: number, command: PlannedCommand): Promise<FromWorker> =>
  carryOut(run.engine, run.clock, command).then(
    (reply): FromWorker => ({ type: 'reply', call, reply }),
    (error: unknown): FromWorker => ({
      type: 'error',
      call,
      code: isMotcuaError(error) ? error.code : 'unknown',
      message: error instanceof Error ? error.message : String(error),
    }),
  );

process.on('message', (message: ToWorker) => {
  answer(message).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
tell({ type: 'loaded' });
