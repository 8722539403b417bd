import { type Calendar, type Instant, type LocalDate, parseInstant } from '@motcua/core';
import type { Hours } from './policy.js';

const HOUR_MS = 3_600_000;
/** Longer than any office is closed. */
const LONGEST_CLOSURE_DAYS = 60;

/** `at` itself when a message may go out then, else the next instant at which it may. */
export function allowedFrom(calendar: Calendar, hours: Hours | undefined, at: Instant): Instant {
  if (hours === undefined) return at;
  if (hours === 'office') return calendar.next(at);
  let date = calendar.dateOf(at);
  for (let day = 0; day < LONGEST_CLOSURE_DAYS; day += 1) {
    const from = instantOf(calendar, date, hours.from);
    const to = instantOf(calendar, date, hours.to);
    if (at < to && (hours.days !== 'working' || isWorkingDate(calendar, date))) return Math.max(at, from);
    date = nextDate(calendar, date);
  }
  return calendar.next(at);
}

export function nextDate(calendar: Calendar, date: LocalDate): LocalDate {
  // Noon, and a day later noon give or take a clock change: always the next date.
  return calendar.dateOf(instantOf(calendar, date, '12:00') + 24 * HOUR_MS);
}

/** The instant at which the wall of the office shows this date and time. */
export function instantOf(calendar: Calendar, date: LocalDate, time: string): Instant {
  const guess = parseInstant(`${date}T${time}:00Z`);
  const offset = calendar.format(guess).slice(-6);
  return parseInstant(`${date}T${time}:00${offset}`);
}

function isWorkingDate(calendar: Calendar, date: LocalDate): boolean {
  return calendar.dateOf(calendar.next(instantOf(calendar, date, '00:00'))) === date;
}
