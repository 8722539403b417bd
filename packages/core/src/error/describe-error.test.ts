import { expect, test } from 'vitest';
import { z } from 'zod';
import { personal } from '../contract/personal.js';
import { issuesOf } from './index.js';

const problemsOf = (schema: z.ZodType, value: unknown): readonly string[] => {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : issuesOf(error);
};

test('a personal field that is missing is told like any other', () => {
  const own = { subject: 'id' };
  const person = z.strictObject({ id: personal(z.string(), own), name: personal(z.string().min(1), own) });
  expect(problemsOf(person, { id: 1 })).toEqual([
    'id: Invalid input: expected string, received number',
    'name: Invalid input: expected string, received undefined',
  ]);
});

test('of several forms a value may have the nearest one is told, with the place inside it', () => {
  const budget = z.union([
    z.strictObject({ until: z.number() }),
    z.strictObject({ amount: z.number(), unit: z.enum(['workingDay', 'month']) }),
  ]);
  const rules = z.strictObject({ limits: z.array(z.strictObject({ budget })) });
  expect(problemsOf(rules, { limits: [{ budget: { amount: '5', unit: 'workingDay' } }] })).toEqual([
    'limits.0.budget.amount: Invalid input: expected number, received string',
  ]);
  expect(problemsOf(rules, 5)).toEqual(['(all of it): Invalid input: expected object, received number']);
});
