import type { DeliveryResult, Destination, Notifier, RetryPolicy } from '../contract/adapter.js';
import type { OutboxClaim, OutboxOutcome, OutboxRow } from '../contract/store.js';
import { describeError } from '../error/index.js';
import { retryAt } from './backoff.js';
import { createDeliver } from './deliver.js';
import { deliverToCase } from './deliver-to-case.js';
import { keepLeases } from './leases.js';
import { PERSON_ERASED } from './personal-data/protection.js';
import { ENGINE_DESTINATION } from './recorded-item.js';
import { handleAll, type Round } from './round.js';
import type { Runtime } from './runtime.js';

export interface Relay {
  /**
   * Carries out one claimed delivery and puts on record what became of it; `answered` is told between the two. The lease
   * is renewed meanwhile; when it is lost the delivery is told to stop.
   */
  carry(claim: OutboxClaim, answered?: () => void): Promise<void>;
  /** Delivers what waits in the outbox now. */
  due(): Promise<Round>;
}

export function createRelay(runtime: Runtime): Relay {
  const { store, clock, limits, owner, adapters, events } = runtime;
  const leases = keepLeases(runtime, store.outbox);
  const deliver = createDeliver(runtime);

  async function carry(claim: OutboxClaim, answered?: () => void): Promise<void> {
    const delivery = new AbortController();
    const settled = leases.keep(claim, () => delivery.abort('the lease is lost'));
    try {
      const carried = await carryOut(claim, delivery);
      answered?.();
      await record(claim, carried);
    } finally {
      settled();
    }
  }

  /** Decrypts the message, which may fail like a delivery, and carries it out. */
  async function carryOut(claim: OutboxClaim, delivery: AbortController): Promise<Carried> {
    let { row } = claim;
    try {
      row = await runtime.protection.message(row);
    } catch (error) {
      return { row, result: { status: 'retry', reason: describeError(error) } };
    }
    return { row, result: await carryClear({ ...claim, row }, delivery) };
  }

  async function carryClear(claim: OutboxClaim, delivery: AbortController): Promise<DeliveryResult> {
    const { destination, erased } = claim.row;
    if (destination === ENGINE_DESTINATION) return deliverToCase(runtime, claim.row);
    const adapter = adapterOf(destination);
    if (adapter === undefined) return { status: 'retry', reason: `no adapter is called "${destination}" now` };
    // There is nobody left to tell.
    if (erased !== undefined && isNotifier(adapter)) return { status: 'give-up', reason: PERSON_ERASED };
    return deliver(adapter, claim, delivery);
  }

  const adapterOf = (name: string): Destination | undefined =>
    Object.hasOwn(adapters, name) ? adapters[name] : undefined;

  function retryOf(destination: string): RetryPolicy {
    const { firstDelayMs, maxDelayMs, maxAttempts } = runtime.retry;
    const own = adapterOf(destination)?.retry;
    return {
      firstDelayMs: own?.firstDelayMs ?? firstDelayMs,
      maxDelayMs: own?.maxDelayMs ?? maxDelayMs,
      maxAttempts: own?.maxAttempts ?? maxAttempts,
    };
  }

  async function record(claim: OutboxClaim, { row, result }: Carried): Promise<void> {
    const outcome = outcomeOf(claim, result);
    // A settlement that came too late counts for nothing: whoever has the lease now tells what became of it.
    if (!(await store.outbox.settle({ owner, claim, outcome }))) return;
    const { attempt } = claim;
    if (outcome.status === 'delivered') events.emit('delivered', { row, attempt });
    else if (outcome.status === 'dead') events.emit('dead-letter', { row, attempt, reason: outcome.reason });
    else events.emit('delivery.failed', { row, attempt, reason: outcome.reason, retryAt: outcome.retryAt });
  }

  function outcomeOf({ row, attempt }: OutboxClaim, result: DeliveryResult): OutboxOutcome {
    const now = clock.now();
    switch (result.status) {
      case 'delivered':
        return { status: 'delivered', at: now };
      case 'give-up':
        return { status: 'dead', at: now, reason: result.reason };
      case 'retry': {
        const retry = retryOf(row.destination);
        if (attempt >= retry.maxAttempts) {
          return { status: 'dead', at: now, reason: `gave up after ${attempt} attempts: ${result.reason}` };
        }
        return { status: 'retry', retryAt: result.at ?? retryAt(retry, now, row.id, attempt), reason: result.reason };
      }
    }
  }

  return {
    carry,
    async due() {
      const now = clock.now();
      const leaseUntil = now + limits.leaseMs;
      const claims = await store.outbox.claim({ now, leaseUntil, limit: limits.batch, owner });
      return handleAll(claims, (claim) => carry(claim));
    },
  };
}

interface Carried {
  /** In clear, unless it could not be decrypted. */
  readonly row: OutboxRow;
  readonly result: DeliveryResult;
}

const isNotifier = (adapter: Destination): boolean => (adapter as Partial<Notifier>).role === 'notifier';
