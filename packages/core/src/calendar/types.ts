import type { DayKind } from '../contract/calendar-change.js';
import type { Counting } from '../contract/deadline.js';
import type { Text } from '../contract/text.js';
import type { Budget, Instant, Length, LocalDate, LocalTime, TermUnit } from '../contract/time.js';

export type { Counting, DayKind };

/** Open wall-clock time, half-open: from `from` up to but not at `to`. `to` may be `24:00`. */
export interface Shift {
  readonly from: LocalTime;
  readonly to: LocalTime;
}

/** Hours of a weekday. `countsAs`: working days it is worth when a term is counted in working days. */
export interface DayHours {
  readonly shifts: readonly Shift[];
  /** 1 unless given; 0.5 or 0 for a Saturday morning that is open but is no whole working day. */
  readonly countsAs?: 0 | 0.5 | 1;
}

/**
 * How sure a row is. `provisional`: not yet announced by the competent authority, so it may still change.
 * `unconfirmed`: announced as far as is known, but whoever wrote the row has not seen the instrument.
 */
export type RowStatus = 'enacted' | 'unconfirmed' | 'provisional';

export interface CalendarRow {
  readonly date: LocalDate;
  readonly kind: DayKind;
  readonly name: Text;
  readonly status: RowStatus;
  /** The instrument that says so. */
  readonly source: string;
  /** For worked days only: the hours of that day; absent means the hours of a Monday. */
  readonly hours?: DayHours;
  /** The other day of a swap: required for both swap kinds, and that date must hold the other half. */
  readonly swappedWith?: LocalDate;
}

/** A calendar as data: immutable once published under its id and version. */
export interface CalendarDefinition {
  readonly id: string;
  readonly version: string;
  /** IANA zone, e.g. `Asia/Ho_Chi_Minh`. */
  readonly zone: string;
  readonly name: Text;
  readonly source: string;
  /** First and last date the rows are known for; outside it every answer is MC_CALENDAR_OUT_OF_RANGE. */
  readonly covers: { readonly from: LocalDate; readonly to: LocalDate };
  /** Hours by ISO weekday, 1 = Monday … 7 = Sunday; a missing weekday is a weekly day off. */
  readonly week: { readonly [isoWeekday in 1 | 2 | 3 | 4 | 5 | 6 | 7]?: DayHours };
  /** Exceptions; when a date has several, the last row decides. */
  readonly rows: readonly CalendarRow[];
}

/** A period in which a term does not run: from its first instant, up to but not at its last. */
export interface Interruption {
  readonly from: Instant;
  readonly to: Instant;
  /**
   * `pause` (default): a working day is lost when the term is interrupted at its close of business;
   * a calendar term moves by the days between the two dates. `exclude`: every date the period touches is lost.
   */
  readonly effect?: 'pause' | 'exclude';
}

/** A promise that stands: where the budgets before it end earlier, the term ends then, or goes on from there. */
export interface Floor {
  readonly notBefore: Instant;
}

/** A legal term, complete: all that its end depends on but the calendar. */
export interface Term {
  /** The anchor: the instant of receipt. */
  readonly from: Instant;
  readonly budget: Budget;
  /** Further budgets, each counted from the end of the one before (extensions, mixed terms), and promises kept. */
  readonly then?: readonly (Budget | Floor)[];
  readonly counting?: Counting;
  /** In any order, overlaps allowed. */
  readonly interruptions?: readonly Interruption[];
}

/** What one day contributed. */
export interface ExplanationStep {
  readonly date: LocalDate;
  readonly rule:
    | 'received' // day of receipt, not counted
    | 'received-after-cut-off'
    | 'received-day-off'
    | 'counted'
    | 'counted-half'
    | 'weekly-day-off'
    | 'interrupted'
    | 'rolled'
    | 'due'
    | 'phase' // the next budget of the term begins
    | 'kept' // a promised end that the count does not bring forward
    | 'open' // an instant within office hours
    | 'closed' // an instant outside the office hours of its date
    | DayKind;
  /** How much of the budget had been used after this day, in the budget's unit. */
  readonly used: number;
  readonly text: Text;
  /** The calendar row behind the date, when one decided it; a worked swap day is `counted` with kind `swap-work`. */
  readonly kind?: DayKind;
  readonly status?: RowStatus;
  readonly source?: string;
}

