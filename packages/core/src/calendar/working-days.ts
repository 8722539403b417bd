import type { Instant } from '../contract/time.js';
import type { Span } from './spans.js';
import { afterRange, type Timeline } from './timeline.js';

/** What a term in working days has left before its first day is consumed. */
export interface WorkingDayStart {
  /** The first day that may be consumed. */
  readonly day: number;
  /** Nothing of that day that closes at or before this instant can be consumed. */
  readonly after: Instant;
}

/**
 * The end of `halves` half working days, the first of them on `start.day`.
 *
 * A day is consumed at its close of business if the term runs then. A last half on a whole day is consumed at the
 * end of the first shift if the term runs then, else at the close if it runs then, else another day.
 */
export function consumeWorkingDays(
  line: Timeline,
  halves: number,
  start: WorkingDayStart,
  spans: readonly Span[],
): Instant {
  const { halvesBefore } = line;
  let day = start.day;
  let left = halves;
  // True when the middle of `day` is no longer, or was not, there to take its first half.
  let middleLost = day < line.days && middleOf(line, day) <= start.after;

  for (const { from, to } of spans) {
    const hit = Math.max(day, firstDayClosingFrom(line, from));
    const before = (halvesBefore[hit] as number) - (halvesBefore[day] as number);
    if (before >= left) break;
    left -= before;
    if (hit >= line.days) throw afterRange(line);
    if (hit > day) middleLost = false;
    day = hit;
    if (left === 1 && !middleLost && isWhole(line, day) && middleOf(line, day) < from) return middleOf(line, day);

    const resumed = Math.max(day, firstDayClosingFrom(line, to));
    if (resumed > day) {
      day = resumed;
      middleLost = day < line.days && middleOf(line, day) < to;
    } else {
      const middle = middleOf(line, day);
      middleLost ||= from <= middle && middle < to;
    }
  }

  const half = (halvesBefore[day] as number) + left;
  if (half >= line.dayOfHalf.length) throw afterRange(line);
  const last = line.dayOfHalf[half] as number;
  const endsMidway =
    half === (halvesBefore[last] as number) + 1 && isWhole(line, last) && !(last === day && middleLost);
  return endsMidway ? middleOf(line, last) : (line.close[last] as number);
}

/** The close of the first working day from `day` on at whose close the term runs: the end of a term of no days. */
export function firstRunningClose(line: Timeline, day: number, spans: readonly Span[]): Instant {
  let current = day;
  for (const { from, to } of spans) {
    if (firstDayClosingFrom(line, from) > current) break;
    current = Math.max(current, firstDayClosingFrom(line, to));
  }
  if (current >= line.days) throw afterRange(line);
  return line.close[current] as number;
}

/** The first working day whose close of business is at or after `at`; `days` when there is none. */
function firstDayClosingFrom(line: Timeline, at: Instant): number {
  // The close of a date may be its 24:00, which already is the next date: look from the millisecond before.
  const day = line.nearestDay(at - 1);
  const working = line.workingFrom[day] as number;
  return working === day && (line.close[day] as number) < at ? (line.workingFrom[day + 1] as number) : working;
}

/** End of the first shift: the mid-day close, where the first half of a whole day is worked. */
export function middleOf(line: Timeline, day: number): Instant {
  return line.shiftTo[line.shiftOf[day] as number] as number;
}

/** True on a day that counts as one working day, not as half of one. */
export function isWhole(line: Timeline, day: number): boolean {
  return (line.halvesBefore[day + 1] as number) - (line.halvesBefore[day] as number) === 2;
}
