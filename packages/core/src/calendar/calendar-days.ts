import type { Instant } from '../contract/time.js';
import { addMonths, DAY_MS, MINUTE_MS } from './civil-date.js';
import { workingDayAfter } from './receipt.js';
import { afterRange, beforeRange, type Timeline } from './timeline.js';
import type { Counting, Interruption } from './types.js';

/** Hears of an interruption that counts, and by how many days it moves the end. */
export type OnLost = (interruption: Interruption, days: number) => void;

/**
 * The end of a term that ends with its `lastDay`, moved by interruptions and rolled off a day off.
 *
 * @param lastDay index of the last day before anything moves it; may lie beyond the range
 * @param after the effective receipt: what was interrupted before it is void, and the term cannot end by it
 */
export function endOfCalendarTerm(
  line: Timeline,
  lastDay: number,
  after: Instant,
  counting: Counting | undefined,
  interruptions: readonly Interruption[],
): Instant {
  const moved = interruptions.length === 0 ? 0 : daysMoved(line, lastDay, after, counting, interruptions);
  const end = endOfDay(line, rolled(line, lastDay + moved, counting), counting);
  // Only a term of no days, or one rolled backwards, can end before it began: it gets the next close of business.
  return end > after ? end : (line.close[workingDayAfter(line, line.dayOf(after))] as number);
}

/** By how many days interruptions move the end of a calendar term; `onLost` hears what each one adds. */
export function daysMoved(
  line: Timeline,
  lastDay: number,
  after: Instant,
  counting: Counting | undefined,
  interruptions: readonly Interruption[],
  onLost?: OnLost,
): number {
  return daysLost(
    line,
    after,
    interruptions,
    (days) => endOfDay(line, rolled(line, lastDay + days, counting), counting),
    onLost,
  );
}

/**
 * A fixed end, moved by interruptions that begin before it, at the same time of day; moved onto a day off, it
 * becomes the close of the next working day, for rolling it back could undo what the interruption gave. Without
 * interruptions it needs no calendar.
 */
export function movedUntil(
  line: Timeline,
  until: Instant,
  after: Instant,
  counting: Counting | undefined,
  interruptions: readonly Interruption[],
): Instant {
  if (interruptions.length === 0) return until;
  return untilMovedBy(line, until, daysUntilMoved(line, until, after, counting, interruptions), counting);
}

/** By how many days interruptions move a fixed end; `onLost` hears what each one adds. */
export function daysUntilMoved(
  line: Timeline,
  until: Instant,
  after: Instant,
  counting: Counting | undefined,
  interruptions: readonly Interruption[],
  onLost?: OnLost,
): number {
  return daysLost(line, after, interruptions, (days) => untilMovedBy(line, until, days, counting), onLost);
}

function untilMovedBy(line: Timeline, until: Instant, days: number, counting: Counting | undefined): Instant {
  if (days === 0) return until;
  const day = line.dayOf(until) + days;
  const target = rolled(line, day, forward(counting));
  return target === day ? sameTimeOn(line, until, day) : (line.close[target] as number);
}

/** The rolling of a fixed end: to the next working day, unless the term says it stays. */
export function forward(counting: Counting | undefined): Counting {
  return { roll: counting?.roll === 'none' ? 'none' : 'next' };
}

/**
 * The dates a calendar term loses to its interruptions.
 *
 * A pause loses the days between its two dates, `exclude` every date it touches; a date is lost once only. One that
 * begins at or after the end as it stands by then is void, unless it continues one that is not.
 *
 * @param endAfter the end of the term, given the days lost so far
 */
function daysLost(
  line: Timeline,
  after: Instant,
  interruptions: readonly Interruption[],
  endAfter: (days: number) => Instant,
  onLost: OnLost | undefined,
): number {
  let lost = 0;
  let lastLost = Number.NEGATIVE_INFINITY;
  let coveredTo = Number.NEGATIVE_INFINITY;
  for (const interruption of interruptions) {
    if (interruption.to <= after) continue;
    const from = Math.max(interruption.from, after);
    if (from > coveredTo && from >= endAfter(lost)) break;
    const { first, last } = lostDates(line, from, interruption.to, interruption.effect);
    const begin = Math.max(first, lastLost + 1);
    const days = Math.max(0, last - begin + 1);
    if (days > 0) {
      lost += days;
      lastLost = last;
    }
    onLost?.(interruption, days);
    coveredTo = Math.max(coveredTo, interruption.to);
  }
  return lost;
}

/** The lost dates by index; none when `last` is before `first`. A pause loses the dates whose 24:00 it spans. */
function lostDates(
  line: Timeline,
  from: Instant,
  to: Instant,
  effect: Interruption['effect'],
): { readonly first: number; readonly last: number } {
  const last = effect === 'exclude' ? line.nearestDay(to - 1) : line.nearestDay(to) - 1;
  if (to > (line.midnight[line.days] as number)) throw afterRange(line);
  return { first: line.dayOf(from), last };
}

/** The working day that a term ending on `day` ends on (Civil Code 2015 art. 148), or `day` when nothing rolls. */
export function rolled(line: Timeline, day: number, counting: Counting | undefined): number {
  if (day >= line.days) throw afterRange(line);
  if (day < 0) throw beforeRange(line);
  const roll = counting?.roll ?? 'next';
  if (roll === 'none') return day;
  const target = (roll === 'next' ? line.workingFrom[day] : line.workingUpTo[day]) as number;
  if (target >= line.days) throw afterRange(line);
  if (target < 0) throw beforeRange(line);
  return target;
}

/** Close of business; 24:00 on a date without hours, or when the term says so. */
function endOfDay(line: Timeline, day: number, counting: Counting | undefined): Instant {
  const close = line.close[day] as number;
  return counting?.end === 'midnight' || Number.isNaN(close) ? (line.midnight[day + 1] as number) : close;
}

/** `day` and a number of months as an index; beyond the range it is that much beyond. */
export function monthsAfter(line: Timeline, day: number, months: number): number {
  return addMonths(line.firstDay + day, months) - line.firstDay;
}

/** The time of day that the wall shows at `at`, on another day. */
export function sameTimeOn(line: Timeline, at: Instant, day: number): Instant {
  if (day >= line.days) throw afterRange(line);
  if (day < 0) throw beforeRange(line);
  const wall = at + line.zone.offsetAt(at);
  const ofDay = wall - Math.floor(wall / DAY_MS) * DAY_MS;
  const minutes = Math.floor(ofDay / MINUTE_MS);
  return line.zone.instantOf(line.firstDay + day, minutes) + (ofDay - minutes * MINUTE_MS);
}
