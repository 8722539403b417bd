import type { DeliveryResult, Destination, OutboxRow } from '@motcua/core/contract';
import type { Harness } from '../conformance/rule.js';

/**
 * How the other side behaves from now on. `accept`: it takes what comes. `fail`: it cannot take it now. `refuse`: it will
 * never take it. `lose-answer`: it takes it, and its answer is lost on the way back. `hang`: it never answers.
 */
export type Behaviour = 'accept' | 'fail' | 'refuse' | 'lose-answer' | 'hang';

/** A destination, and the other side of it. */
export interface DestinationHarness extends Harness {
  readonly destination: Destination;
  behave(behaviour: Behaviour): Promise<void> | void;
  /**
   * What had an effect on the other side, in the order it did: the letters that lie in the mailbox, the rows of the
   * register. Each is named by its idempotency key.
   */
  effects(): Promise<readonly string[]> | readonly string[];
  /** Message number `n`, one the destination wants. Default: its first topic, with a small payload. */
  message?(n: number): OutboxRow;
  /** The same destination in a new process, over the same other side. */
  restart?(): Promise<Destination> | Destination;
  /** Behaviours the other side cannot be made to show. Their rules are skipped. */
  readonly cannot?: readonly Behaviour[];
}

export const messageOf = (harness: DestinationHarness, n: number): OutboxRow => {
  if (harness.message !== undefined) return harness.message(n);
  const pattern = harness.destination.topics[0] ?? '*';
  const topic = pattern === '*' ? 'approved' : pattern.replace(/\*$/u, 'approved');
  return {
    id: `case-${n}:1:0`,
    tenant: 'hanoi',
    caseId: `case-${n}`,
    revision: 1,
    index: 0,
    topic,
    payload: { type: topic, applicant: 'Nguyễn Thị Ánh', number: n },
    createdAt: Date.UTC(2026, 0, 5, 1),
    destination: 'subject',
  };
};

export const keyOf = (message: OutboxRow): string => `${message.id}/${message.destination}`;

/** What a delivery came to: a throw counts as `retry`. */
export type Outcome = DeliveryResult | { readonly status: 'threw'; readonly error: unknown };

/** One try, as the engine makes it. */
export async function attempt(
  destination: Destination,
  message: OutboxRow,
  {
    number = 1,
    signal = new AbortController().signal,
  }: { readonly number?: number; readonly signal?: AbortSignal } = {},
): Promise<Outcome> {
  try {
    return await destination.deliver(message, { attempt: number, idempotencyKey: keyOf(message), signal });
  } catch (error) {
    return { status: 'threw', error };
  }
}
