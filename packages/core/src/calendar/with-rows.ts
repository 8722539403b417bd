import { calendarInvalid, parseDefinition } from './definition-schema.js';
import type { CalendarDefinition, CalendarRow } from './types.js';

/**
 * A new version of a calendar: its rows, then `rows`, the later of which decide their dates.
 *
 * ```ts
 * const stormy = withRows(definition, [{ date: '2026-09-15', kind: 'office-off', ... }], { version: '2026.2+storm' });
 * ```
 *
 * @throws MC_CALENDAR_INVALID also when the version is the old one: a published version never changes
 */
export function withRows(
  definition: CalendarDefinition,
  rows: readonly CalendarRow[],
  options: { readonly version: string },
): CalendarDefinition {
  if (options.version === definition.version) {
    throw calendarInvalid(`Calendar ${definition.id} ${definition.version}`, [
      'version: a calendar with other rows needs another version',
    ]);
  }
  return parseDefinition({ ...definition, version: options.version, rows: [...definition.rows, ...rows] });
}
