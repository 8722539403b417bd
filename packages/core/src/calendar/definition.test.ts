import { describe, expect, it } from 'vitest';
import { isMotcuaError, type MotcuaError } from '../error/index.js';
import { type CalendarDefinition, createCalendar, mergeCalendars, withRows } from './index.js';
import { at, office, officeDefinition, row, wd } from './test/office.js';

function refusal(act: () => unknown): MotcuaError {
  try {
    act();
  } catch (error) {
    if (isMotcuaError(error)) return error as MotcuaError;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a calendar definition', () => {
  it('is refused with all its offences in one error', () => {
    const error = refusal(() =>
      office({
        zone: 'Asia/Hanoi_Old',
        covers: { from: '2026-02-30', to: '2026-12-31' },
        week: {
          1: {
            shifts: [
              { from: '13:00', to: '17:00' },
              { from: '07:30', to: '13:30' },
              { from: '19:00', to: '18:00' },
              { from: '7:00', to: '25:00' },
            ],
          },
        },
        rows: [
          row('2027-01-01', 'holiday'),
          row('2026-04-31', 'holiday'),
          row('2026-05-04', 'swap-off', { swappedWith: '2026-05-09' }),
          row('2026-05-10', 'swap-work'),
          row('2026-05-11', 'holiday', { hours: { shifts: [] } }),
          row('2026-05-12', 'office-open', { hours: { shifts: [] } }),
          row('2026-05-13', 'holiday', { swappedWith: '2026-05-14' }),
        ],
      }),
    );
    expect(error.code).toBe('MC_CALENDAR_INVALID');
    const offences = error.details['offences'] as string[];
    expect(offences).toEqual([
      expect.stringMatching(/^zone: Asia\/Hanoi_Old/),
      expect.stringMatching(/^covers\.from: "2026-02-30" is not a date/),
      expect.stringMatching(/^week\.1\.shifts\.1: begins at 07:30, before/),
      expect.stringMatching(/^week\.1\.shifts\.2: ends at 18:00/),
      expect.stringMatching(/^week\.1\.shifts\.3\.from: 7:00 is not a time/),
      expect.stringMatching(/^week\.1\.shifts\.3\.to: 25:00 is not a time/),
      expect.stringMatching(/^rows\.0\.date: 2027-01-01 is outside the covered range/),
      expect.stringMatching(/^rows\.1\.date: "2026-04-31" is not a date/),
      expect.stringMatching(/^rows\.2\.swappedWith: 2026-05-04 is swap-off, but 2026-05-09 has no swap-work row/),
      expect.stringMatching(/^rows\.3\.swappedWith: 2026-05-10 is swap-work but names no other day/),
      expect.stringMatching(/^rows\.4\.hours: 2026-05-11 is a day off/),
      expect.stringMatching(/^rows\.5\.hours: 2026-05-12 is a worked day without shifts/),
      expect.stringMatching(/^rows\.6\.swappedWith: 2026-05-13 is holiday/),
    ]);
    for (const offence of offences) expect(error.message).toContain(offence);
  });

  it('is refused when a swap does not name its day back, when it ends before it begins, when its shape is wrong', () => {
    const crossed = [
      row('2026-05-04', 'swap-off', { swappedWith: '2026-05-09' }),
      row('2026-05-09', 'swap-work', { swappedWith: '2026-05-05' }),
      row('2026-05-05', 'swap-off', { swappedWith: '2026-05-09' }),
    ];
    expect(refusal(() => office({ rows: crossed })).details['offences']).toEqual([
      expect.stringContaining('2026-05-04 names 2026-05-09 as its other day, which names 2026-05-05'),
    ]);
    expect(refusal(() => office({ covers: { from: '2026-02-01', to: '2026-01-01' } })).code).toBe(
      'MC_CALENDAR_INVALID',
    );
    expect(
      refusal(() => office({ covers: { from: '1800-01-01', to: '2300-01-01' } })).details['offences'],
    ).toHaveLength(2);
    expect(refusal(() => createCalendar({} as CalendarDefinition)).code).toBe('MC_CALENDAR_INVALID');
    expect(refusal(() => createCalendar({ ...officeDefinition, extra: 1 } as CalendarDefinition)).message).toContain(
      'extra',
    );
    expect(refusal(() => office({ week: {}, rows: [row('2026-05-04', 'office-open')] })).message).toContain(
      'Monday has none',
    );
  });

  it('is copied, so that later changes of the data change no answer', () => {
    const rows = [row('2026-03-03', 'holiday')];
    const calendar = office({ rows });
    rows.push(row('2026-03-04', 'holiday'));
    expect(calendar.definition.rows).toHaveLength(1);
    expect(calendar.dateOf(calendar.add(at('2026-03-02T09:00'), wd(1)))).toBe('2026-03-04');
  });
});