export interface Explanation {
  readonly calendar: { readonly id: string; readonly version: string; readonly zone: string };
  readonly from: Instant;
  /** The answer: an instant, or for `between` the instant counted to. */
  readonly to: Instant;
  /** Of a term, its first budget with what was added in the same unit; 1 or 0 for `isWorking`. */
  readonly amount: number;
  readonly unit: TermUnit | 'until';
  readonly steps: readonly ExplanationStep[];
  /** True when a provisional row, or a date by rule only, was touched. */
  readonly provisional: boolean;
  readonly text: Text;
}

/** Working-time arithmetic on one version of one calendar. Pure; cost does not grow with the span. */
export interface Calendar {
  readonly id: string;
  readonly version: string;
  readonly zone: string;
  readonly definition: CalendarDefinition;
  isWorking(at: Instant): boolean;
  /** `at` itself when the office is open then, else the next opening. */
  next(at: Instant): Instant;
  /** The end of a term of this length that is received at `from`: `due` without interruptions. */
  add(from: Instant, length: Length, counting?: Counting): Instant;
  /**
   * The instant from which `length` remains until `to`; no length is `to` itself.
   *
   * Working days: the close of business of the n-th working day before the date of `to`, whatever its time of day
   * (a `to` at 00:00 is the end of the date before); the first one before counts as one even when it is worth a half, those before it count what they are worth, and
   * half a day before is the mid-day close of the date of `to` if that is a whole working day and behind `to`.
   * Working hours: exact; counted back to an opening it stays there. Calendar days and months: the same time of day,
   * at the end of the month where the day is missing, and nothing rolls.
   */
  subtract(to: Instant, length: Length): Instant;
  /**
   * Amount of `unit` from `from` to `to`; negative when `to` is earlier.
   *
   * Working days: the halves that end after the effective day of receipt of `from` (its own date when that is a
   * working day, else the next working day) and at or before `to`; the first half of a whole day ends with its first
   * shift. So `between(from, add(from, n))` is `n` for every n > 0 without a cut-off, a first day counted or an end
   * at midnight; but on a whole day of one shift, whose halves end together, half a day reads as one. Working hours: exact to the millisecond. Calendar days: the difference of the two dates. Months:
   * the whole months between the two dates.
   */
  between(from: Instant, to: Instant, unit: TermUnit): number;
  /** Milliseconds of working time in [from, to); negative when `to` is earlier. */
  workingMs(from: Instant, to: Instant): number;
  /** The instant at which `ms` of working time after `from` have passed; before it when negative. */
  addWorkingMs(from: Instant, ms: number): Instant;
  /**
   * The end of a complete term. The fast path every deadline uses.
   *
   * @throws MC_TERM_INVALID on an amount its unit cannot have, a broken cut-off, an interruption without length
   * @throws MC_CALENDAR_OUT_OF_RANGE when the answer needs a date the calendar does not cover
   */
  due(term: Term): Instant;
  readonly explain: {
    isWorking(at: Instant): Explanation;
    next(at: Instant): Explanation;
    add(from: Instant, length: Length, counting?: Counting): Explanation;
    subtract(to: Instant, length: Length): Explanation;
    between(from: Instant, to: Instant, unit: TermUnit): Explanation;
    due(term: Term): Explanation;
  };
  /** `2026-02-26T17:00:00+07:00`: ISO 8601 in the calendar's zone with its offset. */
  format(at: Instant): string;
  /** The date on the office's wall at that instant. */
  dateOf(at: Instant): LocalDate;
}
