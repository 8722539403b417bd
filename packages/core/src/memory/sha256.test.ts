import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './sha256.js';

const theirs = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

test('is SHA-256, whatever the length of the text', () => {
  // FIPS 180-4, the example of one block.
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  for (let length = 0; length < 200; length += 1) expect(sha256('đ'.repeat(length))).toBe(theirs('đ'.repeat(length)));
});

test('is SHA-256 of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      expect(sha256(text)).toBe(theirs(text));
    }),
  );
});