describe('a new version of a calendar', () => {
  it('adds rows that decide over the old ones, under another version', () => {
    const next = withRows(officeDefinition, [row('2026-03-03', 'office-off')], { version: '2' });
    expect(next.version).toBe('2');
    const calendar = createCalendar(next);
    expect(calendar.dateOf(calendar.add(at('2026-03-02T09:00'), wd(1)))).toBe('2026-03-04');
    expect(officeDefinition.rows).toEqual([]);
  });

  it('is refused under the old version, and with rows that do not fit', () => {
    expect(refusal(() => withRows(officeDefinition, [], { version: '1' })).code).toBe('MC_CALENDAR_INVALID');
    const alone = row('2026-03-03', 'swap-off', { swappedWith: '2026-03-07' });
    expect(refusal(() => withRows(officeDefinition, [alone], { version: '2' })).code).toBe('MC_CALENDAR_INVALID');
  });
});

describe('merged calendars', () => {
  const mornings = { shifts: [{ from: '08:00', to: '12:00' }], countsAs: 0.5 as const };
  const swap = [
    row('2026-03-04', 'swap-off', { swappedWith: '2026-03-07' }),
    row('2026-03-07', 'swap-work', { swappedWith: '2026-03-04' }),
  ];
  const one = office({ id: 'one', rows: [row('2026-03-03', 'holiday'), ...swap] });
  const other = office({
    id: 'other',
    week: { 1: mornings, 2: mornings, 3: mornings, 6: mornings },
    covers: { from: '2026-01-01', to: '2040-12-31' },
  });
  const name = { vi: 'gộp', en: 'merged' };
  const all = mergeCalendars([one, other], { id: 'all', version: '1', name, mode: 'all-open' });
  const any = mergeCalendars([one, other], { id: 'any', version: '1', name, mode: 'any-open' });

  it('work when all, or when any, of them work', () => {
    for (let t = at('2026-03-01T00:00'); t < at('2026-03-12T00:00'); t += 900_000) {
      expect(all.isWorking(t), all.format(t)).toBe(one.isWorking(t) && other.isWorking(t));
      expect(any.isWorking(t), any.format(t)).toBe(one.isWorking(t) || other.isWorking(t));
    }
  });

  it('count a day as the least, or the most, that any of them counts it', () => {
    const from = at('2026-03-08T09:00');
    expect(all.between(from, at('2026-03-11T00:00'), 'workingDay')).toBe(0.5);
    expect(any.between(from, at('2026-03-11T00:00'), 'workingDay')).toBe(1);
  });

  it('cover what all of them cover, and keep the names of the days that decide', () => {
    expect(all.definition.covers).toEqual({ from: '2026-01-01', to: '2037-12-31' });
    expect(all.definition.rows.find(({ date }) => date === '2026-03-03')).toMatchObject({
      kind: 'holiday',
      source: 'Decree 1',
    });
    expect(any.definition.rows.find(({ date }) => date === '2026-03-03')).toMatchObject({ kind: 'office-open' });
    expect(any.definition.rows.find(({ date }) => date === '2026-03-07')).toMatchObject({ kind: 'office-open' });
  });

  it('are refused when there is none, when their zones differ, when they share no date', () => {
    const options = { id: 'x', version: '1', name, mode: 'all-open' as const };
    expect(refusal(() => mergeCalendars([], options)).code).toBe('MC_CALENDAR_INVALID');
    expect(refusal(() => mergeCalendars([one, office({ zone: 'Europe/Berlin' })], options)).message).toContain(
      'Europe/Berlin',
    );
    const past = office({ covers: { from: '2020-01-01', to: '2024-12-31' } });
    expect(refusal(() => mergeCalendars([one, past], options)).message).toContain('no date in common');
  });
});
