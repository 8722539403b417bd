import { type DeliveryResult, type Destination, deliveryResultSchema } from '../contract/adapter.js';
import type { OutboxClaim } from '../contract/store.js';
import { describeError, issuesOf, shortList } from '../error/index.js';
import type { Runtime } from './runtime.js';

/**
 * One try to deliver a message to an adapter. Never throws: an adapter that throws, whatever it throws, or answers
 * what is no answer, is tried again. One that hangs counts as failed; it is told by its signal, and also when the lease
 * is lost.
 */
export async function deliver(
  { clock, limits }: Pick<Runtime, 'clock' | 'limits'>,
  adapter: Destination,
  { row, attempt }: OutboxClaim,
  lease: AbortSignal,
): Promise<DeliveryResult> {
  const delivery = new AbortController();
  const lost = () => delivery.abort(lease.reason);
  lease.addEventListener('abort', lost, { once: true });
  const timer = new AbortController();
  const idempotencyKey = `${row.id}/${row.destination}`;
  const tooLong = clock.sleepUntil(clock.now() + limits.deliveryMs, timer.signal).then((): DeliveryResult => {
    if (!timer.signal.aborted) delivery.abort();
    return { status: 'retry', reason: `no answer within ${limits.deliveryMs} ms` };
  });
  try {
    const answer = adapter.deliver(row, { attempt, idempotencyKey, signal: delivery.signal });
    return readResult(await Promise.race([answer, tooLong]));
  } catch (thrown) {
    return { status: 'retry', reason: describeError(thrown) };
  } finally {
    lease.removeEventListener('abort', lost);
    timer.abort('ended');
  }
}

function readResult(answer: unknown): DeliveryResult {
  const parsed = deliveryResultSchema.safeParse(answer);
  if (!parsed.success) {
    return { status: 'retry', reason: `the adapter's answer is none: ${shortList(issuesOf(parsed.error))}` };
  }
  const result = parsed.data;
  return result.status === 'delivered' ? result : { ...result, reason: describeError(result.reason) };
}
