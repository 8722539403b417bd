import { describe, expect, it } from 'vitest';
import type { Budget, Length } from '../contract/time.js';
import { type ErrorCode, isMotcuaError, type MotcuaError } from '../error/index.js';
import { type Interruption, parseDate, parseInstant } from './index.js';
import { at, days, months, office, wd, wh } from './test/office.js';

const calendar = office({ covers: { from: '2026-01-01', to: '2026-12-31' } });
const from = at('2026-03-02T09:00');

function refused(code: ErrorCode, act: () => unknown): MotcuaError {
  try {
    act();
  } catch (error) {
    expect(isMotcuaError(error, code), String(error)).toBe(true);
    return error as MotcuaError;
  }
  throw new Error(`${code} was not raised`);
}

describe('an amount its unit cannot have', () => {
  it.each<[Length]>([
    [wd(0.3)],
    [wd(-1)],
    [wd(Number.NaN)],
    [wd(1e9)],
    [wh(0.001)],
    [wh(-1)],
    [wh(Number.POSITIVE_INFINITY)],
    [days(1.5)],
    [months(0.5)],
    [{ amount: 1, unit: 'week' } as unknown as Length],
  ])('is refused: %j', (length) => {
    refused('MC_TERM_INVALID', () => calendar.add(from, length));
    refused('MC_TERM_INVALID', () => calendar.due({ from, budget: wd(1), then: [length] }));
    refused('MC_TERM_INVALID', () => calendar.subtract(from, length));
  });

  it('is refused where there is no budget at all', () => {
    refused('MC_TERM_INVALID', () => calendar.due({ from, budget: {} as Budget }));
    refused('MC_TERM_INVALID', () => calendar.between(from, from, 'week' as 'month'));
    refused('MC_TERM_INVALID', () => calendar.addWorkingMs(from, 0.5));
  });
});

describe('a counting rule or interruption that makes no sense', () => {
  it('is refused', () => {
    refused('MC_TERM_INVALID', () => calendar.add(from, wd(1), { cutOff: { at: '25:00' } }));
    refused('MC_TERM_INVALID', () => calendar.add(from, wd(1), { cutOff: { minutesBeforeClose: -1 } }));
    const due = (interruption: Interruption) => () =>
      calendar.due({ from, budget: wd(1), interruptions: [interruption] });
    refused('MC_TERM_INVALID', due({ from: from + 1, to: from }));
    refused('MC_TERM_INVALID', due({ from, to: from }));
    refused('MC_TIME_INVALID', due({ from: Number.NaN, to: from }));
    refused('MC_TERM_INVALID', due({ from, to: from + 1, effect: 'stop' as 'pause' }));
  });
});

describe('a date beyond the covered range', () => {
  it('is refused with the calendar, the date, the range, and what to do', () => {
    const error = refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.add(at('2026-12-30T09:00'), wd(5)));
    expect(error.message).toBe(
      'Calendar office 1 was asked about 2027-01-01, which it does not cover. Expected: dates from 2026-01-01 to 2026-12-31. ' +
        'What to do: use a calendar version that covers the date, or check the instant and the length of the term.',
    );
    expect(error.details).toMatchObject({ calendar: 'office', version: '1', date: '2027-01-01' });
  });

  it('is refused by every question that needs it', () => {
    const [early, late] = [at('2025-12-31T23:59'), at('2027-01-01T00:00')];
    for (const instant of [early, late]) {
      refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.isWorking(instant));
      refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.next(instant));
      refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.workingMs(from, instant));
      refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.between(from, instant, 'workingDay'));
      refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.explain.isWorking(instant));
      for (const length of [wd(1), wh(1), days(1), months(1)]) {
        refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.add(instant, length));
        refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.subtract(instant, length));
      }
    }
    for (const length of [wd(300), wh(3000), days(400), months(12)]) {
      refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.add(from, length));
      refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.subtract(from, length));
    }
    refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.next(at('2026-12-31T17:00')));
    refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.addWorkingMs(from, -1e12));
    const endless = [{ from: from + 1, to: late + 1 }];
    for (const budget of [wd(5), wh(50), days(20), months(1), { until: from + 1e8 }]) {
      refused('MC_CALENDAR_OUT_OF_RANGE', () => calendar.due({ from, budget, interruptions: endless }));
    }
  });

  it('does not matter where nothing needs it', () => {
    const void1 = { from: at('2020-01-01T00:00'), to: from };
    const void2 = { from: at('2026-05-01T00:00'), to: at('2040-01-01T00:00') };
    for (const budget of [wd(5), wh(50), days(20), months(1), { until: from + 1e8 }]) {
      const interruptions = [void1, void2];
      expect(calendar.due({ from, budget, interruptions })).toBe(calendar.due({ from, budget }));
    }
    const cold = office({ covers: { from: '2026-03-02', to: '2026-03-04' } });
    expect(cold.format(cold.add(from, wd(2), { end: 'midnight' }))).toBe('2026-03-05T00:00:00+07:00');
  });
});

describe('an instant', () => {
  it.each([
    ['2026-02-12T09:00+07:00', '2026-02-12T02:00:00.000Z'],
    ['2026-02-12T09:00:30Z', '2026-02-12T09:00:30.000Z'],
    ['2026-02-12T09:00:30.5-02:30', '2026-02-12T11:30:30.500Z'],
    ['2024-02-29T23:59:59.999000+00:00', '2024-02-29T23:59:59.999Z'],
  ])('is read from %s', (text, iso) => {
    expect(new Date(parseInstant(text)).toISOString()).toBe(iso);
  });

  it.each([
    '2026-02-12T09:00',
    '2026-02-12',
    '2026-02-30T09:00Z',
    '2026-13-01T09:00Z',
    '2026-02-12T24:00Z',
    '2026-02-12T09:60Z',
    '2026-02-12T09:00:60Z',
    '2026-02-12 09:00Z',
    '2026-02-12T09:00+0700',
    '2026-02-12T09:00+24:00',
    '2026-02-12T09:00:00.0001Z',
    '12/02/2026',
    ' 2026-02-12T09:00Z',
    '',
  ])('is refused as %j', (text) => {
    refused('MC_TIME_INVALID', () => parseInstant(text));
  });

  it('is refused as a number that is none', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 9e15]) {
      refused('MC_TIME_INVALID', () => calendar.add(value, wd(1)));
      refused('MC_TIME_INVALID', () => calendar.format(value));
      refused('MC_TIME_INVALID', () => calendar.dateOf(value));
    }
    refused('MC_TIME_INVALID', () => calendar.due({ from, budget: { until: Number.NaN } }));
    refused('MC_TIME_INVALID', () => parseInstant(undefined as unknown as string));
  });

  it('is a date only as a date that exists', () => {
    expect(parseDate('2028-02-29')).toBe('2028-02-29');
    for (const text of ['2026-02-29', '2026-2-1', '2026-02-01T00:00Z', ''])
      refused('MC_TIME_INVALID', () => parseDate(text));
  });
});
