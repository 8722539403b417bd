import { mustBeAccepted } from '../door.js';
import type { Connector } from '../parts.js';
import { connectorActor } from '../roles.js';
import { type Connection, connectionOf } from './records.js';
import { CONNECTION, connectionId } from './workflow.js';

export const CATCH_UP = { amount: 2, unit: 'workingHour' } as const;

/** The connection of a case, made when there is none. */
export async function openConnection({ door, definition }: Connector, tenant: string, of: string): Promise<Connection> {
  const { system, spec } = definition;
  const caseId = connectionId(system, of);
  const input = { system, of, catchUp: spec.catchUp ?? CATCH_UP };
  const reply = await door().open({ tenant, workflow: CONNECTION, caseId, actor: connectorActor(system), input });
  if (reply.status !== 'accepted' && reply.code !== 'MC_CASE_EXISTS') mustBeAccepted(reply);
  return connectionOf(await door().get({ tenant, caseId }));
}
