import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { procedureRegistry, unitTree } from '@motcua/core/dossier';
import { expect, test } from 'vitest';

const data = (name: string): unknown[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'data', name), 'utf8')) as unknown[];

test('fifty procedures load, and every inner term fits its limit on the worst days of the calendar', () => {
  const registry = procedureRegistry(data('procedures.json'), {
    calendar: vietnamCalendar({ years: { from: 2021, to: 2030 } }),
  });
  expect(registry.codes).toHaveLength(50);
});

test('the units of three tiers and of two tiers load, and each that ended has successors', () => {
  const { units } = unitTree(data('units.json'));
  expect(units.filter(({ validTo, successors }) => validTo !== undefined && successors === undefined)).toEqual([]);
});
