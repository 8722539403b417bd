import { type Instant, instantSchema } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import { formatInstant } from './format-instant.js';
import { notAnInstant } from './timeline.js';
import { isKnownZone, wallClock } from './zone.js';

/**
 * An instant as ISO 8601 text with the offset of a zone, such as `calendar.zone`: `2026-02-26T17:00:00+07:00`. The same on
 * every machine, whatever its own zone; `parseInstant` reads it back. Milliseconds are written only where there are some.
 *
 * @throws MC_TIME_INVALID for what is no instant, or no zone the runtime knows
 */
export function printInstant(at: Instant, zone: string): string {
  if (!instantSchema.safeParse(at).success) throw notAnInstant(at);
  if (isKnownZone(zone)) return formatInstant(wallClock(zone), at);
  throw new MotcuaError('MC_TIME_INVALID', {
    happened: `"${zone}" is not a time zone that this runtime knows`,
    expected: 'a name of the IANA database, such as Asia/Ho_Chi_Minh',
    remedy: 'take the zone of the calendar: calendar.zone',
    details: { zone },
  });
}
