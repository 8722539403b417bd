import type { Actor } from '../../contract/actor.js';
import type { CaseEnvelope } from '../../contract/case.js';
import { MotcuaError } from '../../error/index.js';
import { accessDenied, accessRequest } from '../../kernel/boundary.js';
import type { FileAction } from '../../kernel/index.js';
import { caseNotFound } from '../command-errors.js';
import { randomId } from '../random-ids.js';
import type { Runtime } from '../runtime.js';
import { type FileNote, noteOnCase } from './file-note.js';

interface FileOrder {
  readonly tenant: string;
  readonly caseId: string;
  readonly actor: Actor;
}

/** The same as {@link checkAccessTo}, of the case as it is stored. Throws MC_CASE_NOT_FOUND and MC_CASE_DISPOSED, too. */
export async function checkAccess(
  runtime: Runtime,
  { tenant, caseId, actor }: FileOrder,
  right: FileAction,
  act: FileAct,
): Promise<void> {
  const envelope = await runtime.store.cases.load({ tenant, caseId });
  if (envelope === undefined) throw caseNotFound({ tenant, caseId });
  await checkAccessTo(runtime, envelope, actor, right, act);
}

type FileAct = Pick<FileNote, 'action' | 'grounds'>;

/**
 * Checks that somebody may do this with the file of a case. A refusal is put on record as what it would have been. Throws
 * MC_ACCESS_DENIED.
 */
export async function checkAccessTo(
  runtime: Runtime,
  envelope: CaseEnvelope,
  actor: Actor,
  right: FileAction,
  { action, grounds }: FileAct,
): Promise<void> {
  const { tenant, caseId } = envelope;
  const request = accessRequest(runtime.registry.nearest(envelope), { tenant, actor }, right, envelope);
  const decision = runtime.authorizer.check(request);
  if (decision.allowed) return;
  const denied = new MotcuaError('MC_ACCESS_DENIED', {
    ...accessDenied(caseId, request, decision.reason),
    details: { tenant, caseId, actor: actor.id, action: right },
  });
  const note = { type: 'refusal' as const, action, commandId: randomId(), actor, grounds, denied: denied.message };
  await noteOnCase(runtime, { tenant, caseId }, note);
  runtime.events.emit('refused', {
    reply: {
      status: 'refused',
      caseId,
      revision: envelope.revision,
      code: 'MC_ACCESS_DENIED',
      message: denied.message,
      allowed: [],
    },
    action,
    actor: actor.id,
  });
  throw denied;
}
