import type { Calendar, CalendarSet } from '@motcua/core';
import { testkitError } from '../testkit-error.js';

/** The calendars of a specification or a replay; of several versions of one id the last is in force. */
export function calendarsOf(calendars: readonly Calendar[]): CalendarSet {
  const known = (found: Calendar | undefined, wanted: string): Calendar => {
    if (found !== undefined) return found;
    throw testkitError({
      happened: `The workflow asked for calendar ${wanted}`,
      expected: `one of ${calendars.map(({ id, version }) => `${id}@${version}`).join(', ')}`,
      remedy: 'give it in `calendars`',
    });
  };
  return {
    current: (id = calendars[0]?.id) =>
      known(
        calendars.findLast((calendar) => calendar.id === id),
        String(id),
      ),
    get: (ref) =>
      known(
        calendars.find(({ id, version }) => id === ref.id && version === ref.version),
        `${ref.id}@${ref.version}`,
      ),
  };
}
