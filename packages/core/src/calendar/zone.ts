import type { Instant } from '../contract/time.js';
import { DAY_MS, type EpochDay, MINUTE_MS } from './civil-date.js';

/** The wall clock of a zone: between wall time and instants, exact within the days it was built for. */
export interface Zone {
  /** True when the offset never changes within the range: arithmetic then needs no search. */
  readonly fixed: boolean;
  /** Wall time minus UTC, in milliseconds. */
  offsetAt(at: Instant): number;
  /**
   * The first instant at which the wall shows `minutes` past 00:00 of `day`, or later.
   * So a time skipped in spring is the moment of the change, and of a time shown twice in autumn it is the first.
   */
  instantOf(day: EpochDay, minutes: number): Instant;
}

/** Shorter than the distance of any two clock changes in use (Morocco's Ramadan month is the closest pair). */
const PROBE_MS = 10 * DAY_MS;

interface Offsets {
  /** Instants from which `values` of the same index hold; the first is the start of the range. */
  readonly from: readonly Instant[];
  readonly values: readonly number[];
}

// Reading eighty years of offsets costs milliseconds, and calendars of one zone come in many versions.
const knownOffsets = new Map<string, Offsets>();
const KNOWN_LIMIT = 64;

/** True when the runtime knows the IANA name. */
export function isKnownZone(name: string): boolean {
  try {
    offsetReader(name);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of a zone at any instant, for printing. Throws RangeError for a name the runtime does not know. */
export const wallClock = (name: string): Pick<Zone, 'offsetAt'> => ({ offsetAt: offsetReader(name) });

export function createZone(name: string, firstDay: EpochDay, lastDay: EpochDay): Zone {
  const read = offsetReader(name);
  const rangeFrom = (firstDay - 2) * DAY_MS;
  const rangeTo = (lastDay + 3) * DAY_MS;
  const key = `${name} ${firstDay} ${lastDay}`;
  let offsets = knownOffsets.get(key);
  if (offsets === undefined) {
    offsets = readOffsets(read, rangeFrom, rangeTo);
    if (knownOffsets.size >= KNOWN_LIMIT) knownOffsets.clear();
    knownOffsets.set(key, offsets);
  }
  const { from, values } = offsets;
  const only = values[0] as number;

  if (values.length === 1) {
    return {
      fixed: true,
      offsetAt: (at) => (at >= rangeFrom && at < rangeTo ? only : read(at)),
      instantOf: (day, minutes) => day * DAY_MS + minutes * MINUTE_MS - only,
    };
  }

  return {
    fixed: false,
    offsetAt(at) {
      if (at < rangeFrom || at >= rangeTo) return read(at);
      let low = 0;
      let high = from.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((from[middle] as number) <= at) low = middle;
        else high = middle - 1;
      }
      return values[low] as number;
    },
    instantOf(day, minutes) {
      const wall = day * DAY_MS + minutes * MINUTE_MS;
      let low = 0;
      let high = from.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        // The wall time at which the stretch of one offset ends, seen from inside it.
        if ((from[middle + 1] as number) + (values[middle] as number) > wall) high = middle;
        else low = middle + 1;
      }
      return Math.max(from[low] as number, wall - (values[low] as number));
    },
  };
}

function readOffsets(read: (at: Instant) => number, rangeFrom: Instant, rangeTo: Instant): Offsets {
  const from = [rangeFrom];
  const values = [read(rangeFrom)];
  let before = rangeFrom;
  while (before < rangeTo) {
    const after = Math.min(before + PROBE_MS, rangeTo);
    const offset = read(after);
    if (offset !== values[values.length - 1]) {
      from.push(changeWithin(read, before, after));
      values.push(offset);
    }
    before = after;
  }
  return { from, values };
}

/** The first second with the later offset; changes happen on whole seconds. */
function changeWithin(read: (at: Instant) => number, before: Instant, after: Instant): Instant {
  const later = read(after);
  let low = before / 1000;
  let high = after / 1000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (read(middle * 1000) === later) high = middle;
    else low = middle;
  }
  return high * 1000;
}

const readers = new Map<string, (at: Instant) => number>();

/** Offsets come from the runtime's own zone data: no table of ours can go stale. */
function offsetReader(name: string): (at: Instant) => number {
  const known = readers.get(name);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  const read = (at: Instant): number => {
    const match = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(format.format(at));
    if (match === null || match[1] === undefined) return 0;
    const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
    return (match[1] === '-' ? -1000 : 1000) * seconds;
  };
  readers.set(name, read);
  return read;
}
