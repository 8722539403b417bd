import { describe, expect, it } from 'vitest';
import { lunarDate } from './lunar-calendar.js';

const iso = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

describe('the Vietnamese lunar calendar', () => {
  it('dates the first day of Tết', () => {
    const tet = [2007, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2030].map((year) => iso(lunarDate(year, 1, 1)));
    expect(tet).toEqual([
      '2007-02-17',
      '2021-02-12',
      '2022-02-01',
      '2023-01-22',
      '2024-02-10',
      '2025-01-29',
      '2026-02-17',
      '2027-02-06',
      '2030-02-02',
    ]);
  });

  it("dates the Hùng Kings' day, the 10th of the 3rd month, after a leap 2nd month too", () => {
    const days = [2021, 2022, 2023, 2024, 2025, 2026, 2027].map((year) => iso(lunarDate(year, 3, 10)));
    expect(days).toEqual([
      '2021-04-21',
      '2022-04-10',
      '2023-04-29',
      '2024-04-18',
      '2025-04-07',
      '2026-04-26',
      '2027-04-16',
    ]);
  });

  it('gives the Chinese dates when dated at UTC+8', () => {
    const chinese = new Intl.DateTimeFormat('en-US', {
      calendar: 'chinese',
      timeZone: 'UTC',
      month: 'numeric',
      day: 'numeric',
    });
    const wrong: string[] = [];
    for (let year = 2000; year <= 2100; year++) {
      // The runtime's own table is a day off there: the published dates are 6 February 2027 and 3 February 2030.
      if (year === 2027 || year === 2030) continue;
      for (const [month, day] of [
        [1, 1],
        [3, 10],
        [8, 15],
      ] as const) {
        const found = lunarDate(year, month, day, 8);
        const parts = Object.fromEntries(
          chinese.formatToParts(new Date(found * 86_400_000)).map(({ type, value }) => [type, value]),
        );
        if (parts['month'] !== String(month) || parts['day'] !== String(day)) {
          wrong.push(`${year}: ${month}/${day} on ${iso(found)} is ${parts['month']}/${parts['day']} there`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('differs from the Chinese new year in the three years of this century known for it', () => {
    const years = Array.from({ length: 100 }, (_, index) => 2001 + index);
    expect(years.filter((year) => lunarDate(year, 1, 1) !== lunarDate(year, 1, 1, 8))).toEqual([2007, 2030, 2053]);
    expect(iso(lunarDate(2027, 1, 1, 8))).toBe('2027-02-06');
    expect(iso(lunarDate(2030, 1, 1, 8))).toBe('2030-02-03');
  });
});
