import type { DeliveryResult, Destination, Instant, OutboxRow } from '@motcua/core/contract';
import type { Harness } from '../conformance/rule.js';
import { hostTurn } from '../host-turn.js';

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

/** A notifier, and the other side of it. Rules for what is left out are skipped. */
export interface NotifierHarness extends DestinationHarness {
  /** Words that no answer may hold: the recipient's name and address, what is told, the secrets. */
  readonly unspoken?: readonly string[];
  /** A message of which no notification can be made: without an address, or with one that is none. */
  poison?(): OutboxRow | Promise<OutboxRow>;
  /** A message that nobody is to be told of. */
  nobody?(): OutboxRow | Promise<OutboxRow>;
  /** Changes the secret, there and here: the other side takes only the new one from now on. */
  rotate?(): void | Promise<void>;
  /** Makes the other side busy until the instant it names in its answer. */
  busyUntil?(): Instant | Promise<Instant>;
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

/** Turns of the event loop in which a delivery ends that listens to its signal. */
const TURNS = 10_000;

/** The outcome of a delivery that was called off; undefined when it goes on. */
export async function ended(delivering: Promise<Outcome>): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined;
  void delivering.then((found) => {
    outcome = found;
  });
  for (let turn = 0; turn < TURNS && outcome === undefined; turn += 1) await hostTurn();
  return outcome;
}
