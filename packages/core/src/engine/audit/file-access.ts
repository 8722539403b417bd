import type { Actor } from '../../contract/actor.js';
import type { CaseEnvelope } from '../../contract/case.js';
import { MotcuaError } from '../../error/index.js';
import { accessDenied, accessRequest } from '../../kernel/boundary.js';
import type { FileAction } from '../../kernel/index.js';
import { caseNotFound } from '../command-errors.js';
import type { CaseRef } from '../queries.js';
import { randomId } from '../random-ids.js';
import type { Runtime } from '../runtime.js';
import { type FileNote, noteOnCase } from './file-note.js';

interface FileOrder {
  readonly tenant: string;
  readonly caseId: string;
  readonly actor: Actor;
}

/**
 * The case, for somebody who may do this with its file. A refusal is put on record as what it would have been. Throws
 * MC_ACCESS_DENIED, MC_CASE_NOT_FOUND, MC_CASE_DISPOSED.
 */
export async function caseFor(
  runtime: Runtime,
  { tenant, caseId, actor }: FileOrder,
  right: FileAction,
  { action, grounds }: Pick<FileNote, 'action' | 'grounds'>,
): Promise<CaseEnvelope> {
  const ref: CaseRef = { tenant, caseId };
  const envelope = await runtime.store.cases.load(ref);
  if (envelope === undefined) throw caseNotFound(ref);
  const request = accessRequest(runtime.registry.nearest(envelope), { tenant, actor }, right, envelope);
  const decision = runtime.authorizer.check(request);
  if (decision.allowed) return envelope;
  const denied = new MotcuaError('MC_ACCESS_DENIED', {
    ...accessDenied(caseId, request, decision.reason),
    details: { tenant, caseId, actor: actor.id, action: right },
  });
  const note = { type: 'refusal' as const, action, commandId: randomId(), actor, grounds, denied: denied.message };
  await noteOnCase(runtime, ref, note);
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
