import type { Instant, LocalDate } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import { DAY_MS, MINUTE_MS, readLocalDate, writeLocalDate } from './civil-date.js';

const instantPattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})0*)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The instant of a strict ISO 8601 date-time **with** its offset: `2026-02-12T09:00+07:00`, `…T02:00:00.000Z`.
 *
 * A text without an offset is refused, because it would mean another instant on another machine.
 * Finer than a millisecond is refused too: rounding could carry a receipt over a cut-off.
 *
 * @throws MC_TIME_INVALID
 */
export function parseInstant(text: string): Instant {
  const match = typeof text === 'string' ? instantPattern.exec(text) : null;
  if (match !== null) {
    const day = readLocalDate(match[1] as string);
    const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
    const milliseconds = Number((match[5] ?? '').padEnd(3, '0'));
    const offset = readOffset(match[6] as string);
    if (day !== undefined && offset !== undefined && hours < 24 && minutes < 60 && seconds < 60) {
      return day * DAY_MS + (hours * 60 + minutes - offset) * MINUTE_MS + seconds * 1000 + milliseconds;
    }
  }
  throw new MotcuaError('MC_TIME_INVALID', {
    happened: `${JSON.stringify(text) ?? 'undefined'} is not an instant`,
    expected: 'an ISO 8601 date-time with its offset, to the millisecond, such as 2026-02-12T09:00:00+07:00',
    remedy: 'write the full date and time that exist, and end it with Z or ±hh:mm',
    details: { text },
  });
}

/**
 * A calendar date that exists, as itself.
 *
 * @throws MC_TIME_INVALID
 */
export function parseDate(text: string): LocalDate {
  const day = typeof text === 'string' ? readLocalDate(text) : undefined;
  if (day !== undefined) return writeLocalDate(day);
  throw new MotcuaError('MC_TIME_INVALID', {
    happened: `${JSON.stringify(text) ?? 'undefined'} is not a date`,
    expected: 'a date that exists, written YYYY-MM-DD',
    remedy: 'correct the date',
    details: { text },
  });
}

function readOffset(text: string): number | undefined {
  if (text === 'Z') return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(4, 6))];
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
