import { type Instant, MAX_INSTANT } from '../contract/time.js';
import { amountBetween, instantBefore, openTimeAfter } from './between.js';
import { parseDefinition } from './definition-schema.js';
import { dueOf, endOfLength } from './due.js';
import { createExplain } from './explain/create-explain.js';
import { dateAt, formatInstant } from './format-instant.js';
import { isOpen, nextOpen, openBefore } from './open-time.js';
import { createTimeline, notAnInstant, type Timeline } from './timeline.js';
import type { Calendar, CalendarDefinition } from './types.js';

/**
 * Working-time arithmetic on one version of one calendar.
 *
 * The definition is parsed here and copied, so later changes of the caller's object change nothing. The day tables
 * are built on first use, once; every answer after that costs a few array reads whatever the span.
 *
 * @throws MC_CALENDAR_INVALID with all offences in `details.offences`
 */
export function createCalendar(input: CalendarDefinition): Calendar {
  const definition = parseDefinition(input);
  let built: Timeline | undefined;
  const line = (): Timeline => (built ??= createTimeline(definition));

  return {
    id: definition.id,
    version: definition.version,
    zone: definition.zone,
    definition,
    isWorking: (at) => isOpen(line(), at),
    next: (at) => nextOpen(line(), at),
    add: (from, length, counting) => endOfLength(line(), from, length, counting),
    subtract: (to, length) => instantBefore(line(), to, length),
    between: (from, to, unit) => amountBetween(line(), from, to, unit),
    workingMs: (from, to) => openBefore(line(), to) - openBefore(line(), from),
    addWorkingMs: (from, ms) => openTimeAfter(line(), from, ms),
    due: (term) => dueOf(line(), term),
    explain: createExplain(line),
    format: (at) => formatInstant(line().zone, checked(at)),
    dateOf: (at) => dateAt(line().zone, checked(at)),
  };
}

function checked(at: Instant): Instant {
  if (!Number.isInteger(at) || Math.abs(at) > MAX_INSTANT) throw notAnInstant(at);
  return at;
}
