import { parseInstant } from '@motcua/core';
import { expect, it } from 'vitest';
import { vietnamCalendar } from './index.js';

it('counts a term over Tết and explains it', () => {
  // #region count
  const calendar = vietnamCalendar();
  const from = parseInstant('2026-02-12T09:00+07:00');
  const due = calendar.add(from, { amount: 5, unit: 'workingDay' });

  calendar.format(due); // 2026-02-26T17:00:00+07:00
  calendar.explain.add(from, { amount: 5, unit: 'workingDay' }).steps[5]?.text.vi; // Thứ Ba 17/02/2026: nghỉ Tết Nguyên đán (mùng 1)
  // #endregion
  expect(calendar.format(due)).toBe('2026-02-26T17:00:00+07:00');
  expect(calendar.explain.add(from, { amount: 5, unit: 'workingDay' }).steps[5]?.text.vi).toBe(
    'Thứ Ba 17/02/2026: nghỉ Tết Nguyên đán (mùng 1)',
  );
});

it('makes the calendar of one office', () => {
  // #region office
  const office = vietnamCalendar({
    id: 'office-17',
    version: '2026.2-office-17.1',
    hours: [
      { from: '08:00', to: '12:00' },
      { from: '13:30', to: '17:30' },
    ],
    saturday: { shifts: [{ from: '07:30', to: '11:30' }], countsAs: 0.5 },
    rows: [
      {
        date: '2026-09-15',
        kind: 'office-off',
        name: { vi: 'bão số 5', en: 'storm no. 5' },
        status: 'enacted',
        source: 'Thông báo 12/TB-UBND',
      },
    ],
  });
  // #endregion
  expect(office.isWorking(parseInstant('2026-09-15T09:00+07:00'))).toBe(false);
  expect(office.isWorking(parseInstant('2026-09-19T09:00+07:00'))).toBe(true);
});

it('gives the calendar as it was known earlier', () => {
  // #region known
  const before = vietnamCalendar({ asKnownOn: '2025-12-24' });
  const now = vietnamCalendar();
  const received = parseInstant('2025-12-29T09:00+07:00');

  before.dateOf(before.add(received, { amount: 5, unit: 'workingDay' })); // 2026-01-06
  now.dateOf(now.add(received, { amount: 5, unit: 'workingDay' })); // 2026-01-07
  // #endregion
  expect(before.dateOf(before.add(received, { amount: 5, unit: 'workingDay' }))).toBe('2026-01-06');
  expect(now.dateOf(now.add(received, { amount: 5, unit: 'workingDay' }))).toBe('2026-01-07');
});
