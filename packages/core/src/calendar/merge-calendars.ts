import type { Text } from '../contract/text.js';
import { DAY_MS, readLocalDate, readLocalTime, writeLocalTime } from './civil-date.js';
import { createCalendar } from './create-calendar.js';
import { hoursOfRow, hoursOfWeek, isWorkedKind } from './day-hours.js';
import { calendarInvalid } from './definition-schema.js';
import type { Calendar, CalendarDefinition, CalendarRow, DayHours, Shift } from './types.js';

const leastSure = ['provisional', 'unconfirmed'] as const;

export interface MergeOptions {
  readonly id: string;
  readonly version: string;
  readonly name: Text;
  /** `all-open`: time works only if every calendar works then. `any-open`: if one of them does. */
  readonly mode: 'all-open' | 'any-open';
}

const noHours: DayHours = { shifts: [], countsAs: 0 };

/**
 * Several calendars as one: the joint work of two offices (`all-open`), or a counter that either serves (`any-open`).
 *
 * It covers the dates that all of them cover. A date counts as the least (`all-open`) or the most (`any-open`) that
 * the calendars count it.
 *
 * @throws MC_CALENDAR_INVALID when there is none, their zones differ, or they cover no date in common
 */
export function mergeCalendars(calendars: readonly Calendar[], options: MergeOptions): Calendar {
  const definitions = calendars.map(({ definition }) => definition);
  const offences = mergeOffences(definitions);
  if (offences.length > 0) throw calendarInvalid(`Merged calendar ${options.id} ${options.version}`, offences);

  const first = definitions[0] as CalendarDefinition;
  const covers = {
    from: definitions.map((each) => each.covers.from).sort()[definitions.length - 1] as string,
    to: definitions.map((each) => each.covers.to).sort()[0] as string,
  };
  const week: { -readonly [key in keyof CalendarDefinition['week']]: DayHours } = {};
  for (const weekday of [1, 2, 3, 4, 5, 6, 7] as const) {
    const hours = mergedHours(
      definitions.map((each) => each.week[weekday] ?? noHours),
      options.mode,
    );
    if (hours.shifts.length > 0) week[weekday] = hours;
  }

  return createCalendar({
    id: options.id,
    version: options.version,
    zone: first.zone,
    name: options.name,
    source: definitions.map(({ id, version, source }) => `${id} ${version}: ${source}`).join('; '),
    covers,
    week,
    rows: mergedRows(definitions, covers, options.mode),
  });
}

function mergedRows(
  definitions: readonly CalendarDefinition[],
  covers: CalendarDefinition['covers'],
  mode: MergeOptions['mode'],
): CalendarRow[] {
  const rowsOf = definitions.map(({ rows }) => new Map(rows.map((row) => [row.date, row])));
  const dates = [...new Set(rowsOf.flatMap((rows) => [...rows.keys()]))]
    .filter((date) => date >= covers.from && date <= covers.to)
    .sort();

  const merged = dates.map((date): CalendarRow => {
    const epochDay = readLocalDate(date) as number;
    const each = definitions.map((definition, index) => {
      const row = rowsOf[index]?.get(date);
      const hours = row === undefined ? hoursOfWeek(definition, epochDay) : hoursOfRow(definition, row);
      return { row, hours: hours ?? noHours };
    });
    const hours = mergedHours(
      each.map((day) => day.hours),
      mode,
    );
    const works = hours.shifts.length > 0;
    const rows = each.flatMap(({ row }) => (row === undefined ? [] : [row]));
    const telling = rows.find(({ kind }) => isWorkedKind(kind) === works);
    const status = leastSure.find((one) => rows.some((row) => row.status === one)) ?? 'enacted';
    if (telling !== undefined) {
      const { kind, name, source, swappedWith } = telling;
      return {
        date,
        kind,
        name,
        status,
        source,
        ...(works ? { hours } : {}),
        ...(swappedWith === undefined ? {} : { swappedWith }),
      };
    }
    // Decided by a calendar whose week alone says so: its name is the reason.
    const decides = each.findIndex((day) => day.hours.shifts.length > 0 === works);
    const { name, source } = (definitions[decides] ?? definitions[0]) as CalendarDefinition;
    return { date, kind: works ? 'office-open' : 'office-off', name, status, source, ...(works ? { hours } : {}) };
  });
  return merged.map((row) => withoutBrokenSwap(row, merged));
}

/** A swap of which one day did not survive the merge is an office's own day off, or day open. */
function withoutBrokenSwap(row: CalendarRow, rows: readonly CalendarRow[]): CalendarRow {
  if (row.kind !== 'swap-off' && row.kind !== 'swap-work') return row;
  const other = row.kind === 'swap-off' ? 'swap-work' : 'swap-off';
  const whole = rows.some(
    ({ date, kind, swappedWith }) => date === row.swappedWith && kind === other && swappedWith === row.date,
  );
  if (whole) return row;
  const { swappedWith: _, ...rest } = row;
  return { ...rest, kind: row.kind === 'swap-off' ? 'office-off' : 'office-open' };
}

function mergedHours(hours: readonly DayHours[], mode: MergeOptions['mode']): DayHours {
  const shifts = hours.map((each) => each.shifts).reduce(mode === 'all-open' ? intersection : union);
  const worths = hours.map((each) => (each.shifts.length === 0 ? 0 : (each.countsAs ?? 1)));
  return { shifts, countsAs: (mode === 'all-open' ? Math.min(...worths) : Math.max(...worths)) as 0 | 0.5 | 1 };
}

/** A shift in minutes of its day. */
interface Minutes {
  readonly from: number;
  readonly to: number;
}

function intersection(a: readonly Shift[], b: readonly Shift[]): Shift[] {
  return a.map(minutesOf).flatMap((one) =>
    b.map(minutesOf).flatMap((other) => {
      const shared = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
      return shared.from < shared.to ? [shiftOf(shared)] : [];
    }),
  );
}

function minutesOf({ from, to }: Shift): Minutes {
  return { from: readLocalTime(from) as number, to: readLocalTime(to) as number };
}

function shiftOf({ from, to }: Minutes): Shift {
  return { from: writeLocalTime(from), to: writeLocalTime(to) };
}

function union(a: readonly Shift[], b: readonly Shift[]): Shift[] {
  const result: { from: number; to: number }[] = [];
  const sorted = [...a, ...b].map(minutesOf).sort((one, other) => one.from - other.from || one.to - other.to);
  for (const shift of sorted) {
    const last = result[result.length - 1];
    // Shifts that only touch stay two: the seam is a mid-day close.
    if (last !== undefined && shift.from < last.to) last.to = Math.max(last.to, shift.to);
    else result.push({ ...shift });
  }
  return result.map(shiftOf);
}

function mergeOffences(definitions: readonly CalendarDefinition[]): string[] {
  const [first] = definitions;
  if (first === undefined) return ['calendars: there is none to merge'];
  const offences: string[] = [];
  for (const { id, version, zone } of definitions) {
    if (zone !== first.zone)
      offences.push(`zone: ${id} ${version} is in ${zone}, ${first.id} ${first.version} in ${first.zone}`);
  }
  const from = Math.max(...definitions.map(({ covers }) => Date.parse(covers.from)));
  const to = Math.min(...definitions.map(({ covers }) => Date.parse(covers.to)));
  if (to - from < -DAY_MS / 2) offences.push('covers: the calendars have no date in common');
  return offences;
}
