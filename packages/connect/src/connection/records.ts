import type { CaseEnvelope, Length } from '@motcua/core';
import { caseAt, type Door, mustBeAccepted } from '../door.js';
import { connectorActor } from '../roles.js';
import type { ConnectionContext, ConnectionEvent } from './schemas.js';
import { CONNECTION, connectionId } from './workflow.js';

/** A connection as it stands. */
export interface Connection extends ConnectionContext {
  readonly caseId: string;
  readonly state: string;
  readonly revision: number;
}

export const connectionOf = (envelope: CaseEnvelope): Connection => ({
  ...(envelope.machine.context as unknown as ConnectionContext),
  caseId: envelope.caseId,
  state: envelope.state,
  revision: envelope.revision,
});

export async function readConnection(
  door: Door,
  { tenant, system, of }: { readonly tenant: string; readonly system: string; readonly of: string },
): Promise<Connection | undefined> {
  const envelope = await caseAt(door, tenant, connectionId(system, of));
  return envelope && connectionOf(envelope);
}

type Told = Extract<ConnectionEvent, { type: 'delivery.succeed' | 'delivery.fail' | 'delivery.give-up' }>;
type Noted = Told extends infer Event ? (Event extends Told ? Omit<Event, 'meta'> : never) : never;

export interface NoteRequest {
  readonly tenant: string;
  readonly system: string;
  readonly of: string;
  readonly label: string | undefined;
  readonly catchUp: Length;
  readonly event: Noted;
  /** Undefined: there is none yet, and this is how it begins. */
  readonly before: Connection | undefined;
  readonly now: number;
}

/** Puts on record what became of a delivery. The first of them opens the connection. */
export async function noteDelivery(door: Door, request: NoteRequest): Promise<void> {
  const { tenant, system, of, label, catchUp, event, before, now } = request;
  const actor = connectorActor(system);
  const caseId = connectionId(system, of);
  if (before === undefined) {
    const input = { system, of, catchUp, ...(label !== undefined && { label }), ...opening(event, now) };
    const reply = await door.open({ tenant, workflow: CONNECTION, caseId, actor, input });
    if (reply.status === 'accepted') return;
    // Another worker has opened it in the meantime.
    if (reply.code !== 'MC_CASE_EXISTS') mustBeAccepted(reply);
  }
  mustBeAccepted(await door.send({ tenant, caseId, actor, event }));
}

function opening(event: Noted, now: number): Partial<Omit<ConnectionContext, 'dead'>> & { readonly dead?: unknown } {
  switch (event.type) {
    case 'delivery.succeed':
      return event.reference === undefined ? {} : { reference: event.reference };
    case 'delivery.fail': {
      const { type: _, ...waiting } = event;
      return { waiting };
    }
    case 'delivery.give-up':
      return { dead: { message: event.message, reason: event.reason, at: now } };
  }
}
