import type { Instant } from '../contract/time.js';
import { backgroundLoop } from './background-loop.js';
import { deliveries } from './deliveries.js';
import { livenessReporter } from './liveness-reporter.js';
import { relayDue } from './relay.js';
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
    relay.wake();
  };
  const runtime: Runtime = { ...parts, wake };
  const { store } = parts;
  const liveness = livenessReporter(runtime);
  const outgoing = deliveries(runtime);
  const scheduler = backgroundLoop(runtime, {
    name: 'scheduler',
    look: () => fireDue(runtime),
    nextAt: () => store.timers.nextAt(),
    looked: () => liveness.report(),
  });
  const relay = backgroundLoop(runtime, {
    name: 'relay',
    look: () => outgoing.look(),
    nextAt: () => outgoing.nextAt(),
  });

  /** What the loops have begun. */
  const begun = () => [scheduler.look(), relay.look(), ...outgoing.underWay()].filter((work) => work !== undefined);

  return {
    start() {
      scheduler.start();
      relay.start();
    },
    async stop() {
      await Promise.all([scheduler.stop(), relay.stop()]);
      await outgoing.drain();
    },
    wake,
    async settle() {
      for (;;) {
        const timers = await fireDue(runtime);
        const messages = await relayDue(runtime);
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
