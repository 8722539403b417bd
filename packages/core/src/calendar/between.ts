import type { Instant, Length, TermUnit } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import { monthsAfter, sameTimeOn } from './calendar-days.js';
import { civilDateOf, HOUR_MS } from './civil-date.js';
import { firstInstantWith, lastInstantWith, openBefore } from './open-time.js';
import { isWorkingDay, receiptDay } from './receipt.js';
import { halvesOf, unitUnknown, wholeOf, workingMsOf } from './term.js';
import { beforeRange, type Timeline } from './timeline.js';
import { isWhole, middleOf } from './working-days.js';

/** The amount of `unit` from one instant to another; negative when `to` is earlier. See {@link Calendar.between}. */
export function amountBetween(line: Timeline, from: Instant, to: Instant, unit: TermUnit): number {
  if (to < from) {
    const amount = amountBetween(line, to, from, unit);
    return amount === 0 ? 0 : -amount;
  }
  switch (unit) {
    case 'workingDay': {
      const received = receiptDay(line, from, line.dayOf(from), undefined);
      const halves = halvesClosedBy(line, to) - (line.halvesBefore[received + 1] as number);
      return halves > 0 ? halves / 2 : 0;
    }
    case 'workingHour':
      return (openBefore(line, to) - openBefore(line, from)) / HOUR_MS;
    case 'calendarDay':
      return line.dayOf(to) - line.dayOf(from);
    case 'month':
      return monthsBetween(line, line.dayOf(from), line.dayOf(to));
    default:
      throw unitUnknown({ unit });
  }
}

/** Halves of working days whose end is at or before `at`; the first half of a whole day ends with its first shift. */
function halvesClosedBy(line: Timeline, at: Instant): number {
  const day = line.dayOf(at);
  const before = line.halvesBefore[day] as number;
  if (!isWorkingDay(line, day) || at < middleOf(line, day)) return before;
  if (at >= (line.close[day] as number)) return line.halvesBefore[day + 1] as number;
  return isWhole(line, day) ? before + 1 : before;
}

function monthsBetween(line: Timeline, from: number, to: number): number {
  const a = civilDateOf(line.firstDay + from);
  const b = civilDateOf(line.firstDay + to);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return monthsAfter(line, from, months) <= to ? months : months - 1;
}

/** The instant from which `length` remains until `to`. See {@link Calendar.subtract}. */
export function instantBefore(line: Timeline, to: Instant, length: Length): Instant {
  const day = line.dayOf(to);
  switch (length.unit) {
    case 'workingDay':
      // An end at 24:00 belongs to the day it ends.
      return workingDaysBefore(line, to, line.dayOf(to - 1), halvesOf(length.amount));
    case 'workingHour':
      return openTimeAfter(line, to, -workingMsOf(length.amount));
    case 'calendarDay': {
      const amount = wholeOf(length.amount, length.unit);
      return amount === 0 ? to : sameTimeOn(line, to, day - amount);
    }
    case 'month': {
      const amount = wholeOf(length.amount, length.unit);
      return amount === 0 ? to : sameTimeOn(line, to, monthsAfter(line, day, -amount));
    }
    default:
      throw unitUnknown(length);
  }
}

/**
 * The first working day before a date is the last one whose date is earlier, however much it counts; what lies
 * before that is counted in halves. A half before a date alone is its own mid-day close, if that is behind `to`.
 */
function workingDaysBefore(line: Timeline, to: Instant, day: number, halves: number): Instant {
  if (halves === 0) return to;
  if (halves === 1 && isWorkingDay(line, day) && isWhole(line, day) && middleOf(line, day) < to)
    return middleOf(line, day);
  const position = (line.halvesBefore[day] as number) - Math.max(0, halves - 2);
  if (position <= 0) throw beforeRange(line);
  const found = line.dayOfHalf[position] as number;
  const endsMidway = isWhole(line, found) && position === (line.halvesBefore[found] as number) + 1;
  return endsMidway ? middleOf(line, found) : (line.close[found] as number);
}

/** The instant at which `ms` of open time after `from` have passed, or before it when negative. */
export function openTimeAfter(line: Timeline, from: Instant, ms: number): Instant {
  if (!Number.isSafeInteger(ms)) {
    throw new MotcuaError('MC_TERM_INVALID', {
      happened: `${String(ms)} is not an amount of working time`,
      expected: 'a whole number of milliseconds',
      remedy: 'round the amount before adding it',
      details: { ms },
    });
  }
  const open = openBefore(line, from);
  if (ms === 0) return from;
  return ms > 0 ? firstInstantWith(line, open + ms) : lastInstantWith(line, open + ms);
}
