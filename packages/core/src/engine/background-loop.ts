import type { Instant } from '../contract/time.js';
import type { EngineEvents } from './events.js';
import type { Round } from './round.js';
import type { Runtime } from './runtime.js';

/** What a loop does, over and over. */
export interface LoopWork {
  readonly name: EngineEvents['worker.failed']['worker'];
  /** One look at a queue. */
  readonly look: () => Promise<Round>;
  /** When the queue has something next. */
  readonly nextAt: () => Promise<Instant | undefined>;
  /** Called after every look at which the queue could be read. */
  readonly looked?: () => Promise<void>;
}

export interface BackgroundLoop {
  start(): void;
  /** Ends the loop after the round it is in. */
  stop(): Promise<void>;
  /** Looks again at once. */
  wake(): void;
  /** The look under way, if there is one: it resolves, whatever becomes of it, when that look has ended. */
  readonly look: () => Promise<unknown> | undefined;
}

/**
 * First pause after a look that found nothing though something is said to be due; it doubles with each. Another worker
 * may have been first, or the store is at odds with itself: a loop that asked again at once would do nothing else.
 */
const FRUITLESS_MS = 10;

/** Looks at a queue as long as it has something, then sleeps until it has, or until it is woken. */
export function backgroundLoop({ store, clock, limits, events }: Runtime, work: LoopWork): BackgroundLoop {
  // Whatever else the host has to do takes its turn: a store that answers at once would never let it.
  const othersTurn = store.capabilities.remote ? async () => {} : () => clock.sleepUntil(clock.now());
  let running = false;
  let ended: Promise<void> = Promise.resolve();
  let sleeping = new AbortController();
  let fruitless = 0;
  let look: Promise<unknown> | undefined;

  const lookOnce = async (): Promise<Round> => {
    try {
      const round = await work.look();
      await work.looked?.();
      return round;
    } catch (error) {
      return { claimed: 0, errors: [error] };
    }
  };
  const run = async () => {
    while (running) {
      sleeping = new AbortController();
      const looking = lookOnce();
      look = looking;
      const { claimed, errors } = await looking;
      look = undefined;
      for (const error of errors) events.emit('worker.failed', { worker: work.name, error });
      if (claimed > errors.length) {
        fruitless = 0;
        await othersTurn();
        continue;
      }
      const now = clock.now();
      const latest = now + limits.pollMs;
      // After a failure wait the full round: whatever failed is still due and would fail again at once.
      const next = errors.length > 0 ? latest : await work.nextAt().catch(() => latest);
      fruitless = errors.length === 0 && next !== undefined && next <= now ? fruitless + 1 : 0;
      const pause = fruitless === 0 ? 0 : FRUITLESS_MS * 2 ** Math.min(fruitless, 20);
      await clock.sleepUntil(Math.min(Math.max(next ?? latest, now + pause), latest), sleeping.signal);
    }
  };
  const wake = () => {
    // With a reason at hand the platform need not build an exception, which would cost more than a decision.
    if (!sleeping.signal.aborted) sleeping.abort('wake');
  };

  return {
    start() {
      if (running) return;
      running = true;
      ended = run();
    },
    async stop() {
      running = false;
      wake();
      await ended;
    },
    wake,
    look: () => look,
  };
}
