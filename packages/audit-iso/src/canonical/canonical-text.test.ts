import { isMotcuaError } from '@motcua/core/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalOwn, canonicalText, parseCanonical } from './canonical-text.js';

function refusal(value: unknown): string {
  try {
    canonicalText(value);
  } catch (error) {
    if (isMotcuaError(error, 'MC_AUDIT_VALUE_INVALID')) return String(error.details['place']);
  }
  throw new Error('MC_AUDIT_VALUE_INVALID expected');
}

// RFC 8785, sections 3.2.2 and 3.2.4 (the same as cyberphone/json-canonicalization, testdata: values and weird).
const published: readonly (readonly [input: string, canonical: string])[] = [
  [
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  ],
  [
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",' +
      '"\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
      '"€":"Euro Sign","\u{1f600}":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  ],
  ['[56,{"d":true,"10":null,"1":[]}]', '[56,{"1":[],"10":null,"d":true}]'],
  [
    '{"":"empty","a":{},"A":{},"111":[{"e":"yes","E":"no"}]}',
    '{"":"empty","111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
  ],
  ['{"Unnormalized Unicode":"A\\u030a"}', '{"Unnormalized Unicode":"A\u030a"}'],
];

// RFC 8785, appendix B: IEEE 754 bits and how they are written.
const numbers: readonly (readonly [bits: bigint, text: string])[] = [
  [0x0000000000000000n, '0'],
  [0x8000000000000000n, '0'],
  [0x0000000000000001n, '5e-324'],
  [0x8000000000000001n, '-5e-324'],
  [0x7fefffffffffffffn, '1.7976931348623157e+308'],
  [0xffefffffffffffffn, '-1.7976931348623157e+308'],
  [0x4340000000000000n, '9007199254740992'],
  [0xc340000000000000n, '-9007199254740992'],
  [0x4430000000000000n, '295147905179352830000'],
  [0x44b52d02c7e14af5n, '9.999999999999997e+22'],
  [0x44b52d02c7e14af6n, '1e+23'],
  [0x44b52d02c7e14af7n, '1.0000000000000001e+23'],
  [0x444b1ae4d6e2ef4en, '999999999999999700000'],
  [0x444b1ae4d6e2ef4fn, '999999999999999900000'],
  [0x444b1ae4d6e2ef50n, '1e+21'],
  [0x3eb0c6f7a0b5ed8cn, '9.999999999999997e-7'],
  [0x3eb0c6f7a0b5ed8dn, '0.000001'],
  [0x41b3de4355555553n, '333333333.3333332'],
  [0x41b3de4355555554n, '333333333.33333325'],
  [0x41b3de4355555555n, '333333333.3333333'],
  [0x41b3de4355555556n, '333333333.3333334'],
  [0x41b3de4355555557n, '333333333.33333343'],
  [0xbecbf647612f3696n, '-0.0000033333333333333333'],
  [0x43143ff3c1cb0959n, '1424953923781206.2'],
];

test.each(published)('writes the published example %#', (input, canonical) => {
  expect(canonicalText(JSON.parse(input))).toBe(canonical);
  expect(parseCanonical(canonical)).toEqual(JSON.parse(input));
});

test.each(numbers)('writes the number %s as %s', (bits, text) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  expect(canonicalText(view.getFloat64(0))).toBe(text);
});

test('orders fields by UTF-16 code units, names that look like places of a list included', () => {
  expect(canonicalText({ b: 1, a: 2, '10': 3, '9': 4, '\ufb33': 5, '\u{1f600}': 6 })).toBe(
    '{"10":3,"9":4,"a":2,"b":1,"\u{1f600}":6,"\ufb33":5}',
  );
  expect(canonicalText(JSON.parse('{"b":1,"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1},"b":1}');
});

class Dossier {
  readonly code = 'H02';
}
const within: Record<string, unknown> = {};
within['self'] = within;

test.each([
  ['not a number', Number.NaN, '(value)'],
  ['infinity', { amount: Number.POSITIVE_INFINITY }, 'amount'],
  ['a big integer', { list: [1, 2n] }, 'list.1'],
  ['half of a surrogate pair', { name: 'Hà \ud800' }, 'name'],
  ['half of a surrogate pair in a name', { 'a\udc00': 1 }, '(value)'],
  ['undefined', { reason: undefined }, 'reason'],
  // biome-ignore lint/suspicious/noSparseArray: the hole is what is refused
  ['a hole in a list', [1, , 2], '1'],
  ['a date', { at: new Date(0) }, 'at'],
  ['an object of a class', { a: { b: new Dossier() } }, 'a.b'],
  ['a map', new Map([['a', 1]]), '(value)'],
  ['a symbol', { [Symbol('secret')]: 1 }, '(value)'],
  ['a function', { call: () => 1 }, 'call'],
  [
    'a field that is computed',
    {
      a: {
        get now() {
          return 1;
        },
      },
    },
    'a.now',
  ],
])('refuses %s and says where it is', (_, value, place) => {
  expect(refusal(value)).toBe(place);
});

test('refuses a value within itself', () => {
  expect(refusal(within)).toContain('self.self');
});

test('reads only what it would write', () => {
  for (const text of [
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a": 1}',
    '{"a":1.0}',
    '{"a":"\\u0041"}',
    '1e2',
    'nothing',
    '',
  ]) {
    expect(parseCanonical(text), text).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalText(value);
      expect(canonicalText(parseCanonical(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('writes what was parsed as it writes what comes from anywhere, and leaves out what is undefined', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const parsed: unknown = JSON.parse(JSON.stringify(value));
      expect(canonicalOwn(parsed)).toBe(canonicalText(parsed));
    }),
  );
  expect(canonicalOwn({ b: undefined, a: 1, '"c\\': 'd"\u007f' })).toBe('{"\\"c\\\\":"d\\"\u007f","a":1}');
  expect(() => canonicalOwn({ a: '\ud800' })).toThrow(
    expect.objectContaining({ code: 'MC_AUDIT_VALUE_INVALID' }) as Error,
  );
});
