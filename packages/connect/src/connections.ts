import {
  type Actor,
  ADAPTER_CONTRACT_VERSION,
  type Clock,
  type Connector as ConnectorAdapter,
  type DeadLetter,
  MotcuaError,
  type Reply,
  systemClock,
  type Workflow,
} from '@motcua/core';
import { type Board, createBoard } from './board.js';
import type { Side } from './connection/schemas.js';
import { connectionId, connectionWorkflow } from './connection/workflow.js';
import type { ConnectorDefinition } from './define-connector.js';
import { deliverFact } from './deliver/deliver.js';
import { deliverRepair, REPAIR_ORDERED } from './deliver/deliver-repair.js';
import type { Door } from './door.js';
import { createRateLimit } from './gate/rate-limit.js';
import { sharedBreaker } from './gate/shared-breaker.js';
import { type PollResult, pollChanges } from './inbound/poll.js';
import { receiveChange } from './inbound/receive.js';
import type { Connector } from './parts.js';
import { type Finding, type ReconcileRequest, reconcile } from './reconcile/reconcile.js';
import { systemRecords } from './system/records.js';
import { connectedSystemWorkflow } from './system/workflow.js';

export interface ConnectionsOptions {
  readonly connectors: readonly ConnectorDefinition[];
  /** The engine the connections are part of; asked for at the first delivery, when it is there. */
  readonly engine: () => Door;
  /** That of the engine. Default: the machine's wall clock. */
  readonly clock?: Clock;
}

/** One case in one system. */
export interface ConnectionRef {
  readonly tenant: string;
  readonly system: string;
  readonly caseId: string;
}

export interface PersonalRequest extends ConnectionRef {
  /** With the role `clerk` or `supervisor`. */
  readonly actor: Actor;
  /** Stays on record. */
  readonly reason: string;
  /** The same id again orders nothing new. */
  readonly commandId?: string | undefined;
}

/** The other systems of an office. */
export interface Connections {
  /** For `createEngine({ adapters })`. */
  readonly adapters: Readonly<Record<string, ConnectorAdapter>>;
  /** For `createEngine({ workflows })`: what is known of each connection and each system is kept in cases. */
  readonly workflows: readonly Workflow[];
  readonly board: Board;
  /** Compares both sides and gives what differs as it is found. MC_CONNECTOR_UNREACHABLE when they cannot be asked. */
  reconcile(request: ReconcileRequest & { readonly system: string }): AsyncGenerator<Finding>;
  /** Orders a repair by the side that is right. It is carried out like a delivery: after a crash, and when they are back. */
  repair(request: PersonalRequest & { readonly side: Side }): Promise<Reply>;
  /** Puts the dead letters of a case back, oldest first. */
  redrive(request: PersonalRequest): Promise<{ readonly reply: Reply; readonly redriven: readonly string[] }>;
  /** Answers a webhook of a system. */
  receive(request: { readonly tenant: string; readonly system: string; readonly request: Request }): Promise<Response>;
  /** Asks a system for its changes. */
  poll(request: {
    readonly tenant: string;
    readonly system: string;
    readonly signal?: AbortSignal | undefined;
  }): Promise<PollResult>;
}

/**
 * Makes the connections of an engine. How a case stands in a system is kept in a case of the workflow `connection`, so that
 * any store keeps it, every change of it is audited, and being behind has a term.
 */
export function createConnections({ connectors, engine, clock = systemClock() }: ConnectionsOptions): Connections {
  const atWork = new Map(connectors.map((definition) => [definition.system, atWorkFor(definition, engine, clock)]));
  if (atWork.size < connectors.length) {
    throw new MotcuaError('MC_CONNECTOR_INVALID', {
      happened: 'Two connectors have the same system',
      expected: 'one connector a system',
      remedy: 'rename one, or make one of the two',
    });
  }
  const get = (system: string): Connector => {
    const found = atWork.get(system);
    if (found !== undefined) return found;
    throw new MotcuaError('MC_CONNECTOR_UNKNOWN', {
      happened: `No connector is called "${system}"`,
      expected: `one of ${[...atWork.keys()].join(', ') || '(there are none)'}`,
      remedy: 'correct the name, or give createConnections() the connector',
      details: { system },
    });
  };
  const order = ({ tenant, system, caseId, actor, commandId }: PersonalRequest, event: { readonly type: string }) =>
    engine().send({
      tenant,
      caseId: connectionId(get(system).definition.system, caseId),
      actor,
      event,
      ...(commandId !== undefined && { commandId }),
    });

  return {
    adapters: Object.fromEntries([...atWork].map(([system, connector]) => [system, adapterOf(connector)])),
    workflows: [connectionWorkflow(), connectedSystemWorkflow()],
    board: createBoard(engine, atWork),
    reconcile: ({ system, ...request }) => reconcile(get(system), request),
    repair: (request) => order(request, repairEvent(request)),
    async redrive(request) {
      const { tenant, system, caseId, reason } = request;
      const letters = await lettersOf(engine(), { tenant, system, caseId });
      const reply = await order(request, { type: 'letter.redrive', ...{ reason } });
      const redriven: string[] = [];
      if (reply.status !== 'accepted') return { reply, redriven };
      for (const { row } of letters) {
        if (await engine().redrive({ tenant, id: row.id, destination: system })) redriven.push(row.id);
      }
      return { reply, redriven };
    },
    receive: ({ tenant, system, request }) => receiveChange(get(system), tenant, request),
    poll: ({ tenant, system, signal }) => pollChanges(get(system), tenant, signal ?? new AbortController().signal),
  };
}

const repairEvent = ({ side, reason }: { readonly side: Side; readonly reason: string }) => ({
  type: 'repair.order',
  side,
  reason,
});

/** The dead letters of one case in one system, and of its connection, in the order they were written. */
async function lettersOf(door: Door, { tenant, system, caseId }: ConnectionRef): Promise<readonly DeadLetter[]> {
  const letters = await door.deadLetters({ tenant, destination: system, limit: 1_000 });
  const own = new Set([caseId, connectionId(system, caseId)]);
  return letters
    .filter(({ row }) => own.has(row.caseId))
    .sort((a, b) => a.row.createdAt - b.row.createdAt || a.row.revision - b.row.revision || a.row.index - b.row.index);
}

function atWorkFor(definition: ConnectorDefinition, door: () => Door, clock: Clock): Connector {
  const { transport, timeoutMs = 10_000, rate, breaker } = definition.spec;
  const records = systemRecords(door, definition.system);
  return {
    definition,
    door,
    clock,
    calls: { transport, clock, timeoutMs },
    records,
    rate: createRateLimit(clock, rate),
    breaker: sharedBreaker({ clock, policy: breaker, read: async (tenant) => (await records.read(tenant)).down }),
  };
}

function adapterOf(connector: Connector): ConnectorAdapter {
  return {
    role: 'connector',
    contractVersion: ADAPTER_CONTRACT_VERSION,
    topics: [...Object.keys(connector.definition.spec.facts), REPAIR_ORDERED],
    deliver: (message, context) =>
      message.topic === REPAIR_ORDERED
        ? deliverRepair(connector, message, context)
        : deliverFact(connector, message, context),
  };
}
