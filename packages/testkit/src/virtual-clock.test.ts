import { parseInstant } from '@motcua/core';
import { expect, test } from 'vitest';
import { virtualClock } from './virtual-clock.js';

const NINE = parseInstant('2026-03-02T09:00+07:00');
const SECOND = 1_000;

test('a virtual clock stands still until it is moved', async () => {
  const clock = virtualClock('2026-03-02T09:00+07:00');
  expect(clock.now()).toBe(NINE);
  await clock.advanceBy(SECOND);
  expect(clock.now()).toBe(NINE + SECOND);
  await clock.advanceTo('2026-03-02T10:00+07:00');
  expect(clock.now()).toBe(NINE + 3_600 * SECOND);
});

test('sleepers wake in the order of their instants, those of one instant in the order they came', async () => {
  const clock = virtualClock(NINE);
  const woken: [string, number][] = [];
  const sleep = async (name: string, seconds: number) => {
    await clock.sleepUntil(NINE + seconds * SECOND);
    woken.push([name, (clock.now() - NINE) / SECOND]);
  };
  const all = [sleep('late', 30), sleep('early', 10), sleep('twin', 10), sleep('middle', 20)];
  expect(clock.sleeping()).toEqual([10, 10, 20, 30].map((seconds) => NINE + seconds * SECOND));
  await clock.advanceBy(60 * SECOND);
  await Promise.all(all);
  expect(woken).toEqual([
    ['early', 10],
    ['twin', 10],
    ['middle', 20],
    ['late', 30],
  ]);
  expect(clock.now()).toBe(NINE + 60 * SECOND);
});

test('a sleeper that arms the next one while waking is served at its own instant, without drift', async () => {
  const clock = virtualClock(NINE);
  const woken: number[] = [];
  const chain = async () => {
    for (let n = 0; n < 5; n += 1) {
      await clock.sleepUntil(clock.now() + SECOND);
      // As far from the waking as a store and an adapter would be.
      for (let awaited = 0; awaited < 50; awaited += 1) await Promise.resolve();
      woken.push(clock.now() - NINE);
    }
  };
  const done = chain();
  await clock.advanceBy(2 * SECOND);
  expect(woken).toEqual([1_000, 2_000]);
  await clock.advanceBy(10 * SECOND);
  await done;
  expect(woken).toEqual([1_000, 2_000, 3_000, 4_000, 5_000]);
});

test('a sleeper stays asleep until its instant, and wakes at it', async () => {
  const clock = virtualClock(NINE);
  let awake = false;
  void clock.sleepUntil(NINE + SECOND).then(() => {
    awake = true;
  });
  await clock.advanceBy(SECOND - 1);
  expect(awake).toBe(false);
  await clock.advanceBy(1);
  expect(awake).toBe(true);
});

test('sleeping until an instant that is reached ends at once', async () => {
  const clock = virtualClock(NINE);
  await clock.sleepUntil(NINE);
  await clock.sleepUntil(NINE - SECOND);
  expect(clock.sleeping()).toEqual([]);
});

test('an aborted sleeper leaves at once', async () => {
  const clock = virtualClock(NINE);
  const abort = new AbortController();
  const sleeping = clock.sleepUntil(NINE + SECOND, abort.signal);
  abort.abort();
  await sleeping;
  await clock.sleepUntil(NINE + SECOND, abort.signal);
  expect(clock.sleeping()).toEqual([]);
  expect(clock.now()).toBe(NINE);
});

test('a jump forward wakes all that it passes', async () => {
  const clock = virtualClock(NINE);
  const woken: string[] = [];
  void clock.sleepUntil(NINE + SECOND).then(() => woken.push('a'));
  void clock.sleepUntil(NINE + 2 * SECOND).then(() => woken.push('b'));
  clock.jumpTo(NINE + 5 * SECOND);
  await Promise.resolve();
  expect(woken).toEqual(['a', 'b']);
  expect(clock.now()).toBe(NINE + 5 * SECOND);
});

test('a jump backward wakes nobody, and nobody sleeps longer for it', async () => {
  const clock = virtualClock(NINE);
  const woken: string[] = [];
  void clock.sleepUntil(NINE + SECOND).then(() => woken.push('a'));
  clock.jumpTo(NINE - 3_600 * SECOND);
  await clock.advanceBy(SECOND - 1);
  expect(woken).toEqual([]);
  await clock.advanceBy(1);
  expect(woken).toEqual(['a']);
  expect(clock.now()).toBe(NINE - 3_599 * SECOND);
});

test('moving on to an earlier instant is an error that names the way out', async () => {
  const clock = virtualClock(NINE);
  await expect(clock.advanceTo(NINE - 1)).rejects.toThrow(/stands at .*jumpTo\(\)/u);
  expect(clock.now()).toBe(NINE);
});

test('a start without an offset is refused', () => {
  expect(() => virtualClock('2026-03-02T09:00')).toThrow(expect.objectContaining({ code: 'MC_TIME_INVALID' }));
});
