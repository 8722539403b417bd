import type { Instant } from '../contract/time.js';
import { backgroundLoop } from './background-loop.js';
import { deliveries } from './deliveries.js';
import { keepLeases } from './leases.js';
import { livenessReporter } from './liveness-reporter.js';
import { createRelay } from './relay.js';
import type { Runtime } from './runtime.js';
import { fireDue } from './scheduler.js';

/** Everything that happens without a caller: due timers and waiting messages. */
export interface Worker {
  start(): void;
  /** Ends the loops after the round they are in. */
  stop(): Promise<void>;
  /** Looks again at once. */
  wake(): void;
  /**
   * Fires and delivers what is due now, and all that follows from it now; resolves when nothing is left, also of what the
   * loops have begun. Throws the first failure.
   */
  settle(): Promise<void>;
  /** When something becomes due next. */
  nextAt(): Promise<Instant | undefined>;
}

/** Timers and messages have a loop each: a destination that answers slowly must not make a term fire late. */
export function createWorker(parts: Omit<Runtime, 'wake'>): Worker {
  const wake = () => {
    scheduler.wake();
    outbox.wake();
  };
  const runtime: Runtime = { ...parts, wake };
  const { store } = parts;
  const liveness = livenessReporter(runtime);
  const timerLeases = keepLeases(runtime, store.timers);
  const relay = createRelay(runtime);
  const outgoing = deliveries(runtime, relay, () => outbox.wake());
  const scheduler = backgroundLoop(runtime, {
    name: 'scheduler',
    look: () => fireDue(runtime, timerLeases),
    nextAt: () => store.timers.nextAt(),
    looked: () => liveness.report(),
  });
  const outbox = backgroundLoop(runtime, {
    name: 'relay',
    look: () => outgoing.look(),
    nextAt: () => outgoing.nextAt(),
  });

  /** What the loops have begun. */
  const begun = () => [scheduler.look(), outbox.look(), outgoing.idle()].filter((work) => work !== undefined);

  return {
    start() {
      scheduler.start();
      outbox.start();
    },
    async stop() {
      await Promise.all([scheduler.stop(), outbox.stop()]);
      await outgoing.drain();
    },
    wake,
    async settle() {
      for (;;) {
        const timers = await fireDue(runtime, timerLeases);
        const messages = await relay.due();
        const errors = [...timers.errors, ...messages.errors];
        if (errors.length > 0) throw errors[0];
        if (timers.claimed + messages.claimed > 0) continue;
        const others = begun();
        if (others.length === 0) return;
        await Promise.all(others);
      }
    },
    async nextAt() {
      const [timer, message] = await Promise.all([store.timers.nextAt(), store.outbox.nextAt()]);
      if (timer === undefined) return message;
      return message === undefined ? timer : Math.min(timer, message);
    },
  };
}
