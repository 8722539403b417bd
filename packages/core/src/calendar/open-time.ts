import type { Instant } from '../contract/time.js';
import { afterRange, beforeRange, type Timeline } from './timeline.js';

/** Milliseconds of open time from the first covered instant up to `at`. @throws MC_CALENDAR_OUT_OF_RANGE */
export function openBefore(line: Timeline, at: Instant): number {
  return openOnDay(line, line.dayOf(at), at);
}

/** The same, where an instant outside the covered range is taken as its nearest end. */
export function openBeforeNearest(line: Timeline, at: Instant): number {
  const day = line.nearestDay(at);
  return day >= line.days ? (line.openBefore[line.shiftFrom.length] as number) : openOnDay(line, day, at);
}

function openOnDay(line: Timeline, day: number, at: Instant): number {
  const end = line.shiftOf[day + 1] as number;
  for (let shift = line.shiftOf[day] as number; shift < end; shift++) {
    if (at < (line.shiftTo[shift] as number)) {
      const into = at - (line.shiftFrom[shift] as number);
      return (line.openBefore[shift] as number) + Math.max(0, into);
    }
  }
  return line.openBefore[end] as number;
}

/**
 * The first instant with `open` milliseconds of open time before it: time that ends at a closing stays there.
 *
 * @param open more than 0
 */
export function firstInstantWith(line: Timeline, open: number): Instant {
  const shift = shiftWorking(line, open);
  if (shift < 0) throw beforeRange(line);
  if (shift >= line.shiftFrom.length) throw afterRange(line);
  return (line.shiftFrom[shift] as number) + open - (line.openBefore[shift] as number);
}

/** The last instant with `open` milliseconds of open time before it: counted back to an opening, it stays there. */
export function lastInstantWith(line: Timeline, open: number): Instant {
  if (open < 0) throw beforeRange(line);
  // Open time is whole milliseconds, so the shift that works the next one is the shift that goes on from here.
  const shift = shiftWorking(line, open + 1);
  if (shift >= line.shiftFrom.length) throw afterRange(line);
  return (line.shiftFrom[shift] as number) + open - (line.openBefore[shift] as number);
}

/** The opening to wait for at `at`: `at` itself while the office is open. @throws MC_CALENDAR_OUT_OF_RANGE */
export function nextOpen(line: Timeline, at: Instant): Instant {
  const day = line.dayOf(at);
  const shifts = line.shiftFrom.length;
  let shift = line.shiftOf[day] as number;
  while (shift < shifts && (line.shiftTo[shift] as number) <= at) shift++;
  if (shift >= shifts) throw afterRange(line);
  const from = line.shiftFrom[shift] as number;
  return at >= from ? at : from;
}

/** True while a shift runs: from its opening, up to but not at its closing. */
export function isOpen(line: Timeline, at: Instant): boolean {
  const day = line.dayOf(at);
  const end = line.shiftOf[day + 1] as number;
  for (let shift = line.shiftOf[day] as number; shift < end; shift++) {
    if (at < (line.shiftTo[shift] as number)) return at >= (line.shiftFrom[shift] as number);
  }
  return false;
}

/** The shift in which the `open`-th millisecond is worked; -1 before the first, the number of shifts after the last. */
function shiftWorking(line: Timeline, open: number): number {
  if (open <= 0) return -1;
  let low = 0;
  let high = line.shiftFrom.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((line.openBefore[middle + 1] as number) < open) low = middle + 1;
    else high = middle;
  }
  return low;
}
