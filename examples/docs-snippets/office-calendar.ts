// #region hours
import { vietnamCalendar, vietnamDefinition } from '@motcua/calendar-vn';
import { calendarDefinitionSchema, createCalendar, mergeCalendars, withRows } from '@motcua/core';

/** An office that works from 08:00 to 12:00 and 13:30 to 17:30, and receives on Saturday mornings. */
export const officeDefinition = vietnamDefinition({
  id: 'h29-one-stop',
  version: '2026.2-h29.1',
  hours: [
    { from: '08:00', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ],
  // The counter is open, but the morning is no working day for terms.
  saturday: { shifts: [{ from: '08:00', to: '11:30' }], countsAs: 0 },
});

export const office = createCalendar(officeDefinition);
// #endregion

// #region storm
/** The same office after a storm: a new version, never a changed one. */
export const officeAfterStorm = createCalendar(
  withRows(
    officeDefinition,
    [
      {
        date: '2026-09-15',
        kind: 'office-off',
        name: { vi: 'Đóng cửa do bão', en: 'Closed by a storm' },
        status: 'enacted',
        source: 'Notice of the office, 14 September 2026',
      },
    ],
    { version: '2026.2-h29.2' },
  ),
);
// #endregion

// #region json
/** A calendar kept as a file or a row of your database: parsed, or refused with every offence. */
export function calendarFromJson(text: string) {
  return createCalendar(calendarDefinitionSchema.parse(JSON.parse(text)));
}
// #endregion

// #region merge
/** Work that two offices do together counts only when both are open. */
export const joint = mergeCalendars([office, vietnamCalendar({ id: 'tax' })], {
  id: 'h29-and-tax',
  version: '1',
  name: { vi: 'Một cửa và thuế', en: 'One-stop shop and tax office' },
  mode: 'all-open',
});
// #endregion
