import { MotcuaError } from '../../error/index.js';
import type { CaseRef } from '../queries.js';
import { randomId } from '../random-ids.js';
import type { CorrectRequest } from '../requests.js';
import type { Runtime } from '../runtime.js';
import { caseRecords } from './case-records.js';
import { checkAccess } from './file-access.js';
import { noteOnCase } from './file-note.js';

const CORRECTED = 'motcua.correction';

/** Puts on record that an earlier record of the case is wrong. Throws MC_RECORD_UNKNOWN, MC_ACCESS_DENIED. */
export async function correct(runtime: Runtime, request: CorrectRequest): Promise<void> {
  const { tenant, caseId, actor, commandId = randomId(), corrects, reason, legalBasis } = request;
  const ref = { tenant, caseId };
  const grounds = { reason, corrects, ...(legalBasis !== undefined && { legalBasis }) };
  await checkAccess(runtime, request, 'file.correct', { action: CORRECTED, grounds });
  if (!(await hasRecord(runtime, ref, corrects))) throw unknownRecord(request);
  await noteOnCase(runtime, ref, { type: 'correction', action: CORRECTED, commandId, actor, grounds });
}

async function hasRecord(runtime: Runtime, ref: CaseRef, id: string): Promise<boolean> {
  for await (const { record } of caseRecords(runtime, ref)) if (record.commandId === id) return true;
  return false;
}

const unknownRecord = ({ caseId, corrects }: CorrectRequest) =>
  new MotcuaError('MC_RECORD_UNKNOWN', {
    happened: `Case ${caseId} has no record "${corrects}" that could be corrected`,
    expected: 'the id of an earlier record of the same case, which is that of its command',
    remedy: 'take the id from engine.history() or engine.auditTrail(); nothing was changed',
    details: { caseId, corrects },
  });
