import { describe, expect, test } from 'vitest';
import { idSchema } from './id.js';

describe('an id', () => {
  test.each(['case-1', 'H29.12-260105-0042', 'hồ sơ 1', '案件', 'a/b.1', '{"x":1}', "'; DROP TABLE cases; --"])(
    'may be %s',
    (id) => {
      expect(idSchema(300).parse(id)).toBe(id);
    },
  );

  test('is brought into the composed form', () => {
    expect(idSchema(300).parse('hồ'.normalize('NFD'))).toBe('hồ'.normalize('NFC'));
  });

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(301)],
    ['with a NUL character', 'a\0'],
    ['with a line break', 'a\n'],
    ['with a zero-width space', 'a\u200b'],
    ['with a change of direction', 'a\u202e'],
    ['with a byte-order mark', '\ufeffa'],
    ['with half of a surrogate pair', '\ud800'],
    ['with a line separator', 'a\u2028'],
  ])('may not be %s', (_what, id) => {
    expect(idSchema(300).safeParse(id).success).toBe(false);
  });
});
