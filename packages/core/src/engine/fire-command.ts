import type { Actor } from '../contract/actor.js';
import type { CaseEnvelope, Command, TimerKey, TimerRow } from '../contract/case.js';
import type { TimerClaim } from '../contract/store.js';
import type { Instant } from '../contract/time.js';
import { timerRows } from '../kernel/timer-key.js';

const timerActor: Actor = { kind: 'timer', id: 'motcua:scheduler', roles: [] };

/** The command of one firing. Its id is the firing's own, so that it is carried out once, whoever sends it. */
export function fireCommand({ tenant, caseId, key, fireAt }: TimerClaim, now: Instant): Command {
  const id = `${caseId}/${key}@${fireAt}`;
  return {
    type: 'fire',
    id,
    tenant,
    caseId,
    actor: timerActor,
    timer: key,
    occurredAt: fireAt,
    receivedAt: now,
    firedAt: now,
  };
}

/**
 * The oldest firing that the law places before a command, though no worker has got round to it. It goes first, so
 * that what becomes of a case does not depend on how busy the workers were.
 * `fired`: those that were sent already, though the case would not take them.
 */
export function overdueBefore(
  command: Command,
  before: CaseEnvelope | undefined,
  fired: ReadonlySet<TimerKey>,
): TimerRow | undefined {
  if (before === undefined || command.type === 'fire') return undefined;
  const isPassed = ({ key, fireAt }: TimerRow) =>
    fireAt < command.occurredAt && fireAt <= command.receivedAt && !fired.has(key);
  const passed = timerRows(before).filter(isPassed);
  return passed.length === 0 ? undefined : passed.reduce((first, row) => (row.fireAt < first.fireAt ? row : first));
}
