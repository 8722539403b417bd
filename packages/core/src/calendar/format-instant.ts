import type { Instant, LocalDate } from '../contract/time.js';
import { DAY_MS, MINUTE_MS, twoDigits, writeLocalDate, writeLocalTime } from './civil-date.js';
import type { Zone } from './zone.js';

/** `2026-02-26T17:00:00+07:00`; milliseconds only where there are some. */
export function formatInstant(zone: Pick<Zone, 'offsetAt'>, at: Instant): string {
  const offset = zone.offsetAt(at);
  const wall = at + offset;
  const day = Math.floor(wall / DAY_MS);
  const ofDay = wall - day * DAY_MS;
  const minutes = Math.floor(ofDay / MINUTE_MS);
  const rest = ofDay - minutes * MINUTE_MS;
  const milliseconds = rest % 1000;
  const fraction = milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`;
  const offsetMinutes = Math.round(Math.abs(offset) / MINUTE_MS);
  const sign = offset < 0 ? '-' : '+';
  return `${writeLocalDate(day)}T${writeLocalTime(minutes)}:${twoDigits(Math.floor(rest / 1000))}${fraction}${sign}${writeLocalTime(offsetMinutes)}`;
}

/** The date on the wall at an instant, covered by a calendar or not. */
export function dateAt(zone: Zone, at: Instant): LocalDate {
  return writeLocalDate(Math.floor((at + zone.offsetAt(at)) / DAY_MS));
}

/** The time on the wall, `HH:mm`. */
export function timeAt(zone: Zone, at: Instant): string {
  const wall = at + zone.offsetAt(at);
  return writeLocalTime(Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS));
}
