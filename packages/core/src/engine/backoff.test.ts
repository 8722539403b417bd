import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultRetryPolicy, retryAt } from './backoff.js';

const policy = { firstDelayMs: 1_000, maxDelayMs: 60_000, maxAttempts: 20 };

test('a delay doubles with each failure, up to the longest, and its second half is spread', () => {
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    const whole = Math.min(1_000 * 2 ** (attempt - 1), 60_000);
    const delay = retryAt(policy, 0, 'c1:3:0', attempt);
    expect(delay).toBeGreaterThanOrEqual(whole / 2);
    expect(delay).toBeLessThanOrEqual(whole);
  }
});

test('the same message and attempt always wait the same time; messages that failed together do not return together', () => {
  expect(retryAt(policy, 5, 'c1:3:0', 4)).toBe(retryAt(policy, 0, 'c1:3:0', 4) + 5);
  const delays = Array.from({ length: 200 }, (_none, n) => retryAt(policy, 0, `c${n}:1:0`, 4));
  expect(new Set(delays).size).toBeGreaterThan(150);
});

test('an instant to try again is always a whole number ahead, however often it failed', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 2_000 }), (id, attempt) => {
      const at = retryAt(defaultRetryPolicy, 1_000, id, attempt);
      expect(Number.isInteger(at)).toBe(true);
      expect(at).toBeGreaterThan(1_000);
      expect(at).toBeLessThanOrEqual(1_000 + defaultRetryPolicy.maxDelayMs);
    }),
  );
});
