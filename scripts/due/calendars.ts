import { type VietnamOptions, vietnamDefinition } from '../../packages/calendar-vn/src/index.ts';
import type { Calendar, CalendarDefinition, CalendarRow, Instant, Shift } from '../../packages/core/src/index.ts';
import { createCalendar, isMotcuaError } from '../../packages/core/src/index.ts';
import type { Trial } from './request.ts';

/** The hours an office works, where they are not the usual ones. */
export interface OfficeHours {
  readonly hours?: readonly Shift[];
  readonly saturday?: { readonly shifts: readonly Shift[]; readonly countsAs: 0 | 0.5 | 1 };
}

export interface Calendars {
  /** The calendar of the office with the trial's days. Built once for equal trials. */
  full(trial: Trial): Calendar;
  /**
   * What `ask` answers on the trial's calendar. A batch may hold thousands of trials, so it is first asked on a
   * calendar of the years around `from` alone; only a term that leaves them is asked on the whole one.
   */
  ask<T>(trial: Trial, from: Instant, ask: (calendar: Calendar) => T): T;
}

const FIRST_YEAR = 2021;
const LAST_YEAR = 2100;
/** Some megabytes at most: a calendar of four years takes about a hundred kilobytes. */
const KEPT = 300;

export function createCalendars(office: OfficeHours): Calendars {
  const nationals = new Map<string, CalendarDefinition>();
  const usual = createCalendar(definitionOf(office, { holidays: [], workdays: [] }, nationals));
  const kept = new Map<string, Calendar>();

  function keep(key: string, create: () => Calendar): Calendar {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const calendar = create();
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, calendar);
    return calendar;
  }

  function full(trial: Trial): Calendar {
    if (isEmpty(trial)) return usual;
    return keep(keyOf(trial), () => createCalendar(definitionOf(office, trial, nationals)));
  }

  return {
    full,
    ask(trial, from, ask) {
      const years = yearsAround(from, trial);
      if (isEmpty(trial) || years === undefined) return ask(full(trial));
      const near = keep(`${years.from} ${keyOf(trial)}`, () =>
        createCalendar(definitionOf(office, trial, nationals, years)),
      );
      try {
        return ask(near);
      } catch (error) {
        if (isMotcuaError(error, 'MC_CALENDAR_OUT_OF_RANGE')) return ask(full(trial));
        throw error;
      }
    },
  };
}

/** Four years from the one before `from`, or nothing when they do not hold every tried day. */
function yearsAround(from: Instant, { holidays, workdays }: Trial): VietnamOptions['years'] | undefined {
  const year = new Date(from).getUTCFullYear();
  const years = { from: Math.max(FIRST_YEAR, year - 1), to: Math.min(LAST_YEAR, year + 2) };
  const fits = [...holidays, ...workdays].every(
    (date) => Number(date.slice(0, 4)) >= years.from && Number(date.slice(0, 4)) <= years.to,
  );
  return fits && years.from <= years.to ? years : undefined;
}

function definitionOf(
  office: OfficeHours,
  trial: Trial,
  nationals: Map<string, CalendarDefinition>,
  years?: VietnamOptions['years'],
): CalendarDefinition {
  // The national rows are worked out once for each range of years; trials add theirs.
  const key = JSON.stringify(years ?? null);
  let national = nationals.get(key);
  if (national === undefined) {
    national = vietnamDefinition({ ...office, ...(years === undefined ? {} : { years }) });
    nationals.set(key, national);
  }
  if (isEmpty(trial)) return national;
  return { ...national, version: `${national.version}+trial`, rows: [...national.rows, ...rowsOf(trial)] };
}

function rowsOf({ holidays, workdays }: Trial): CalendarRow[] {
  const row = (date: string, kind: CalendarRow['kind'], vi: string, en: string): CalendarRow => ({
    date,
    kind,
    name: { vi, en },
    status: 'provisional',
    source: 'given on the command line or in the batch',
  });
  return [
    ...holidays.map((date) => row(date, 'holiday', 'theo giả định', 'as tried')),
    ...workdays.map((date) => row(date, 'office-open', 'theo giả định', 'as tried')),
  ];
}

function isEmpty({ holidays, workdays }: Trial): boolean {
  return holidays.length === 0 && workdays.length === 0;
}

function keyOf({ holidays, workdays }: Trial): string {
  return `${holidays.join(',')}/${workdays.join(',')}`;
}
