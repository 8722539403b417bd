import type { OutboxRow } from '@motcua/core';
import type { CallOutcome } from '../calls/make-call.js';
import type { Connector } from '../parts.js';
import { type Reason, reason } from '../reason.js';
import type { Missed } from './missed.js';

/** Undefined: call. Else why not now, and when. In this order, so that nobody takes a turn for a call that is not made. */
export async function passGate(connector: Connector, { tenant, caseId }: OutboxRow): Promise<Missed | undefined> {
  const { clock, definition, rate } = connector;
  const now = clock.now();
  const opensAt = definition.spec.window?.(now) ?? now;
  if (opensAt > now) return closed(outsideHours, opensAt);
  const breaker = await connector.breaker(tenant);
  const restUntil = breaker.restUntil(caseId);
  if (restUntil !== undefined) return closed(resting, restUntil);
  const turn = rate();
  if (turn !== undefined) return closed(tooMany, turn);
  breaker.begin();
  return undefined;
}

const closed = (why: Missed['reason'], at: number): Missed => ({ status: 'later', reason: why, at, answered: false });

const outsideHours = reason('window', 'ngoài giờ được phép gọi', 'outside the hours in which it may be called');
const resting = reason(
  'unavailable',
  'hệ thống đang không hoạt động, chờ thử lại',
  'it is down; the next try is due later',
);
const tooMany = reason('rate', 'đã đạt giới hạn số lần gọi', 'no more calls for the moment');

/** What says nothing about the other system: it was not called, or not because of it. */
const NO_EVIDENCE: readonly Reason['kind'][] = ['mapping', 'no-record', 'case', 'window', 'rate'];

/** Tells the breaker how a call went, and puts on record when the system goes down or comes back. */
export async function tellGate(
  connector: Connector,
  { tenant, caseId }: OutboxRow,
  outcome: CallOutcome,
): Promise<void> {
  if (outcome.status !== 'done' && NO_EVIDENCE.includes(outcome.reason.kind)) return;
  const breaker = await connector.breaker(tenant);
  if (outcome.status !== 'later') {
    if (breaker.succeeded()) await connector.records.note(tenant, { type: 'breaker.close' });
    return;
  }
  const down = breaker.failed(caseId, outcome.unreached === true);
  if (down === undefined) return;
  await connector.records.note(tenant, { type: 'breaker.open', until: down.until, reason: outcome.reason });
}
