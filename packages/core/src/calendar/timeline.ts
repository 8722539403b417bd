import { type Instant, type LocalDate, MAX_INSTANT } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import { DAY_MS, type EpochDay, readLocalDate, readLocalTime, writeLocalDate } from './civil-date.js';
import { hoursOfRow, hoursOfWeek } from './day-hours.js';
import type { CalendarDefinition, CalendarRow, DayHours } from './types.js';
import { createZone, type Zone } from './zone.js';

/**
 * A calendar laid out day by day, so that arithmetic is a few array reads whatever the span.
 *
 * Days are indexes from 0 (the first covered date); `days` is one past the last. A *working day* has open hours
 * and counts as more than nothing; its worth is kept in halves. Built once for each calendar, on first use.
 */
export interface Timeline {
  readonly definition: CalendarDefinition;
  readonly zone: Zone;
  readonly firstDay: EpochDay;
  readonly days: number;
  /** First instant of each day; entry `days` is the end of the last one. */
  readonly midnight: Float64Array;
  /** Halves of working days before each day; entry `days` is the total. */
  readonly halvesBefore: Int32Array;
  /** The day on which the n-th half (from 1) is worked. */
  readonly dayOfHalf: Int32Array;
  /** The first working day at or after each day; `days` when there is none. */
  readonly workingFrom: Int32Array;
  /** The last working day at or before each day; -1 when there is none. */
  readonly workingUpTo: Int32Array;
  /** Of each day, the index of its first shift; entry `days` is the number of shifts. */
  readonly shiftOf: Int32Array;
  readonly shiftFrom: Float64Array;
  readonly shiftTo: Float64Array;
  /** Open milliseconds before each shift; the last entry is the total. */
  readonly openBefore: Float64Array;
  /** End of the last shift of each day; NaN on a day without shifts. */
  readonly close: Float64Array;
  /** The row that decides a day, when one does. */
  readonly rowOf: ReadonlyMap<number, CalendarRow>;
  /** Index of the day that `at` falls on. @throws MC_CALENDAR_OUT_OF_RANGE */
  dayOf(at: Instant): number;
  /** The index of the day nearest to `at`: 0 before the range, `days` after it. */
  nearestDay(at: Instant): number;
  dateOf(day: number): LocalDate;
}

export function createTimeline(definition: CalendarDefinition): Timeline {
  const firstDay = readLocalDate(definition.covers.from) as EpochDay;
  const lastDay = readLocalDate(definition.covers.to) as EpochDay;
  const days = lastDay - firstDay + 1;
  const zone = createZone(definition.zone, firstDay, lastDay);
  const rowOf = new Map<number, CalendarRow>();
  for (const row of definition.rows) rowOf.set((readLocalDate(row.date) as EpochDay) - firstDay, row);

  const midnight = new Float64Array(days + 1);
  for (let day = 0; day <= days; day++) midnight[day] = zone.instantOf(firstDay + day, 0);
  const shifts = layShifts(definition, rowOf, zone, firstDay, days);
  const working = indexWorkingDays(shifts.halvesBefore, days);

  const start = midnight[0] as number;
  const end = midnight[days] as number;

  const nearestDay = (at: Instant): number => {
    if (at < start) return 0;
    if (at >= end) return days;
    let day = Math.floor((at - start) / DAY_MS);
    // Clock changes move midnights by hours against the even count, so the guess is off by one at most,
    // or by two where a zone has jumped over the date line.
    if (day >= days) day = days - 1;
    while ((midnight[day] as number) > at) day--;
    while ((midnight[day + 1] as number) <= at) day++;
    return day;
  };

  return {
    definition,
    zone,
    firstDay,
    days,
    midnight,
    ...shifts,
    ...working,
    rowOf,
    nearestDay,
    dateOf: (day) => writeLocalDate(firstDay + day),
    dayOf(at) {
      if (!Number.isInteger(at) || Math.abs(at) > MAX_INSTANT) throw notAnInstant(at);
      if (at >= start && at < end) return nearestDay(at);
      throw outOfRange(definition, writeLocalDate(Math.floor((at + zone.offsetAt(at)) / DAY_MS)));
    },
  };
}

type ShiftTables = Pick<Timeline, 'shiftOf' | 'shiftFrom' | 'shiftTo' | 'openBefore' | 'close' | 'halvesBefore'>;

