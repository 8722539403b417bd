import { type CaseEnvelope, type Engine, isMotcuaError, MotcuaError, type Reply } from '@motcua/core';

/** What connections ask of the engine they are part of. */
export type Door = Pick<Engine, 'get' | 'find' | 'open' | 'send' | 'deadLetters' | 'redrive'>;

/** A case, or undefined when there is none. */
export async function caseAt(door: Door, tenant: string, caseId: string): Promise<CaseEnvelope | undefined> {
  try {
    return await door.get({ tenant, caseId });
  } catch (error) {
    if (isMotcuaError(error, 'MC_CASE_NOT_FOUND')) return undefined;
    throw error;
  }
}

/** Throws what a command of our own was turned down with: that is a fault of this package, or of the access rules. */
export function mustBeAccepted(reply: Reply): void {
  if (reply.status === 'accepted') return;
  throw new MotcuaError('MC_CONNECTOR_INVALID', {
    happened: `Case ${reply.caseId} turned down what a connector noted: ${reply.code}: ${reply.message}`,
    expected: 'a connection that takes what is told of it',
    remedy: 'register the workflows of createConnections() as they are, and let the role "connector" act on them',
    details: { caseId: reply.caseId, code: reply.code },
  });
}
