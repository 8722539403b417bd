import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, frozenCopy } from './frozen-copy.js';

const document = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('fields'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  fields: fc.dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    fc.option(tie('value'), { nil: undefined }),
    { maxKeys: 4 },
  ),
}));

const viaJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function expectFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  expect(Object.isFrozen(value)).toBe(true);
  for (const inner of Object.values(value)) expectFrozen(inner);
}

describe('a frozen copy', () => {
  test('equals what JSON gives back, is frozen through and through, and leaves the original alone', () => {
    fc.assert(
      fc.property(document.fields, (original) => {
        const { copy } = frozenCopy(original as object);
        expect(copy).toStrictEqual(viaJson(original));
        expect(JSON.stringify(copy)).toBe(JSON.stringify(original));
        expectFrozen(copy);
        expect(Object.isFrozen(original)).toBe(false);
      }),
    );
  });

  test('is the same whatever earlier copy it takes parts over from', () => {
    fc.assert(
      fc.property(document.fields, document.fields, (first, second) => {
        const { copy: earlier } = frozenCopy(first as object);
        const { copy } = frozenCopy({ ...earlier, ...(second as object) }, earlier);
        expect(copy).toStrictEqual(viaJson({ ...(viaJson(first) as object), ...(second as object) }));
        expectFrozen(copy);
      }),
    );
  });

  test('takes over what has not changed, and counts only what had to be made', () => {
    const { copy: earlier } = frozenCopy({ list: [{ name: 'Hoa' }, { name: 'Lan' }], note: { text: 'x' } });
    const { copy, bytes } = frozenCopy({ list: [...earlier.list, { name: 'Minh' }], note: earlier.note }, earlier);
    expect(copy.note).toBe(earlier.note);
    expect(copy.list[0]).toBe(earlier.list[0]);
    expect(bytes).toBeLessThan(bytesOf(copy));
    expect(frozenCopy(copy).bytes).toBe(bytesOf(copy));
  });

  test('shares nothing with an original that somebody may still change', () => {
    const constant = { amount: 3 };
    const { copy: earlier } = frozenCopy({ budget: constant });
    const { copy } = frozenCopy({ budget: constant }, earlier);
    constant.amount = 9;
    expect([earlier.budget.amount, copy.budget.amount]).toEqual([3, 3]);
  });

  test('keeps no more in memory than it counts: not the text that a few words were cut from', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = heap();
    const copies = Array.from({ length: 50 }, (_, index) => {
      const long = `${index} `.repeat(100_000);
      return frozenCopy({ excerpt: long.slice(10, 40), lists: Array.from({ length: 50 }, () => [{}]) });
    });
    const counted = copies.reduce((sum, { bytes }) => sum + bytes, 0);
    const taken = heap() - before;
    expect(copies.every(({ copy }) => copy.excerpt.length === 30)).toBe(true);
    expect(taken).toBeLessThan(counted + 1_000_000);
  });
});
