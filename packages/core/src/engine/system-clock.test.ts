import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from './system-clock.js';

const NINE = Date.UTC(2026, 2, 2, 2);
const HOUR = 3_600_000;

beforeEach(() => void vi.useFakeTimers({ now: NINE }));
afterEach(() => void vi.useRealTimers());

function sleeper(until: number, signal?: AbortSignal) {
  const state = { awake: false };
  void systemClock()
    .sleepUntil(until, signal)
    .then(() => {
      state.awake = true;
    });
  return state;
}

describe('the system clock', () => {
  test('wakes a sleeper at its instant, and in the next turn of the host when that has come', async () => {
    const later = sleeper(NINE + HOUR);
    const now = sleeper(NINE);
    await Promise.resolve();
    expect(now.awake).toBe(false);
    await vi.advanceTimersByTimeAsync(0);
    expect([later.awake, now.awake]).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(HOUR - 1);
    expect(later.awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(later.awake).toBe(true);
  });

  test('sleeps through terms longer than a host timer can take', async () => {
    const month = sleeper(NINE + 60 * 24 * HOUR);
    await vi.advanceTimersByTimeAsync(59 * 24 * HOUR);
    expect(month.awake).toBe(false);
    await vi.advanceTimersByTimeAsync(24 * HOUR);
    expect(month.awake).toBe(true);
  });

  test('lets nobody sleep longer because the clock was set back', async () => {
    const minute = sleeper(NINE + 60_000);
    await vi.advanceTimersByTimeAsync(30_000);
    vi.setSystemTime(NINE - HOUR);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(minute.awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(minute.awake).toBe(true);
    expect(Date.now()).toBeLessThan(NINE);
  });

  test('lets an aborted sleeper go at once, and leaves no timer behind', async () => {
    const abort = new AbortController();
    const aborted = sleeper(NINE + HOUR, abort.signal);
    abort.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(aborted.awake).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
