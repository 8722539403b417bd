import type { Calendar } from '../calendar/types.js';
import type { Custody, Holder } from '../contract/case.js';
import type { CalendarRef } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';

/** How long one holder had the case. */
export interface AccountRow {
  readonly holder: Holder;
  readonly workingMs: number;
  /** How often it came to this holder. */
  readonly times: number;
}

/** The case's time, added up. The rows sum to `totalWorkingMs` exactly. */
export interface TimeAccount {
  /** The calendar that says which time is working time. */
  readonly calendar: CalendarRef;
  readonly from: Instant;
  readonly to: Instant;
  readonly totalWorkingMs: number;
  readonly rows: readonly AccountRow[];
}

/**
 * Splits the working time between the first change of hands and `until` among the holders. Closed hours belong to
 * nobody; every working millisecond in which somebody is waited for belongs to exactly one holder.
 */
export function timeAccount(custody: readonly Custody[], until: Instant, calendar: Calendar): TimeAccount {
  const rows = new Map<string, { holder: Holder; workingMs: number; times: number }>();
  const from = custody[0]?.from ?? until;
  let unheldMs = 0;
  custody.forEach(({ from: start, holder }, index) => {
    const end = Math.min(custody[index + 1]?.from ?? until, until);
    const workingMs = end > start ? calendar.workingMs(start, end) : 0;
    if (holder === undefined) {
      unheldMs += workingMs;
      return;
    }
    const key = `${holder.kind} ${holder.id}`;
    const row = rows.get(key) ?? { holder, workingMs: 0, times: 0 };
    rows.set(key, { holder, workingMs: row.workingMs + workingMs, times: row.times + 1 });
  });
  const totalWorkingMs = (until > from ? calendar.workingMs(from, until) : 0) - unheldMs;
  const { id, version } = calendar;
  return { calendar: { id, version }, from, to: until, totalWorkingMs, rows: [...rows.values()] };
}
