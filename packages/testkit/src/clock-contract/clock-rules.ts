import assert from 'node:assert/strict';
import { type Clock, type Instant, MAX_INSTANT } from '@motcua/core/contract';
import type { Harness, Rule } from '../conformance/rule.js';

/** A clock, and time that passes for it when the suite says so: by its own means, or by the runner's fake timers. */
export interface ClockHarness extends Harness {
  readonly clock: Clock;
  /** Lets so many milliseconds pass; resolves when all that woke has done what it can do. */
  pass(ms: number): Promise<void>;
}

type ClockRule = Rule<ClockHarness>;

const SECOND = 1_000;
const DAY = 86_400_000;

/** Starts sleeping, and tells whether it has ended. */
function sleeper(clock: Clock, until: Instant, signal?: AbortSignal) {
  const state: { wokeAt?: Instant; failed?: unknown } = {};
  void clock.sleepUntil(until, signal).then(
    () => {
      state.wokeAt = clock.now();
    },
    (error: unknown) => {
      state.failed = error ?? new Error('rejected');
    },
  );
  return state;
}

const instant: ClockRule = {
  id: 'clock.instant',
  name: 'says whole milliseconds since 1970',
  async run({ clock, pass }) {
    for (let n = 0; n < 3; n += 1) {
      const now = clock.now();
      assert.ok(Number.isSafeInteger(now) && Math.abs(now) <= MAX_INSTANT, String(now));
      await pass(1);
    }
  },
};

const forward: ClockRule = {
  id: 'clock.forward',
  name: 'goes on by as much as has passed',
  async run({ clock, pass }) {
    const before = clock.now();
    await pass(90 * SECOND);
    assert.ok(clock.now() - before >= 90 * SECOND);
  },
};

const reached: ClockRule = {
  id: 'clock.reached',
  name: 'sleeps no longer when the instant is reached or past',
  async run({ clock, pass }) {
    const states = [clock.now(), clock.now() - DAY].map((until) => sleeper(clock, until));
    await pass(0);
    for (const state of states) assert.ok(state.wokeAt !== undefined);
  },
};

const until: ClockRule = {
  id: 'clock.until',
  name: 'sleeps until the instant, and is at it when it wakes',
  async run({ clock, pass }) {
    const until = clock.now() + 10 * SECOND;
    const state = sleeper(clock, until);
    await pass(9 * SECOND);
    assert.equal(state.wokeAt, undefined, 'too early');
    await pass(2 * SECOND);
    assert.ok(state.wokeAt !== undefined && state.wokeAt >= until, 'woken, and not before its instant');
  },
};

const far: ClockRule = {
  id: 'clock.far',
  name: 'sleeps for sixty days, longer than a timer of the host can wait',
  async run({ clock, pass }) {
    const state = sleeper(clock, clock.now() + 60 * DAY);
    for (const days of [1, 24, 34]) {
      await pass(days * DAY);
      assert.equal(state.wokeAt, undefined, 'too early');
    }
    await pass(2 * DAY);
    assert.ok(state.wokeAt !== undefined);
  },
};

const order: ClockRule = {
  id: 'clock.order',
  name: 'wakes sleepers in the order of their instants',
  async run({ clock, pass }) {
    const woken: number[] = [];
    const now = clock.now();
    for (const second of [3, 1, 2]) void clock.sleepUntil(now + second * SECOND).then(() => woken.push(second));
    await pass(5 * SECOND);
    assert.deepEqual(woken, [1, 2, 3]);
  },
};

const abort: ClockRule = {
  id: 'clock.abort',
  name: 'wakes at once when the signal aborts, and does not reject',
  async run({ clock, pass }) {
    const stop = new AbortController();
    const state = sleeper(clock, clock.now() + DAY, stop.signal);
    const other = sleeper(clock, clock.now() + DAY);
    await pass(SECOND);
    stop.abort(new Error('enough'));
    await pass(0);
    assert.ok(state.wokeAt !== undefined && state.failed === undefined, 'woken');
    assert.equal(other.wokeAt, undefined, 'nobody else is');
  },
};

const aborted: ClockRule = {
  id: 'clock.aborted',
  name: 'does not sleep at all when the signal has aborted already',
  async run({ clock, pass }) {
    const state = sleeper(clock, clock.now() + DAY, AbortSignal.abort());
    await pass(0);
    assert.ok(state.wokeAt !== undefined && state.failed === undefined);
  },
};

const listeners: ClockRule = {
  id: 'clock.listeners',
  name: 'leaves no listener on a signal that outlives the sleep',
  async run({ clock, pass }) {
    const stop = new AbortController();
    const { signal } = stop;
    let listening = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...input: Parameters<typeof add>) => {
      listening += 1;
      add(...input);
    };
    signal.removeEventListener = (...input: Parameters<typeof remove>) => {
      listening -= 1;
      remove(...input);
    };
    for (let n = 0; n < 3; n += 1) {
      const state = sleeper(clock, clock.now() + SECOND, signal);
      await pass(2 * SECOND);
      assert.ok(state.wokeAt !== undefined);
    }
    assert.ok(listening <= 0, `${listening} listeners are left`);
  },
};

/** Everything a clock promises: the contract of `Clock`, rule by rule, each with its proof. */
export const clockRules: readonly ClockRule[] = [
  instant,
  forward,
  reached,
  until,
  far,
  order,
  abort,
  aborted,
  listeners,
];
