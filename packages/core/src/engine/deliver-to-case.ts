import type { Actor } from '../contract/actor.js';
import type { DeliveryResult } from '../contract/adapter.js';
import type { Command, EventObject, Fact, ParentLink } from '../contract/case.js';
import type { OutboxRow } from '../contract/store.js';
import { describeError, isMotcuaError } from '../error/index.js';
import { execute } from './execute.js';
import { openingVersion } from './opening-version.js';
import type { Runtime } from './runtime.js';

const relayActor: Actor = { kind: 'system', id: 'motcua:relay', roles: [] };

/** Messages between cases become commands whose id is the message's: a second delivery changes nothing. */
export async function deliverToCase(runtime: Runtime, row: OutboxRow): Promise<DeliveryResult> {
  try {
    const reply = await execute(runtime, relayedCommand(runtime, row));
    if (reply.status === 'accepted' || reply.status === 'dropped') return { status: 'delivered' };
    return { status: 'give-up', reason: `${reply.code}: ${reply.message}` };
  } catch (error) {
    // Nobody will ever take it there.
    if (isMotcuaError(error, 'MC_CASE_DISPOSED')) return { status: 'give-up', reason: describeError(error) };
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
