import type { Instant } from '../contract/time.js';
import type { EngineEvents } from './events.js';
import { livenessReporter } from './liveness-reporter.js';
import { relayDue } from './relay.js';
import type { Runtime } from './runtime.js';
import { fireDue, type Round } from './scheduler.js';

type WorkerFailure = EngineEvents['worker.failed'];

/** Everything that happens without a caller: due timers and waiting messages. */
export interface Worker {
  start(): void;
  /** Ends the loops after the round they are in. */
  stop(): Promise<void>;
  /** Looks again at once. */
  wake(): void;
  /** Fires and delivers what is due now, and all that follows from it now; resolves when nothing is left. Throws the first failure. */
  settle(): Promise<void>;
  /** When something becomes due next. */
  nextAt(): Promise<Instant | undefined>;
}

export function createWorker(runtime: Omit<Runtime, 'wake'>): Worker {
  let running = false;
  let loops: Promise<unknown> = Promise.resolve();
  let sleeping = new AbortController();
  // With a reason at hand the platform need not build an exception, which would cost more than a decision.
  const wake = () => {
    if (!sleeping.signal.aborted) sleeping.abort('wake');
  };
  const full: Runtime = { ...runtime, wake };
  const liveness = livenessReporter(full);

  const both = async (): Promise<{ readonly claimed: number; readonly errors: WorkerFailure[] }> => {
    const look = async (worker: WorkerFailure['worker'], work: (runtime: Runtime) => Promise<Round>) => {
      try {
        const { claimed, errors } = await work(full);
        return { claimed, errors: errors.map((error) => ({ worker, error })) };
      } catch (error) {
        return { claimed: 0, errors: [{ worker, error }] };
      }
    };
    const timers = await look('scheduler', fireDue);
    const messages = await look('relay', relayDue);
    return { claimed: timers.claimed + messages.claimed, errors: [...timers.errors, ...messages.errors] };
  };
  const nextAt = async () => {
    const [timer, message] = await Promise.all([full.store.timers.nextAt(), full.store.outbox.nextAt()]);
    if (timer === undefined) return message;
    return message === undefined ? timer : Math.min(timer, message);
  };
  const loop = async () => {
    while (running) {
      sleeping = new AbortController();
      const { claimed, errors } = await both();
      if (!errors.some(({ worker }) => worker === 'scheduler')) {
        await liveness.report().catch((error: unknown) => errors.push({ worker: 'scheduler', error }));
      }
      for (const failure of errors) full.events.emit('worker.failed', failure);
      if (claimed > errors.length) continue;
      const latest = full.clock.now() + full.limits.pollMs;
      // After a failure wait the full round: whatever failed is still due and would fail again at once.
      const next = errors.length > 0 ? latest : await nextAt().catch(() => latest);
      await full.clock.sleepUntil(Math.min(next ?? latest, latest), sleeping.signal);
    }
  };

  return {
    start() {
      if (running) return;
      running = true;
      loops = loop();
    },
    async stop() {
      running = false;
      wake();
      await loops;
    },
    wake,
    async settle() {
      for (;;) {
        const { claimed, errors } = await both();
        if (errors.length > 0) throw errors[0]?.error;
        if (claimed === 0) return;
      }
    },
    nextAt,
  };
}
