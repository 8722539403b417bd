import { expect, test } from 'vitest';
import { gathered } from '../src/gathered.js';

/** Doubles numbers, but fails all of a call that holds a negative one. */
function doubling() {
  const calls: (readonly number[])[] = [];
  const double = gathered(async (numbers: readonly number[]) => {
    calls.push(numbers);
    if (numbers.some((number) => number < 0)) throw new Error(`cannot double ${numbers.join()}`);
    return numbers.map((number) => 2 * number);
  });
  return { double, calls };
}

test('calls of one turn go together, and each gets its own answer', async () => {
  const { double, calls } = doubling();
  const first = [double(1), Promise.resolve().then(() => double(2)), double(3)];
  expect(await Promise.all(first)).toEqual([2, 4, 6]);
  expect(await double(4)).toBe(8);
  expect(calls).toEqual([[1, 3, 2], [4]]);
});

test('one that fails fails alone', async () => {
  const { double, calls } = doubling();
  const results = await Promise.allSettled([double(1), double(-2), double(3)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(results[1]).toMatchObject({ reason: { message: 'cannot double -2' } });
  expect(calls).toEqual([[1, -2, 3], [1], [-2], [3]]);
});
