import { readLocalDate, readLocalTime } from './civil-date.js';
import { isWorkedKind } from './day-hours.js';
import type { CalendarDefinition, CalendarRow, DayHours } from './types.js';
import { isKnownZone } from './zone.js';

export interface Offence {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const FIRST_YEAR = '1900-01-01';
/** Longer tables would cost memory for dates nobody can know anything about. */
const LONGEST_COVER_DAYS = 366 * 400;

/** What the shape of a definition cannot say: every rule it breaks, in the order of the data. */
export function definitionOffences(definition: CalendarDefinition): Offence[] {
  const offences: Offence[] = [];
  const say = (path: readonly PropertyKey[], message: string) => void offences.push({ path, message });

  if (!isKnownZone(definition.zone)) say(['zone'], `${definition.zone} is not an IANA time zone this runtime knows`);

  const from = readLocalDate(definition.covers.from);
  const to = readLocalDate(definition.covers.to);
  if (from === undefined) say(['covers', 'from'], notADate(definition.covers.from));
  if (to === undefined) say(['covers', 'to'], notADate(definition.covers.to));
  if (from !== undefined && to !== undefined) {
    if (from > to) say(['covers'], `ends on ${definition.covers.to}, before it begins on ${definition.covers.from}`);
    if (definition.covers.from < FIRST_YEAR) say(['covers', 'from'], `is before ${FIRST_YEAR}`);
    if (to - from > LONGEST_COVER_DAYS) say(['covers'], 'spans more than 400 years');
  }

  for (const [weekday, hours] of Object.entries(definition.week) as [string, DayHours | undefined][]) {
    if (hours !== undefined) checkHours(hours, ['week', weekday], say);
  }
  checkRows(definition, say);
  return offences;
}

function checkRows(definition: CalendarDefinition, say: (path: readonly PropertyKey[], message: string) => void): void {
  const { covers, rows, week } = definition;
  const swaps = new Map<string, CalendarRow>();
  for (const row of rows)
    if (row.kind === 'swap-off' || row.kind === 'swap-work') swaps.set(`${row.kind} ${row.date}`, row);

  rows.forEach((row, index) => {
    const path = ['rows', index];
    const day = readLocalDate(row.date);
    if (day === undefined) say([...path, 'date'], notADate(row.date));
    else if (row.date < covers.from || row.date > covers.to) {
      say([...path, 'date'], `${row.date} is outside the covered range ${covers.from} to ${covers.to}`);
    }

    if (isWorkedKind(row.kind)) {
      if (row.hours !== undefined) {
        checkHours(row.hours, [...path, 'hours'], say);
        if (row.hours.shifts.length === 0) say([...path, 'hours'], `${row.date} is a worked day without shifts`);
      } else if ((week[1]?.shifts.length ?? 0) === 0) {
        say([...path, 'hours'], `${row.date} is a worked day without hours, and Monday has none to lend`);
      }
    } else if (row.hours !== undefined) {
      say([...path, 'hours'], `${row.date} is a day off (${row.kind}) and cannot have hours`);
    }
    checkSwap(row, swaps, [...path, 'swappedWith'], say);
  });
}

function checkSwap(
  row: CalendarRow,
  swaps: ReadonlyMap<string, CalendarRow>,
  path: readonly PropertyKey[],
  say: (path: readonly PropertyKey[], message: string) => void,
): void {
  if (row.kind !== 'swap-off' && row.kind !== 'swap-work') {
    if (row.swappedWith !== undefined) say(path, `${row.date} is ${row.kind}, which is never swapped with another day`);
    return;
  }
  const other = row.kind === 'swap-off' ? 'swap-work' : 'swap-off';
  if (row.swappedWith === undefined) {
    say(path, `${row.date} is ${row.kind} but names no other day`);
    return;
  }
  const partner = swaps.get(`${other} ${row.swappedWith}`);
  if (partner === undefined) {
    say(path, `${row.date} is ${row.kind}, but ${row.swappedWith} has no ${other} row`);
  } else if (partner.swappedWith !== row.date) {
    say(path, `${row.date} names ${row.swappedWith} as its other day, which names ${partner.swappedWith ?? 'none'}`);
  }
}

function checkHours(
  hours: DayHours,
  path: readonly PropertyKey[],
  say: (path: readonly PropertyKey[], message: string) => void,
): void {
  let closed = -1;
  let closedText = '';
  hours.shifts.forEach((shift, index) => {
    const from = readLocalTime(shift.from);
    const to = readLocalTime(shift.to);
    const at = [...path, 'shifts', index];
    if (from === undefined || from === 1440) say([...at, 'from'], `${shift.from} is not a time HH:mm before 24:00`);
    if (to === undefined) say([...at, 'to'], `${shift.to} is not a time HH:mm up to 24:00`);
    if (from === undefined || to === undefined) return;
    if (to <= from) say(at, `ends at ${shift.to}, not after it begins at ${shift.from}`);
    if (from < closed) say(at, `begins at ${shift.from}, before the shift in front of it ends at ${closedText}`);
    closed = Math.max(closed, to);
    if (closed === to) closedText = shift.to;
  });
}

function notADate(text: string): string {
  return `${JSON.stringify(text)} is not a date YYYY-MM-DD that exists`;
}
