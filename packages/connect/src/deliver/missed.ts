import type { DeliveryContext, DeliveryResult } from '@motcua/core';
import type { CallOutcome } from '../calls/make-call.js';
import type { Connector } from '../parts.js';

/** A try that did not get through. */
export type Missed = Extract<CallOutcome, { status: 'later' }>;

/** Tries that were answered with a failure, unless the connector says otherwise. */
export const MAX_TRIES = 12;

/** When to try again: at the instant the other side or the gate named, else the longer the more tries there were. */
export function later(
  { clock, definition }: Pick<Connector, 'clock' | 'definition'>,
  { attempt, idempotencyKey }: DeliveryContext,
  { reason, at }: Missed,
): DeliveryResult {
  const { firstDelayMs = 10_000, maxDelayMs = 1_800_000 } = definition.spec.retry ?? {};
  const delay = Math.min(firstDelayMs * 2 ** Math.min(attempt - 1, 40), maxDelayMs);
  const backoff = Math.round(delay / 2 + (delay / 2) * spread(`${idempotencyKey}#${attempt}`));
  return { status: 'retry', reason: reason.text.en, at: at ?? clock.now() + backoff };
}

/** A number in [0, 1) that depends on a text only: what failed together does not come back together. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}
