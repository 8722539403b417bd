import {
  type Calendar,
  type CalendarDefinition,
  type CalendarRow,
  createCalendar,
  type DayHours,
  MotcuaError,
  type Shift,
} from '@motcua/core';
import { type OfficialYear, officialYears } from './official-years.js';
import { ruleRows } from './rule-rows.js';

/** Version of the official rows in this package: the year they reach to, and a count of changes in it. */
export const VIETNAM_VERSION = '2026.2';

/** Hours of an office that declares none: mornings from 07:30 to 11:30, afternoons from 13:00 to 17:00. */
export const defaultHours: readonly Shift[] = [
  { from: '07:30', to: '11:30' },
  { from: '13:00', to: '17:00' },
];

const FIRST_YEAR = 2021;
const LAST_YEAR = 2100;

/** Since when 24 November was known to be a day off: the date on which its resolution took effect. */
const CULTURE_DAY_KNOWN = '2026-07-01';

export interface VietnamOptions {
  /** Default `vn`; name it after the office when its hours or days are its own. */
  readonly id?: string;
  /** Default {@link VIETNAM_VERSION}, followed by a mark of the options that change what the calendar says. */
  readonly version?: string;
  readonly name?: CalendarDefinition['name'];
  /** Monday to Friday. Default {@link defaultHours}. */
  readonly hours?: readonly Shift[];
  /** Saturdays, when the office opens then. `countsAs` is what they are worth in working days; 0.5 unless given. */
  readonly saturday?: DayHours;
  /** Days of one office: a storm, a move, an extra session. They decide over the official rows. */
  readonly rows?: readonly CalendarRow[];
  /** First and last covered year, within 2021 (when the Labour Code 2019 took effect) and 2100. Default all of them. */
  readonly years?: { readonly from: number; readonly to: number };
  /**
   * The calendar as it could be known at the end of that date (`YYYY-MM-DD`): without what was announced later. A
   * year whose list was not out yet falls back to the rules, provisional.
   */
  readonly asKnownOn?: string;
}

/**
 * The working calendar of Vietnamese state offices as data: enacted rows from 2021 to 2026, provisional ones after.
 *
 * @throws MC_CALENDAR_INVALID on years beyond the known ones; other options are judged when a calendar is created
 */
export function vietnamDefinition(options: VietnamOptions = {}): CalendarDefinition {
  const { id = 'vn', hours = defaultHours, saturday, rows = [], years, asKnownOn } = options;
  const { from, to } = years ?? { from: FIRST_YEAR, to: LAST_YEAR };
  if (!(from >= FIRST_YEAR && from <= to && to <= LAST_YEAR)) throw yearsInvalid(from, to);
  const weekday: DayHours = { shifts: hours };
  return {
    id,
    version: options.version ?? VIETNAM_VERSION + markOf(options),
    zone: 'Asia/Ho_Chi_Minh',
    name: options.name ?? { vi: 'Lịch làm việc của cơ quan nhà nước', en: 'Working calendar of state offices' },
    source: 'Labour Code 2019 arts. 111, 112; yearly announcements of days off for civil servants',
    covers: { from: `${from}-01-01`, to: `${to}-12-31` },
    week: {
      1: weekday,
      2: weekday,
      3: weekday,
      4: weekday,
      5: weekday,
      ...(saturday === undefined ? {} : { 6: { shifts: saturday.shifts, countsAs: saturday.countsAs ?? 0.5 } }),
    },
    rows: [...nationalRows(from, to, asKnownOn), ...rows],
  };
}

/** {@link vietnamDefinition} as a calendar ready to count with. @throws MC_CALENDAR_INVALID */
export function vietnamCalendar(options: VietnamOptions = {}): Calendar {
  return createCalendar(vietnamDefinition(options));
}

function yearsInvalid(from: number, to: number): MotcuaError {
  return new MotcuaError('MC_CALENDAR_INVALID', {
    happened: `A Vietnamese calendar was asked for the years ${from} to ${to}`,
    expected: `years in order, from ${FIRST_YEAR} to ${LAST_YEAR}`,
    remedy: 'for other years write a definition of your own',
    details: { offences: [`years: ${from} to ${to}`] },
  });
}

/** The rows of the whole country, in order of their dates: announced where there is an announcement, else by rule. */
function nationalRows(from: number, to: number, asKnownOn: string | undefined): CalendarRow[] {
  const rows: CalendarRow[] = [];
  for (let year = from; year <= to; year++) {
    const official = officialYears.find((each) => each.year === year);
    if (official !== undefined && isKnown(official.announced, asKnownOn)) rows.push(...knownRows(official, asKnownOn));
    else rows.push(...ruleRows(year, isKnown(CULTURE_DAY_KNOWN, asKnownOn) ? {} : { cultureDay: false }));
  }
  return rows;
}

function knownRows(year: OfficialYear, asKnownOn: string | undefined): CalendarRow[] {
  return year.rows.flatMap(({ announced, ...row }) => (isKnown(announced, asKnownOn) ? [row] : []));
}

function isKnown(announced: string | undefined, asKnownOn: string | undefined): boolean {
  return announced === undefined || asKnownOn === undefined || announced <= asKnownOn;
}

/** Two calendars that answer differently must not share a version, so options leave a mark in it. */
function markOf({ hours, saturday, rows, years, asKnownOn }: VietnamOptions): string {
  const changes = { hours, saturday, rows, years };
  const text = Object.values(changes).every((change) => change === undefined) ? '' : JSON.stringify(changes);
  const known = asKnownOn === undefined ? '' : `@${asKnownOn}`;
  return text === '' ? known : `${known}+${fingerprint(text)}`;
}

/** FNV-1a, 32 bits: tells versions apart, protects nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
