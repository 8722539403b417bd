import type { Calendar } from '../calendar/types.js';
import { MotcuaError } from '../error/index.js';
import type { CalendarSet } from '../kernel/index.js';

/** The calendars an engine was given; of several versions of one id the last is in force. */
export function calendarSet(calendars: readonly Calendar[]): CalendarSet {
  const exact = new Map(calendars.map((calendar) => [`${calendar.id}@${calendar.version}`, calendar]));
  const latest = new Map(calendars.map((calendar) => [calendar.id, calendar]));
  const standard = calendars[0] && latest.get(calendars[0].id);
  const known = (calendar: Calendar | undefined, wanted: string): Calendar => {
    if (calendar !== undefined) return calendar;
    throw new MotcuaError('MC_CALENDAR_UNKNOWN', {
      happened: `Calendar ${wanted} was asked for`,
      expected: `one of ${[...exact.keys()].join(', ') || '(none was given)'}`,
      remedy: 'give createEngine every calendar version that open cases were counted with',
      details: { calendar: wanted },
    });
  };
  return {
    current: (id) => known(id === undefined ? standard : latest.get(id), id ?? '(the standard one)'),
    get: ({ id, version }) => known(exact.get(`${id}@${version}`), `${id}@${version}`),
  };
}
