import type { Calendar, CalendarRef, CalendarSet, JournalEntry } from '@motcua/core';
import { calendarsOf } from '../specification/calendars-of.js';

/**
 * The calendars as they were when an entry was written: the version in force is the one its lines were counted on, not
 * one that was announced later.
 */
export function calendarsAt(calendars: readonly Calendar[], { ledger }: JournalEntry): CalendarSet {
  const all = calendarsOf(calendars);
  const used = new Map<string, string>();
  for (const { entry } of ledger) {
    const ref = refOf(entry);
    if (ref !== undefined) used.set(ref.id, ref.version);
  }
  return {
    get: all.get,
    current(id = calendars[0]?.id) {
      const version = id === undefined ? undefined : used.get(id);
      return id === undefined || version === undefined ? all.current(id) : all.get({ id, version });
    },
  };
}

function refOf(entry: JournalEntry['ledger'][number]['entry']): CalendarRef | undefined {
  if (entry.kind === 'started' || entry.kind === 'reprojected') return entry.calendar;
  return entry.kind === 'migrated' ? entry.granted?.calendar : undefined;
}
