import { type Calendar, type Instant, type LocalTime, MotcuaError, parseInstant } from '@motcua/core';

/** When a system may be called: the first instant from now on that is allowed; now itself when it is. */
export type CallWindow = (now: Instant) => Instant;

export interface HoursOptions {
  /** Gives the zone, and says which days are worked. */
  readonly calendar: Calendar;
  /** Included. */
  readonly from: LocalTime;
  /** Not included. Earlier than `from`: of the next morning. */
  readonly to: LocalTime;
  /** Nights that begin on such a date only. Default: all. */
  readonly on?: 'working-days' | 'days-off';
}

const DAY_MS = 86_400_000;
/** No calendar has so many days off, or worked, in a row. */
const MOST_DAYS = 60;

/** Calls at certain hours of the office's wall only: `callHours({ calendar, from: '22:00', to: '05:00' })` is by night. */
export function callHours({ calendar, from, to, on }: HoursOptions): CallWindow {
  if (!TIME.test(from) || !TIME.test(to) || from === to) {
    throw new MotcuaError('MC_CONNECTOR_INVALID', {
      happened: `Hours for calls from "${from}" to "${to}"`,
      expected: 'two different times HH:mm',
      remedy: 'correct the hours',
    });
  }
  const opens = (date: string) => {
    const start = instantAt(calendar, date, from);
    if (on === undefined) return start;
    const isWorked = calendar.dateOf(calendar.next(instantAt(calendar, date, '00:00'))) === date;
    return isWorked === (on === 'working-days') ? start : undefined;
  };
  const closes = (start: Instant, date: string) => {
    const sameDay = instantAt(calendar, date, to);
    return sameDay > start ? sameDay : instantAt(calendar, calendar.dateOf(sameDay + DAY_MS), to);
  };
  return (now) => {
    for (let day = -1; day < MOST_DAYS; day += 1) {
      const date = calendar.dateOf(now + day * DAY_MS);
      const start = opens(date);
      if (start === undefined) continue;
      if (now < start) return start;
      if (now < closes(start, date)) return now;
    }
    throw new MotcuaError('MC_CONNECTOR_INVALID', {
      happened: `No hour for calls within ${MOST_DAYS} days of ${calendar.format(now)}`,
      expected: 'hours that come about on this calendar',
      remedy: 'correct the hours or the calendar',
    });
  };
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/u;

/** The instant of a wall-clock time; the offset is that of the date's noon, which no change of the clocks touches. */
function instantAt(calendar: Calendar, date: string, time: LocalTime): Instant {
  const offset = calendar.format(parseInstant(`${date}T12:00:00Z`)).slice(19);
  return parseInstant(`${date}T${time}:00${offset}`);
}
