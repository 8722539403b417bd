import type { Clock, Instant } from '@motcua/core';
import { hostTurn } from './host-turn.js';
import { instantOf, type Moment } from './moment.js';
import { testkitError } from './testkit-error.js';

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Moves on to an instant. Every sleeper on the way wakes at its own instant, in order, and has done all it can do
   * before the next one wakes; one it arms while waking is served on the same way. Sleepers of one instant wake in
   * the order they came.
   */
  advanceTo(moment: Moment): Promise<void>;
  /** Moves on by so many milliseconds. */
  advanceBy(ms: number): Promise<void>;
  /**
   * A clock fault: the clock says another time at once, earlier or later. Forward, all sleepers behind it wake
   * together, as after a machine was suspended; backward, nobody wakes, and everybody sleeps as long as they had to.
   */
  jumpTo(moment: Moment): void;
  /** The instants somebody sleeps until, earliest first. */
  sleeping(): readonly Instant[];
}

export interface VirtualClockOptions {
  /**
   * What to wait for after each waking, before time goes on; default: one turn of the event loop, which is enough for
   * everything in memory.
   */
  readonly settled?: () => Promise<void>;
}

/** Wakings in one move; more of them are a loop. */
const MAX_WAKINGS = 1_000_000;

interface Sleeper {
  until: Instant;
  readonly wake: () => void;
}

/** Makes a clock for tests and simulations that starts at a moment. */
export function virtualClock(start: Moment, { settled = hostTurn }: VirtualClockOptions = {}): VirtualClock {
  let now = instantOf(start);
  let sleepers: readonly Sleeper[] = [];

  const wakeFirst = (sleeper: Sleeper) => {
    sleepers = sleepers.filter((other) => other !== sleeper);
    sleeper.wake();
  };

  const clock: VirtualClock = {
    now: () => now,
    sleepUntil: (instant, signal) =>
      new Promise((resolve) => {
        if (instant <= now || signal?.aborted === true) return resolve();
        const leave = () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          resolve();
        };
        const wake = () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const sleeper: Sleeper = { until: instant, wake };
        const place = sleepers.findIndex(({ until }) => until > instant);
        sleepers = place < 0 ? [...sleepers, sleeper] : sleepers.toSpliced(place, 0, sleeper);
        signal?.addEventListener('abort', leave, { once: true });
      }),
    async advanceTo(moment) {
      const target = instantOf(moment);
      if (target < now) {
        throw testkitError({
          happened: `The virtual clock stands at ${iso(now)} and was to move on to ${iso(target)}`,
          expected: 'a later instant',
          remedy: 'correct the instant, or use jumpTo() to simulate a clock that is set back',
        });
      }
      await settled();
      for (let wakings = 0; ; wakings += 1) {
        const next = sleepers[0];
        if (next === undefined || next.until > target) break;
        if (wakings === MAX_WAKINGS) throw endless(target, next.until);
        now = Math.max(now, next.until);
        wakeFirst(next);
        await settled();
      }
      now = Math.max(now, target);
    },
    advanceBy: (ms) => clock.advanceTo(now + ms),
    jumpTo(moment) {
      const target = instantOf(moment);
      if (target < now) for (const sleeper of sleepers) sleeper.until -= now - target;
      now = target;
      for (const sleeper of sleepers.filter(({ until }) => until <= now)) wakeFirst(sleeper);
    },
    sleeping: () => sleepers.map(({ until }) => until),
  };
  return clock;
}

const iso = (instant: Instant): string => new Date(instant).toISOString();

const endless = (target: Instant, next: Instant) =>
  testkitError({
    happened: `The virtual clock woke ${MAX_WAKINGS} sleepers on its way to ${iso(target)} and has come to ${iso(next)} only`,
    expected: 'a way with fewer wakings',
    remedy: 'look for a loop that sleeps for very short times, or move the clock in smaller steps',
  });
