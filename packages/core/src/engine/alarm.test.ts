import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { alarm } from './alarm.js';
import { systemClock } from './system-clock.js';

const start = Date.UTC(2026, 2, 2);
beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

function watched() {
  const clock = systemClock();
  const rung: string[] = [];
  const made = alarm<string>(clock, 200, (due) => {
    for (const item of due) rung.push(`${item} ${clock.now() - start}`);
  });
  return { clock, made, rung };
}

describe('an alarm', () => {
  test('rings for each at its time, with one sleep of the clock for all', async () => {
    const { made, rung } = watched();
    made.set('a');
    await vi.advanceTimersByTimeAsync(40);
    made.set('b');
    made.set('c');
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(rung).toEqual(['a 200', 'b 240', 'c 240']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not ring for what was cleared, and sleeps on for nothing', async () => {
    const { made, rung } = watched();
    made.set('a');
    made.set('b');
    made.clear('a');
    expect(vi.getTimerCount()).toBe(1);
    made.clear('b');
    expect(vi.getTimerCount()).toBe(0);
    made.set('c');
    await vi.advanceTimersByTimeAsync(200);
    expect(rung).toEqual(['c 200']);
  });

  test('rings again for what is set again while it rings', async () => {
    const { clock } = watched();
    const rung: number[] = [];
    const again = alarm<string>(clock, 200, () => {
      if (rung.push(clock.now() - start) < 3) again.set('a');
    });
    again.set('a');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(rung).toEqual([200, 400, 600]);
  });

  test('is not put off by a clock that is set back', async () => {
    const { made, rung } = watched();
    made.set('a');
    await vi.advanceTimersByTimeAsync(100);
    vi.setSystemTime(start - 3_600_000);
    await vi.advanceTimersByTimeAsync(300);
    expect(rung).toHaveLength(1);
  });

  test('begins anew after a clock that failed', async () => {
    const rung: string[] = [];
    let isBroken = true;
    const clock = systemClock();
    const made = alarm<string>(
      {
        ...clock,
        sleepUntil: async (at, signal) =>
          isBroken ? Promise.reject(new Error('broken')) : clock.sleepUntil(at, signal),
      },
      200,
      (due) => void rung.push(...due),
    );
    made.set('a');
    await vi.advanceTimersByTimeAsync(1_000);
    isBroken = false;
    made.set('b');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rung).toEqual(['a', 'b']);
  });
});
