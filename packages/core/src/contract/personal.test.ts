import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { isMotcuaError } from '../error/index.js';
import { ERASED, personal, personalMarkOf } from './personal.js';

const own = { subject: 'id' };

describe('personal', () => {
  test('marks a schema, and leaves the types of texts, numbers and truth values as they were', () => {
    const person = z.strictObject({
      id: personal(z.string(), own),
      name: personal(z.string().min(1), own).optional(),
      birthYear: personal(z.number(), own),
      isBlind: personal(z.boolean(), own),
      sex: personal(z.enum(['male', 'female']), own),
    });
    expect(personalMarkOf(person.shape.id)).toEqual(own);
    expect(personalMarkOf(z.string())).toBeUndefined();
    expectTypeOf<z.infer<typeof person>>().toEqualTypeOf<{
      id: string;
      name?: string | undefined;
      birthYear: number;
      isBlind: boolean;
      sex: 'male' | 'female' | '[erased]';
    }>();
  });

  test.each<[string, z.ZodType, unknown, unknown]>([
    ['a text with a format', z.email(), 'nhung@example.vn', ERASED],
    ['a choice', z.enum(['male', 'female']), 'male', ERASED],
    ['a literal', z.literal(['A', 7]), 7, 0],
    ['a number', z.number().int().min(1900), 1988, 0],
    ['a truth value', z.literal(true), true, false],
    ['a list', z.array(z.string()).min(1).readonly(), ['a'], []],
    ['a pair', z.tuple([z.string(), z.number()]), ['a', 1], []],
    ['a record', z.record(z.string(), z.number()), { a: 1 }, {}],
    ['a union', z.union([z.string().min(20), z.number().min(20)]), 20, 0],
    ['what may be absent', z.string().min(20).optional(), undefined, ERASED],
    ['what may be null', z.number().min(20).nullable(), null, 0],
  ])('lets the gap of an erased value into %s, beside what was let in before', (_what, schema, value, gap) => {
    const marked = personal(schema, own);
    expect(marked.parse(value)).toEqual(value);
    expect(marked.parse(gap)).toEqual(gap);
    expect(marked.safeParse({ neither: 'nor' }).success).toBe(false);
  });

  test('says of a malformed value what the schema says of it', () => {
    const marked = personal(z.string().regex(/^0\d{9}$/u, 'ten digits expected'), own);
    expect(marked.safeParse('12').error?.issues).toMatchObject([{ message: 'ten digits expected', path: [] }]);
  });

  test('refuses an object: code that reads its fields must find them after an erasure', () => {
    const error = (() => {
      try {
        return personal(z.strictObject({ name: z.string() }), own);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(isMotcuaError(error, 'MC_WORKFLOW_INVALID')).toBe(true);
  });
});
