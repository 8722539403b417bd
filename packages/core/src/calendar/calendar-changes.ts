import type { CalendarChange } from '../contract/calendar-change.js';
import type { LocalDate } from '../contract/time.js';
import { readLocalDate, writeLocalDate } from './civil-date.js';
import { hoursOfRow, hoursOfWeek } from './day-hours.js';
import type { CalendarDefinition, CalendarRow, DayHours } from './types.js';

/** What decides a date in one version. */
interface Day {
  readonly row: CalendarRow | undefined;
  readonly hours: DayHours | undefined;
}

/**
 * The dates on which two versions of a calendar have different hours, or count a day differently, in order; within the
 * dates that both cover. A row that only got another name, source or status changes no date.
 */
export function calendarChanges(before: CalendarDefinition, after: CalendarDefinition): readonly CalendarChange[] {
  const [rowsBefore, rowsAfter] = [rowsByDate(before), rowsByDate(after)];
  return datesToCompare(before, after).flatMap((date) => {
    const [old, now] = [dayOf(before, rowsBefore, date), dayOf(after, rowsAfter, date)];
    if (sameHours(old.hours, now.hours)) return [];
    return [{ date, ...(old.row && { before: shown(old.row) }), ...(now.row && { after: shown(now.row) }) }];
  });
}

const rowsByDate = ({ rows }: CalendarDefinition) => new Map(rows.map((row) => [row.date, row]));

/** The dates of the rows; every date when the weeks differ. */
function datesToCompare(before: CalendarDefinition, after: CalendarDefinition): readonly LocalDate[] {
  const [, from = ''] = [before.covers.from, after.covers.from].sort();
  const [to = ''] = [before.covers.to, after.covers.to].sort();
  const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
  if (weekdays.every((weekday) => sameHours(before.week[weekday], after.week[weekday]))) {
    const dates = new Set([...before.rows, ...after.rows].map(({ date }) => date));
    return [...dates].filter((date) => date >= from && date <= to).sort();
  }
  const [first, last] = [readLocalDate(from) ?? 0, readLocalDate(to) ?? 0];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => writeLocalDate(first + index));
}

function dayOf(definition: CalendarDefinition, rows: ReadonlyMap<LocalDate, CalendarRow>, date: LocalDate): Day {
  const row = rows.get(date);
  const hours =
    row === undefined ? hoursOfWeek(definition, readLocalDate(date) as number) : hoursOfRow(definition, row);
  return { row, hours };
}

const sameHours = (a: DayHours | undefined, b: DayHours | undefined): boolean => key(a) === key(b);

const key = (hours: DayHours | undefined): string =>
  hours === undefined || hours.shifts.length === 0 ? '' : JSON.stringify([hours.countsAs ?? 1, hours.shifts]);

const shown = ({ kind, name, source }: CalendarRow): NonNullable<CalendarChange['after']> => ({ kind, name, source });
