import { describe, expect, it } from 'vitest';
import { at, days, months, office, row, wd, wh } from './test/office.js';

const calendar = office();
const before = (to: string, length: ReturnType<typeof wd | typeof wh | typeof days | typeof months>): string =>
  calendar.format(calendar.subtract(at(to), length)).slice(0, 16);

describe('counting back', () => {
  it('finds the close of the n-th working day before a date, whatever the time of day', () => {
    expect(before('2026-03-05T17:00', wd(1))).toBe('2026-03-04T17:00');
    expect(before('2026-03-05T08:00', wd(1))).toBe('2026-03-04T17:00');
    expect(before('2026-03-09T17:00', wd(2))).toBe('2026-03-05T17:00');
    expect(before('2026-03-08T10:00', wd(1))).toBe('2026-03-06T17:00');
  });

  it('takes an instant at 00:00 as the end of the date before', () => {
    expect(before('2026-03-06T00:00', wd(1))).toBe('2026-03-04T17:00');
  });

  it('finds mid-day closes for halves', () => {
    expect(before('2026-03-05T17:00', wd(0.5))).toBe('2026-03-05T11:30');
    expect(before('2026-03-05T11:30', wd(0.5))).toBe('2026-03-04T17:00');
    expect(before('2026-03-05T17:00', wd(1.5))).toBe('2026-03-04T11:30');
  });

  it('counts working hours back exactly, and stays at an opening', () => {
    expect(before('2026-03-09T08:30', wh(2))).toBe('2026-03-06T16:00');
    expect(before('2026-03-09T08:30', wh(1))).toBe('2026-03-09T07:30');
  });

  it('keeps the time of day for calendar days and months, and rolls nothing', () => {
    expect(before('2026-03-09T10:15', days(1))).toBe('2026-03-08T10:15');
    expect(before('2026-03-31T10:15', months(1))).toBe('2026-02-28T10:15');
  });

  it('by no length stays where it is', () => {
    for (const length of [wd(0), wh(0), days(0), months(0)])
      expect(before('2026-03-08T10:15', length)).toBe('2026-03-08T10:15');
  });
});

describe('the amount between two instants', () => {
  it('is negative backwards, and plain zero where nothing lies between', () => {
    const [from, to] = [at('2026-03-02T09:00'), at('2026-03-04T17:00')];
    expect(calendar.between(from, to, 'workingDay')).toBe(2);
    expect(calendar.between(to, from, 'workingDay')).toBe(-2);
    expect(Object.is(calendar.between(to, to - 1, 'calendarDay'), 0)).toBe(true);
    expect(calendar.workingMs(to, from)).toBe(-calendar.workingMs(from, to));
  });

  it('counts calendar days by dates and whole months by their days', () => {
    expect(calendar.between(at('2026-03-02T23:59'), at('2026-03-03T00:00'), 'calendarDay')).toBe(1);
    expect(calendar.between(at('2026-01-31T09:00'), at('2026-02-28T08:00'), 'month')).toBe(1);
    expect(calendar.between(at('2026-01-15T09:00'), at('2026-03-14T08:00'), 'month')).toBe(1);
  });

  it('leaves out days off', () => {
    const changed = office({ rows: [row('2026-03-04', 'holiday')] });
    expect(changed.between(at('2026-03-02T09:00'), at('2026-03-09T16:59'), 'workingDay')).toBe(3.5);
  });
});

describe('openings', () => {
  it('are half-open: open at the opening, closed at the closing', () => {
    expect(calendar.isWorking(at('2026-03-02T07:30'))).toBe(true);
    expect(calendar.isWorking(at('2026-03-02T11:30'))).toBe(false);
    expect(calendar.next(at('2026-03-02T11:30'))).toBe(at('2026-03-02T13:00'));
    expect(calendar.next(at('2026-03-06T17:00'))).toBe(at('2026-03-09T07:30'));
  });

  it('add working time forwards and back', () => {
    expect(calendar.addWorkingMs(at('2026-03-06T16:59'), 120_000)).toBe(at('2026-03-09T07:31'));
    expect(calendar.addWorkingMs(at('2026-03-09T07:31'), -120_000)).toBe(at('2026-03-06T16:59'));
    expect(calendar.addWorkingMs(at('2026-03-08T10:00'), 0)).toBe(at('2026-03-08T10:00'));
  });
});
