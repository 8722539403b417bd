import type { Actor } from '../contract/actor.js';
import type { DeliveryResult, Destination, Notifier } from '../contract/adapter.js';
import type { Command, EventObject, Fact, ParentLink } from '../contract/case.js';
import type { OutboxClaim, OutboxOutcome, OutboxRow } from '../contract/store.js';
import { describeError } from '../error/index.js';
import { retryAt } from './backoff.js';
import { deliver } from './deliver.js';
import { execute } from './execute.js';
import { openingVersion } from './opening-version.js';
import { PERSON_ERASED } from './personal-data/protection.js';
import { ENGINE_DESTINATION } from './recorded-item.js';
import type { Runtime } from './runtime.js';
import { type Round, underLease } from './under-lease.js';

const relayActor: Actor = { kind: 'system', id: 'motcua:relay', roles: [] };

/** Delivers what waits in the outbox now. */
export async function relayDue(runtime: Runtime): Promise<Round> {
  const now = runtime.clock.now();
  const { leaseMs, batch } = runtime.limits;
  const claims = await runtime.store.outbox.claim({
    now,
    leaseUntil: now + leaseMs,
    limit: batch,
    owner: runtime.owner,
  });
  return underLease(runtime, runtime.store.outbox, claims, (claim, lease) => relayClaim(runtime, claim, lease));
}

/** Carries out one claimed delivery and puts on record what became of it. `lease` aborts when the lease is lost. */
export async function relayClaim(runtime: Runtime, claim: OutboxClaim, lease: AbortSignal): Promise<void> {
  const { row, result } = await carry(runtime, claim, lease);
  const outcome = outcomeOf(runtime, claim, result);
  // A settlement that came too late counts for nothing: whoever has the lease now tells what became of it.
  if (!(await runtime.store.outbox.settle({ owner: runtime.owner, claim, outcome }))) return;
  const { attempt } = claim;
  if (outcome.status === 'delivered') runtime.events.emit('delivered', { row, attempt });
  else if (outcome.status === 'dead') runtime.events.emit('dead-letter', { row, attempt, reason: outcome.reason });
  else runtime.events.emit('delivery.failed', { row, attempt, reason: outcome.reason, retryAt: outcome.retryAt });
}

function outcomeOf(runtime: Runtime, { row, attempt }: OutboxClaim, result: DeliveryResult): OutboxOutcome {
  const now = runtime.clock.now();
  switch (result.status) {
    case 'delivered':
      return { status: 'delivered', at: now };
    case 'give-up':
      return { status: 'dead', at: now, reason: result.reason };
    case 'retry':
      if (attempt >= runtime.retry.maxAttempts) {
        return { status: 'dead', at: now, reason: `gave up after ${attempt} attempts: ${result.reason}` };
      }
      return {
        status: 'retry',
        retryAt: result.at ?? retryAt(runtime.retry, now, row.id, attempt),
        reason: result.reason,
      };
  }
}

interface Carried {
  /** In clear, unless it could not be decrypted. */
  readonly row: OutboxRow;
  readonly result: DeliveryResult;
}

/** Decrypts the message, which may fail like a delivery, and carries it out. */
async function carry(runtime: Runtime, claim: OutboxClaim, lease: AbortSignal): Promise<Carried> {
  let { row } = claim;
  try {
    row = await runtime.protection.message(row);
  } catch (error) {
    return { row, result: { status: 'retry', reason: describeError(error) } };
  }
  return { row, result: await carryClear(runtime, { ...claim, row }, lease) };
}

async function carryClear(runtime: Runtime, claim: OutboxClaim, lease: AbortSignal): Promise<DeliveryResult> {
  const { destination, erased } = claim.row;
  if (destination === ENGINE_DESTINATION) return deliverToCase(runtime, claim.row);
  const adapter = ownAdapter(runtime, destination);
  if (adapter === undefined) return { status: 'retry', reason: `no adapter is called "${destination}" now` };
  // There is nobody left to tell.
  if (erased !== undefined && isNotifier(adapter)) return { status: 'give-up', reason: PERSON_ERASED };
  return deliver(runtime, adapter, claim, lease);
}

const ownAdapter = ({ adapters }: Runtime, name: string): Destination | undefined =>
  Object.hasOwn(adapters, name) ? adapters[name] : undefined;

const isNotifier = (adapter: Destination): boolean => (adapter as Partial<Notifier>).role === 'notifier';

/** Messages between cases become commands whose id is the message's: a second delivery changes nothing. */
async function deliverToCase(runtime: Runtime, row: OutboxRow): Promise<DeliveryResult> {
  try {
    const reply = await execute(runtime, relayedCommand(runtime, row));
    if (reply.status === 'accepted' || reply.status === 'dropped') return { status: 'delivered' };
    return { status: 'give-up', reason: `${reply.code}: ${reply.message}` };
  } catch (error) {
    return { status: 'retry', reason: describeError(error) };
  }
}

interface RelayedFact extends Fact {
  readonly caseId: string;
  readonly at: number;
}

function relayedCommand(runtime: Runtime, row: OutboxRow): Command {
  const fact = row.payload as RelayedFact;
  const base = {
    id: row.id,
    tenant: row.tenant,
    caseId: fact.caseId,
    actor: relayActor,
    occurredAt: fact.at,
    receivedAt: Math.max(runtime.clock.now(), fact.at),
  };
  switch (row.topic) {
    case 'motcua.case.open': {
      const { workflow, version, input, parent } = fact as RelayedFact & {
        workflow: string;
        version?: string;
        input: unknown;
        parent: ParentLink;
      };
      return {
        ...base,
        type: 'open',
        workflow,
        version: openingVersion(runtime, { workflow, version, at: fact.at }),
        input,
        parent,
      };
    }
    case 'motcua.case.send':
      return { ...base, type: 'instruct', from: row.caseId, event: fact['event'] as EventObject };
    default: {
      const { key, occurrence, final, event } = fact as RelayedFact &
        Pick<Extract<Command, { type: 'answer' }>, 'key' | 'occurrence' | 'final' | 'event'>;
      return { ...base, type: 'answer', key, occurrence, final, event };
    }
  }
}
