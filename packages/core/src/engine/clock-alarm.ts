import type { Command } from '../contract/case.js';
import type { Instant } from '../contract/time.js';
import type { Runtime } from './runtime.js';

/** Clocks of one network may differ by so much without anybody being alarmed. */
const TOLERATED_MS = 1_000;

export const isBehind = (now: Instant, latest: Instant): boolean => latest - now > TOLERATED_MS;

/** Tells when a command had to be received later than this worker's clock says. */
export function alarmBehind({ events }: Pick<Runtime, 'events'>, now: Instant, command: Command): void {
  const { tenant, caseId, receivedAt: latest } = command;
  if (isBehind(now, latest))
    events.emit('clock.behind', { now, latest, behindMs: latest - now, seenIn: { tenant, caseId } });
}
