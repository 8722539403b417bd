import { type EpochDay, isoWeekdayOf } from './civil-date.js';
import type { CalendarDefinition, CalendarRow, DayHours, DayKind } from './types.js';

const workedKinds: ReadonlySet<DayKind> = new Set(['swap-work', 'office-open']);

/** True for the kinds of a row on which the office works. */
export function isWorkedKind(kind: DayKind): boolean {
  return workedKinds.has(kind);
}

/** The hours of a date by its weekday alone; undefined on a weekly day off. */
export function hoursOfWeek(definition: CalendarDefinition, epochDay: EpochDay): DayHours | undefined {
  return definition.week[isoWeekdayOf(epochDay)];
}

/** The hours a row gives its date: none on a day off, its own or a Monday's on a worked day. */
export function hoursOfRow(definition: CalendarDefinition, row: CalendarRow): DayHours | undefined {
  return isWorkedKind(row.kind) ? (row.hours ?? definition.week[1]) : undefined;
}
