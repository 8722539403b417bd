import type { Instant } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import { MINUTE_MS, readLocalTime } from './civil-date.js';
import { nextOpen } from './open-time.js';
import { afterRange, type Timeline } from './timeline.js';
import type { Counting } from './types.js';

/** Why a term counts from another day than that of its receipt. */
export type ReceiptReason = 'on-time' | 'after-cut-off' | 'day-off';

/** True on a date with open hours that counts as a working day, or half of one. */
export function isWorkingDay(line: Timeline, day: number): boolean {
  return (line.halvesBefore[day + 1] as number) > (line.halvesBefore[day] as number);
}

/** The first working day after `day`. @throws MC_CALENDAR_OUT_OF_RANGE */
export function workingDayAfter(line: Timeline, day: number): number {
  const next = line.workingFrom[day + 1] as number;
  if (next >= line.days) throw afterRange(line);
  return next;
}

export function openingOf(line: Timeline, day: number): Instant {
  return line.shiftFrom[line.shiftOf[day] as number] as number;
}

/**
 * The day from which a term in working days counts: a receipt on a day off, or after the cut-off, counts as
 * received on the next working day.
 */
export function receiptDay(line: Timeline, from: Instant, day: number, counting: Counting | undefined): number {
  if (isWorkingDay(line, day) && !isAfterCutOff(line, from, day, counting)) return day;
  return workingDayAfter(line, day);
}

/**
 * The day from which a term in calendar days or months counts. Without a cut-off it is the day of receipt,
 * working or not (Civil Code 2015 art. 147); a declared cut-off brings the rule of days off with it.
 */
export function calendarReceiptDay(line: Timeline, from: Instant, day: number, counting: Counting | undefined): number {
  return counting?.cutOff === undefined ? day : receiptDay(line, from, day, counting);
}

/** The moment from which a term in working hours runs (Civil Code 2015 art. 147: from the stated moment). */
export function receiptOpening(line: Timeline, from: Instant, counting: Counting | undefined): Instant {
  const day = line.dayOf(from);
  return isAfterCutOff(line, from, day, counting) ? openingOf(line, workingDayAfter(line, day)) : nextOpen(line, from);
}

/** Names the rule that decided the day of receipt, for explanations. */
export function receiptReason(
  line: Timeline,
  from: Instant,
  day: number,
  counting: Counting | undefined,
): ReceiptReason {
  if (isAfterCutOff(line, from, day, counting)) return 'after-cut-off';
  return isWorkingDay(line, day) ? 'on-time' : 'day-off';
}

/** Strictly after the cut-off of its date: 15:00:00.000 sharp is in time. A date without hours has no cut-off. */
function isAfterCutOff(line: Timeline, from: Instant, day: number, counting: Counting | undefined): boolean {
  const cutOff = counting?.cutOff;
  if (cutOff === undefined) return false;
  const close = line.close[day] as number;
  if ('at' in cutOff) {
    const minutes = readLocalTime(cutOff.at);
    if (minutes === undefined) throw cutOffInvalid(cutOff.at);
    return !Number.isNaN(close) && from > line.zone.instantOf(line.firstDay + day, minutes);
  }
  const minutes = cutOff.minutesBeforeClose;
  if (!Number.isInteger(minutes) || minutes < 0) throw cutOffInvalid(minutes);
  return from > close - minutes * MINUTE_MS;
}

function cutOffInvalid(cutOff: unknown): MotcuaError {
  return new MotcuaError('MC_TERM_INVALID', {
    happened: `${JSON.stringify(cutOff) ?? 'undefined'} is not a cut-off`,
    expected: 'a time HH:mm, or a whole number of minutes before close of business',
    remedy: 'correct the counting rule of the term',
    details: { cutOff },
  });
}
