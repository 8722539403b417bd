export { calendarChanges } from './calendar-changes.js';
export { createCalendar } from './create-calendar.js';
export { calendarDefinitionSchema } from './definition-schema.js';
export { type MergeOptions, mergeCalendars } from './merge-calendars.js';
export { parseDate, parseInstant } from './parse-time.js';
export { printInstant } from './print-instant.js';
export { printMoment } from './print-moment.js';
export type {
  Calendar,
  CalendarDefinition,
  CalendarRow,
  Counting,
  DayHours,
  Explanation,
  ExplanationStep,
  Floor,
  Interruption,
  RowStatus,
  Shift,
  Term,
} from './types.js';
export { withRows } from './with-rows.js';
