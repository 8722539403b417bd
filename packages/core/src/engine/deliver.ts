import { type DeliveryResult, type Destination, deliveryResultSchema } from '../contract/adapter.js';
import type { OutboxClaim } from '../contract/store.js';
import { describeError, issuesOf, shortList } from '../error/index.js';
import { alarm } from './alarm.js';
import type { Runtime } from './runtime.js';

/**
 * One try to deliver a message to an adapter. Never throws: an adapter that throws, whatever it throws, or answers
 * what is no answer, is tried again. One that hangs counts as failed; it is told by the signal of `delivery`, which the
 * caller may abort as well.
 */
export type Deliver = (adapter: Destination, claim: OutboxClaim, delivery: AbortController) => Promise<DeliveryResult>;

/** Turns of the queue of promises: as many as an answer takes to come through. */
const LAST_WORD_TURNS = 3;

/** Deliveries that are each given up as failed after `limits.deliveryMs`. */
export function createDeliver({ clock, limits }: Pick<Runtime, 'clock' | 'limits'>): Deliver {
  const tooLong = alarm<() => Promise<void>>(clock, limits.deliveryMs, (hanging) => {
    for (const giveUp of hanging) void giveUp();
  });
  return (adapter, claim, delivery) =>
    new Promise((resolve) => {
      const giveUp = async () => {
        delivery.abort();
        // An adapter that answers to its signal at once is still heard.
        for (let turn = 0; turn < LAST_WORD_TURNS; turn += 1) await undefined;
        resolve({ status: 'retry', reason: `no answer within ${limits.deliveryMs} ms` });
      };
      tooLong.set(giveUp);
      void answerOf(adapter, claim, delivery.signal).then((result) => {
        tooLong.clear(giveUp);
        resolve(result);
      });
    });
}

async function answerOf(
  adapter: Destination,
  { row, attempt }: OutboxClaim,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  try {
    return readResult(await adapter.deliver(row, { attempt, idempotencyKey: `${row.id}/${row.destination}`, signal }));
  } catch (thrown) {
    return { status: 'retry', reason: describeError(thrown) };
  }
}

const DELIVERED: DeliveryResult = { status: 'delivered' };

function readResult(answer: unknown): DeliveryResult {
  // The plain answer is the one of nearly all deliveries.
  if (typeof answer === 'object' && (answer as Partial<DeliveryResult> | null)?.status === 'delivered')
    return DELIVERED;
  const parsed = deliveryResultSchema.safeParse(answer);
  if (!parsed.success) {
    return { status: 'retry', reason: `the adapter's answer is none: ${shortList(issuesOf(parsed.error))}` };
  }
  const result = parsed.data;
  return result.status === 'delivered' ? result : { ...result, reason: describeError(result.reason) };
}
