import { expect, test } from 'vitest';
import { freshBytes } from './random-ids.js';

test('fresh bytes are never the same twice, however many are asked for', () => {
  const texts = [16, 12, 5_000, 4_096, ...Array<number>(1_000).fill(16)].map((length) => {
    const bytes = freshBytes(length);
    expect(bytes).toHaveLength(length);
    return Buffer.from(bytes).toString('hex');
  });
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.filter((text) => /^0+$/u.test(text))).toEqual([]);
});
