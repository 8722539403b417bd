import type { CaseEnvelope, DeadlineIndex } from './case.js';
import type { Colour } from './deadline.js';
import type { Instant } from './time.js';

/**
 * The colour of a case at an instant. `closed` when it is done or no term runs any more; at the due instant itself
 * the case is still in time.
 */
export function colourAt(status: CaseEnvelope['status'], deadline: DeadlineIndex | undefined, now: Instant): Colour {
  if (status === 'done' || deadline === undefined) return 'closed';
  if (deadline.status === 'suspended') return 'suspended';
  if (deadline.status !== 'running') return 'closed';
  if (now > deadline.dueAt) return 'overdue';
  if (deadline.soonAt !== undefined && now >= deadline.soonAt) return 'due-soon';
  return 'on-time';
}
