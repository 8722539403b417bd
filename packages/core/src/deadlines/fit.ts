import type { Calendar, Counting } from '../calendar/types.js';
import type { Budget, Instant } from '../contract/time.js';
import { budgetList } from './spec.js';

export interface FitRequest {
  readonly calendar: Calendar;
  readonly outer: { readonly budget: Budget | readonly Budget[]; readonly counting?: Counting };
  /** One after another, each starting where the one before ends. */
  readonly inner: readonly FitRequest['outer'][];
  /** Receipts to try: local dates between these two, from opening to closing time. */
  readonly from: Instant;
  readonly to: Instant;
}

export type Fit =
  | { readonly fits: true; readonly smallestSlackMs: number }
  | { readonly fits: false; readonly receivedAt: Instant; readonly outerDueAt: Instant; readonly innerDueAt: Instant };

const DAY_MS = 86_400_000;

/**
 * Do terms that run one after another fit inside another one, whenever the case is received? Tries the first and the
 * last working minute of every day of the range, so the worst run of holidays decides.
 */
export function fitsWithin({ calendar, outer, inner, from, to }: FitRequest): Fit {
  let smallestSlackMs = Number.POSITIVE_INFINITY;
  for (let day = from; day < to; day += DAY_MS) {
    const opening = calendar.next(day);
    for (const receivedAt of [opening, lastMinute(calendar, opening)]) {
      const outerDueAt = due(calendar, receivedAt, outer);
      const innerDueAt = inner.reduce((at, term) => due(calendar, at, term), receivedAt);
      if (innerDueAt > outerDueAt) return { fits: false, receivedAt, outerDueAt, innerDueAt };
      smallestSlackMs = Math.min(smallestSlackMs, calendar.workingMs(innerDueAt, outerDueAt));
    }
  }
  return { fits: true, smallestSlackMs };
}

function due(calendar: Calendar, from: Instant, { budget, counting }: FitRequest['outer']): Instant {
  const [first, ...then] = budgetList(budget);
  return first === undefined ? from : calendar.due({ from, budget: first, then, ...(counting && { counting }) });
}

/** One minute before the close of business of the day that opens at `opening`. */
const lastMinute = (calendar: Calendar, opening: Instant): Instant =>
  calendar.due({ from: opening, budget: { amount: 0, unit: 'workingDay' } }) - 60_000;
