import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyJson, documentText, jsonOffence, MAX_JSON_DEPTH } from './json.js';

const nested = (levels: number): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};

describe('jsonOffence', () => {
  test('says nothing of a value that JSON carries unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const unsigned = JSON.parse(JSON.stringify(value)) as unknown;
        if (jsonOffence(unsigned) === undefined) expect(JSON.parse(JSON.stringify(unsigned))).toEqual(unsigned);
      }),
      { numRuns: 500 },
    );
    expect(jsonOffence({ ten: 'Nguyễn', nothing: null, list: [1, 2.5, 1e308, true], none: undefined })).toBeUndefined();
    expect(jsonOffence(Object.create(null))).toBeUndefined();
    expect(jsonOffence('👩‍💼')).toBeUndefined();
  });

  test('names whatever JSON would change or drop, for any value there is', () => {
    fc.assert(
      fc.property(fc.anything({ withDate: true, withMap: true, withBigInt: true, withSparseArray: true }), (value) => {
        if (value === undefined || jsonOffence(value) !== undefined) return;
        const text = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
        expect(text.isWellFormed() && !text.includes(String.raw`\u0000`)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  class Person {
    readonly name = 'Hoa';
  }
  const circle: unknown[] = [];
  circle.push({ circle });
  test.each([
    ['half of a surrogate pair', { name: '👩'.slice(0, 1) }, 'name: text with half of a surrogate pair'],
    ['half a pair in a name', { ['👩'.slice(1)]: 1 }, '\u{fffd}: text with half of a surrogate pair'],
    ['a NUL character', [['a', 'b\0']], '0.1: text with a NUL character'],
    ['not a number', { amount: Number.NaN }, 'amount: NaN is no number in JSON'],
    ['infinity', Number.NEGATIVE_INFINITY, '(value): -Infinity is no number in JSON'],
    ['a big integer', { id: 1n }, 'id: a bigint is not in JSON'],
    ['a function', { toJSON: () => 1 }, 'toJSON: a function is not in JSON'],
    ['a symbol', [Symbol('x')], '0: a symbol is not in JSON'],
    ['undefined in a list', [1, undefined], '1: undefined is not in JSON'],
    ['a hole in a list', new Array(4_000_000_000), '0: undefined is not in JSON'],
    ['a date', { at: new Date(0) }, 'at: an object of the class Date is not in JSON'],
    ['a map', new Map(), '(value): an object of the class Map is not in JSON'],
    ['an instance of a class', { person: new Person() }, 'person: an object of the class Person is not in JSON'],
    [
      'a field __proto__',
      JSON.parse('{"a":{"__proto__":{"admin":true}}}'),
      'a.__proto__: a field of this name would change what an object is',
    ],
  ])('names %s and its place', (_what, value, offence) => {
    expect(jsonOffence(value)).toBe(offence);
  });

  test('stops at a depth that no record has, be it 10,000 levels or a circle', () => {
    expect(jsonOffence(nested(MAX_JSON_DEPTH))).toBeUndefined();
    for (const deep of [nested(MAX_JSON_DEPTH + 1), nested(10_000), circle]) {
      expect(jsonOffence(deep)).toContain('deeper than 100 levels, or within itself');
    }
  });
});

describe('copyJson', () => {
  test('copies what JSON carries, as JSON would give it back', () => {
    fc.assert(
      fc.property(fc.anything({ withDate: true, withNullPrototype: true, withSparseArray: true }), (value) => {
        const copied = copyJson(value);
        if (copied.offence !== undefined) return;
        const text = JSON.stringify(value);
        // Fields that are undefined are absent, and zero has no sign: just so in the text.
        expect(copied.copy).toStrictEqual(JSON.parse(text));
        expect(copied.atMostBytes).toBeGreaterThanOrEqual(new TextEncoder().encode(text).byteLength);
      }),
      { numRuns: 2_000 },
    );
  });

  test('shares nothing with the value, not even what occurs in it twice', () => {
    const twice = { list: [{ name: 'Hoa' }] };
    const { copy } = copyJson({ first: twice, second: twice }) as {
      copy: { first: typeof twice; second: typeof twice };
    };
    twice.list.push({ name: 'Lan' });
    expect(copy).toEqual({ first: { list: [{ name: 'Hoa' }] }, second: { list: [{ name: 'Hoa' }] } });
    expect(copy.first).not.toBe(copy.second);
  });
});

test('the text of a document is that of JSON', () => {
  const document = { name: 'Nguyễn', list: [1, { two: null }], left: undefined };
  expect(documentText(document)).toBe('{"name":"Nguyễn","list":[1,{"two":null}]}');
});
