import { isMotcuaError } from '@motcua/core';
import { describe, expect, it } from 'vitest';
import { ruleRows, vietnamCalendar, vietnamDefinition } from './index.js';
import { officialYears } from './official-years.js';

const calendar = vietnamCalendar();
const noonOf = (date: string): number => Date.parse(`${date}T12:00:00+07:00`);
const worksOn = (date: string): boolean =>
  calendar.workingMs(noonOf(date) - 12 * 3_600_000, noonOf(date) + 12 * 3_600_000 - 1) > 0;

function datesOf(year: number): string[] {
  const dates: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000)
    dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}
const isWeekend = (date: string): boolean => [0, 6].includes(new Date(date).getUTCDay());

/** Days off on weekdays, and worked Saturdays, as announced: written down apart from the rows. */
const announced: Record<number, { readonly off: string; readonly worked: string }> = {
  2021: { off: '01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03', worked: '' },
  2022: { off: '01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02', worked: '' },
  2023: { off: '01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04', worked: '' },
  2024: { off: '01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03', worked: '05-04' },
  2025: { off: '01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02', worked: '04-26' },
  2026: {
    off: '01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24',
    worked: '01-10 08-22',
  },
};

describe('the Vietnamese calendar', () => {
  it.each(Object.entries(announced))(
    'closes and opens in %s on the announced dates, and no others',
    (year, { off, worked }) => {
      const dates = datesOf(Number(year));
      const full = (days: string): string[] => (days === '' ? [] : days.split(' ').map((day) => `${year}-${day}`));
      expect(dates.filter((date) => !isWeekend(date) && !worksOn(date))).toEqual(full(off));
      expect(dates.filter((date) => isWeekend(date) && worksOn(date))).toEqual(full(worked));
    },
  );

  it('gives a worked Saturday the hours of a Monday', () => {
    const saturday = (time: string): number => Date.parse(`2026-01-10T${time}:00+07:00`);
    expect(calendar.workingMs(saturday('00:00'), saturday('23:59'))).toBe(8 * 3_600_000);
    expect(calendar.isWorking(saturday('16:59'))).toBe(true);
  });

  it('marks as enacted what was announced, as unconfirmed where the instrument was not seen, and as provisional what follows from rules', () => {
    const { rows } = calendar.definition;
    const statusOf = (from: string, to: string): Set<string> =>
      new Set(rows.filter(({ date }) => date >= from && date < to).map(({ status }) => status));
    expect(statusOf('2021', '2024')).toEqual(new Set(['unconfirmed']));
    expect(statusOf('2024', '2026-11-24')).toEqual(new Set(['enacted']));
    expect(statusOf('2026-11-24', '2027')).toEqual(new Set(['unconfirmed']));
    const { steps } = calendar.explain.isWorking(Date.parse('2026-11-24T09:00:00+07:00'));
    expect(steps[0]?.text.en).toContain('instrument not seen');
    expect(statusOf('2027', '2101')).toEqual(new Set(['provisional']));
    expect(rows.every(({ source }) => source.length > 0)).toBe(true);
    expect(rows.find(({ date }) => date === '2026-11-24')?.source).toMatch(/28\/2026\/QH16.*one source/);
  });

  it('keeps the rows of every year in order, without two of one date', () => {
    const dates = calendar.definition.rows.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
  });

  it('opens on Saturday mornings for an office that does, worth what the office says', () => {
    const saturday = { shifts: [{ from: '07:30', to: '11:30' }] };
    const received = Date.parse('2026-03-05T09:00:00+07:00');
    const due = (countsAs: 0 | 0.5 | 1): string => {
      const office = vietnamCalendar({ saturday: { ...saturday, countsAs } });
      return office.format(office.add(received, { amount: 2, unit: 'workingDay' }));
    };
    expect(due(0)).toBe('2026-03-09T17:00:00+07:00');
    expect(due(0.5)).toBe('2026-03-09T11:30:00+07:00');
    expect(due(1)).toBe('2026-03-07T11:30:00+07:00');
    expect(vietnamDefinition({ saturday }).week[6]?.countsAs).toBe(0.5);
  });

  it('lets the days of one office decide over the national ones', () => {
    const storm = vietnamCalendar({
      rows: [
        {
          date: '2026-03-06',
          kind: 'office-off',
          name: { vi: 'bão số 1', en: 'storm no. 1' },
          status: 'enacted',
          source: 'local notice',
        },
      ],
    });
    const received = Date.parse('2026-03-05T09:00:00+07:00');
    expect(storm.format(storm.add(received, { amount: 1, unit: 'workingDay' }))).toBe('2026-03-09T17:00:00+07:00');
  });

  it('never lets two calendars that answer differently share a version', () => {
    const versions = [
      vietnamDefinition(),
      vietnamDefinition({ hours: [{ from: '08:00', to: '12:00' }] }),
      vietnamDefinition({ saturday: { shifts: [{ from: '07:30', to: '11:30' }] } }),
      vietnamDefinition({ asKnownOn: '2025-12-24' }),
      vietnamDefinition({ years: { from: 2025, to: 2026 } }),
    ].map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions[0]).toBe('2026.2');
    expect(vietnamDefinition({ version: 'own' }).version).toBe('own');
  });

  it('refuses years it has no law for, by code', () => {
    for (const years of [
      { from: 2020, to: 2026 },
      { from: 2026, to: 2101 },
      { from: 2027, to: 2026 },
    ]) {
      const refused = (): unknown => vietnamDefinition({ years });
      expect(refused).toThrow(expect.toSatisfy((error) => isMotcuaError(error, 'MC_CALENDAR_INVALID')));
    }
  });
});

describe('rules for years not announced', () => {
  it.each(officialYears.filter(({ year }) => year <= 2026))(
    'give what was announced for $year, swaps apart',
    ({ year, rows }) => {
      const tetDaysBefore = rows.some(({ name }) => name.en.includes('2 days before')) ? 2 : 1;
      const fromRules = ruleRows(year, { tetDaysBefore }).map(({ date, kind }) => `${date} ${kind}`);
      const swaps = new Set(['swap-off', 'swap-work']);
      expect(fromRules).toEqual(rows.filter(({ kind }) => !swaps.has(kind)).map(({ date, kind }) => `${date} ${kind}`));
    },
  );

  it('give twelve days off a year, and as many in lieu as fall on weekends', () => {
    for (let year = 2028; year <= 2100; year++) {
      const rows = ruleRows(year);
      const holidays = rows.filter(({ kind }) => kind === 'holiday');
      const inLieu = rows.filter(({ kind }) => kind === 'substitute');
      const merged = holidays.filter(({ name }) => name.en.includes(';')).length;
      expect(holidays.length + merged, String(year)).toBe(12);
      expect(
        inLieu.length - holidays.filter(({ date }) => isWeekend(date)).length,
        String(year),
      ).toBeGreaterThanOrEqual(0);
      expect(inLieu.filter(({ date }) => isWeekend(date))).toEqual([]);
    }
  });

  it('use the Vietnamese date of Tết where the Chinese one is another', () => {
    expect(
      ruleRows(2030)
        .filter(({ name }) => name.en.startsWith('Lunar') && !name.en.includes('weekly'))
        .map(({ date }) => date),
    ).toEqual(['2030-02-01', '2030-02-02', '2030-02-03', '2030-02-04', '2030-02-05']);
  });
});