function layShifts(
  definition: CalendarDefinition,
  rowOf: ReadonlyMap<number, CalendarRow>,
  zone: Zone,
  firstDay: EpochDay,
  days: number,
): ShiftTables {
  const halvesBefore = new Int32Array(days + 1);
  const shiftOf = new Int32Array(days + 1);
  const close = new Float64Array(days);
  const minutesOf = shiftMinutes();
  const room = days * mostShifts(definition);
  const shiftFrom = new Float64Array(room);
  const shiftTo = new Float64Array(room);
  const openBefore = new Float64Array(room + 1);
  let shifts = 0;

  for (let day = 0; day < days; day++) {
    const epochDay = firstDay + day;
    shiftOf[day] = shifts;
    close[day] = Number.NaN;
    const row = rowOf.get(day);
    const hours = row === undefined ? hoursOfWeek(definition, epochDay) : hoursOfRow(definition, row);
    const minutes = minutesOf(hours);
    for (let index = 0; index < minutes.length; index += 2) {
      const opens = zone.instantOf(epochDay, minutes[index] as number);
      const closes = zone.instantOf(epochDay, minutes[index + 1] as number);
      // A shift that a clock change swallows whole is no open time.
      if (closes <= opens) continue;
      shiftFrom[shifts] = opens;
      shiftTo[shifts] = closes;
      openBefore[shifts + 1] = (openBefore[shifts] as number) + closes - opens;
      close[day] = closes;
      shifts += 1;
    }
    const halves = shifts > (shiftOf[day] as number) ? (hours?.countsAs ?? 1) * 2 : 0;
    halvesBefore[day + 1] = (halvesBefore[day] as number) + halves;
  }
  shiftOf[days] = shifts;
  return {
    shiftOf,
    shiftFrom: shiftFrom.slice(0, shifts),
    shiftTo: shiftTo.slice(0, shifts),
    openBefore: openBefore.slice(0, shifts + 1),
    close,
    halvesBefore,
  };
}

function indexWorkingDays(
  halvesBefore: Int32Array,
  days: number,
): Pick<Timeline, 'dayOfHalf' | 'workingFrom' | 'workingUpTo'> {
  const dayOfHalf = new Int32Array((halvesBefore[days] as number) + 1);
  const workingFrom = new Int32Array(days + 1);
  const workingUpTo = new Int32Array(days + 1);
  let last = -1;
  for (let day = 0; day < days; day++) {
    const after = halvesBefore[day + 1] as number;
    for (let half = (halvesBefore[day] as number) + 1; half <= after; half++) {
      dayOfHalf[half] = day;
      last = day;
    }
    workingUpTo[day] = last;
  }
  workingUpTo[days] = last;
  workingFrom[days] = days;
  for (let day = days - 1; day >= 0; day--) {
    workingFrom[day] = workingUpTo[day] === day ? day : (workingFrom[day + 1] as number);
  }
  return { dayOfHalf, workingFrom, workingUpTo };
}

/** The refusal to guess about a date the calendar knows nothing of. */
function outOfRange(definition: CalendarDefinition, date: LocalDate): MotcuaError {
  const { id, version, covers } = definition;
  return new MotcuaError('MC_CALENDAR_OUT_OF_RANGE', {
    happened: `Calendar ${id} ${version} was asked about ${date}, which it does not cover`,
    expected: `dates from ${covers.from} to ${covers.to}`,
    remedy: 'use a calendar version that covers the date, or check the instant and the length of the term',
    details: { calendar: id, version, date, from: covers.from, to: covers.to },
  });
}

/** Refusal for an answer that lies somewhere after the last covered date. */
export function afterRange(line: Timeline): MotcuaError {
  return outOfRange(line.definition, line.dateOf(line.days));
}

/** Refusal for an answer that lies somewhere before the first covered date. */
export function beforeRange(line: Timeline): MotcuaError {
  return outOfRange(line.definition, line.dateOf(-1));
}

/** Refuses what is no whole number of milliseconds. */
export function notAnInstant(at: unknown): MotcuaError {
  return new MotcuaError('MC_TIME_INVALID', {
    happened: `${String(at)} is not an instant`,
    expected: 'a whole number of milliseconds since 1970-01-01T00:00:00Z',
    remedy: 'read the text with parseInstant, or pass Date.prototype.getTime()',
    details: { at },
  });
}

/** Reads the shift times of equal hours once, as minutes in turn: a definition has few of them and thousands of days. */
function shiftMinutes(): (hours: DayHours | undefined) => readonly number[] {
  const none: readonly number[] = [];
  const read = new Map<DayHours, readonly number[]>();
  return (hours) => {
    if (hours === undefined) return none;
    let minutes = read.get(hours);
    if (minutes === undefined) {
      minutes = hours.shifts.flatMap(({ from, to }) => [readLocalTime(from) as number, readLocalTime(to) as number]);
      read.set(hours, minutes);
    }
    return minutes;
  };
}

function mostShifts({ week, rows }: CalendarDefinition): number {
  let most = 0;
  for (const hours of Object.values(week) as DayHours[]) most = Math.max(most, hours.shifts.length);
  for (const { hours } of rows) most = Math.max(most, hours?.shifts.length ?? 0);
  return most;
}
