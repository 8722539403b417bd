import type { Calendar } from '../calendar/types.js';
import { colourAt } from '../contract/colour.js';
import type { Colour, DeadlineLedger } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';
import { isBreached } from './project.js';

/** A deadline as people ask for it: how it stands now, and how much time is left. */
export interface DeadlineStanding {
  readonly name: string;
  readonly occurrence: number;
  readonly owner: DeadlineLedger['owner'];
  readonly status: DeadlineLedger['status'];
  readonly colour: Colour;
  readonly dueAt: Instant;
  /** ISO 8601 in the calendar's zone. */
  readonly due: string;
  /** Working time until the end; negative when it has passed. Of an ended term: what was left when it ended. */
  readonly remainingWorkingMs: number;
  readonly breached: boolean;
  /** Working time between this end and the end of the term it must fit into. */
  readonly slackWorkingMs?: number;
}

/** How a ledger stands at an instant. `outer`: the term it must fit into. */
export function standingOf(
  ledger: DeadlineLedger,
  now: Instant,
  calendar: Calendar,
  outer?: DeadlineLedger,
): DeadlineStanding {
  const ended = ledger.entries.findLast(({ kind }) => kind === 'met' || kind === 'waived' || kind === 'stopped');
  const open = ledger.status === 'running' || ledger.status === 'suspended';
  const soon = ledger.soonAt === undefined ? {} : { soonAt: ledger.soonAt };
  return {
    name: ledger.name,
    occurrence: ledger.occurrence,
    owner: ledger.owner,
    status: ledger.status,
    colour: colourAt('active', { name: ledger.name, status: ledger.status, dueAt: ledger.dueAt, ...soon }, now),
    dueAt: ledger.dueAt,
    due: calendar.format(ledger.dueAt),
    remainingWorkingMs: signedWorkingMs(calendar, open ? now : (ended?.at ?? now), ledger.dueAt),
    breached: isBreached(ledger),
    ...(outer !== undefined && { slackWorkingMs: signedWorkingMs(calendar, ledger.dueAt, outer.dueAt) }),
  };
}

/** Working time from one instant to another; negative when the second comes first. */
export const signedWorkingMs = (calendar: Calendar, from: Instant, to: Instant): number =>
  to >= from ? calendar.workingMs(from, to) : -calendar.workingMs(to, from);
