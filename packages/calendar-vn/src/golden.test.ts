import type { Counting, TermUnit } from '@motcua/core';
import { describe, expect, it } from 'vitest';
import { vietnamCalendar } from './index.js';

const hours = [
  { from: '08:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const calendar = vietnamCalendar({ hours });
const cutOff: Counting = { cutOff: { at: '15:00' } };

describe('dated vectors of the law', () => {
  it.each<[received: string, amount: number, unit: TermUnit, due: string]>([
    ['2025-04-25T10:00', 3, 'workingDay', '2025-04-29T17:30'],
    ['2025-04-25T15:30', 0, 'workingDay', '2025-04-26T17:30'],
    ['2026-01-01T09:00', 3, 'workingDay', '2026-01-08T17:30'],
    ['2026-01-08T16:00', 3, 'workingDay', '2026-01-13T17:30'],
    ['2026-02-12T10:00', 5, 'workingDay', '2026-02-26T17:30'],
    ['2026-08-20T15:01', 3, 'workingDay', '2026-08-25T17:30'],
    ['2026-08-28T14:59', 1, 'workingDay', '2026-09-03T17:30'],
    ['2026-11-23T16:00', 0, 'workingDay', '2026-11-25T17:30'],
    ['2026-11-23T10:00', 3, 'workingDay', '2026-11-27T17:30'],
    ['2023-01-19T15:10', 1, 'workingDay', '2023-01-30T17:30'],
    ['2026-08-12T10:00', 20, 'calendarDay', '2026-09-03T17:30'],
    ['2026-11-04T10:00', 20, 'calendarDay', '2026-11-25T17:30'],
    ['2025-04-15T10:00', 15, 'calendarDay', '2025-05-05T17:30'],
    ['2026-08-21T15:00', 8, 'workingHour', '2026-08-22T15:00'],
    ['2026-08-28T15:00', 8, 'workingHour', '2026-09-03T15:00'],
  ])('received %s, %d %s: due %s', (received, amount, unit, due) => {
    const from = Date.parse(`${received}:00+07:00`);
    expect(calendar.format(calendar.add(from, { amount, unit }, cutOff))).toBe(`${due}:00+07:00`);
    expect(calendar.explain.add(from, { amount, unit }, cutOff).to).toBe(calendar.add(from, { amount, unit }, cutOff));
  });
});

describe('the swap announced on 25 December 2025', () => {
  const now = vietnamCalendar();
  const before = vietnamCalendar({ asKnownOn: '2025-12-24' });
  const dueDates = (calendar: typeof now, received: string, amounts: readonly number[]): string =>
    amounts
      .map((amount) => calendar.add(Date.parse(`${received}T09:00:00+07:00`), { amount, unit: 'workingDay' }))
      .map((due) => calendar.dateOf(due).slice(5))
      .join(' ');

  it.each([
    ['2025-12-29', [3, 5, 7, 10, 15], '01-02 01-06 01-08 01-13 01-20', '01-05 01-07 01-09 01-13 01-20'],
    ['2025-12-31', [3, 5, 7, 10], '01-06 01-08 01-12 01-15', '01-07 01-09 01-12 01-15'],
    ['2026-01-05', [3, 5, 7, 10], '01-08 01-12 01-14 01-19', '01-08 01-10 01-13 01-16'],
  ])('moves the ends of terms received on %s, some later and some earlier', (received, amounts, old, moved) => {
    expect(dueDates(before, received, amounts)).toBe(old);
    expect(dueDates(now, received, amounts)).toBe(moved);
  });

  it('knows a year by rule only until its list is out', () => {
    const early = vietnamCalendar({ asKnownOn: '2025-10-15' });
    expect(
      early.definition.rows
        .filter(({ date }) => date.startsWith('2026'))
        .every(({ status }) => status === 'provisional'),
    ).toBe(true);
    expect(early.definition.rows.some(({ date }) => date === '2026-11-24')).toBe(false);
    expect(before.definition.rows.some(({ date }) => date === '2026-08-31')).toBe(true);
  });
});
