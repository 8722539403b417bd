import { MotcuaError } from '../../error/index.js';
import { randomId } from '../random-ids.js';
import type { CorrectRequest } from '../requests.js';
import type { Runtime } from '../runtime.js';
import { caseFor } from './file-access.js';
import { noteOnCase } from './file-note.js';

const CORRECTED = 'motcua.correction';
const PAGE = 1_000;

/** Puts on record that an earlier record of the case is wrong. Throws MC_RECORD_UNKNOWN, MC_ACCESS_DENIED. */
export async function correct(runtime: Runtime, request: CorrectRequest): Promise<void> {
  const { tenant, caseId, actor, commandId = randomId(), corrects, reason, legalBasis } = request;
  const ref = { tenant, caseId };
  const grounds = { reason, corrects, ...(legalBasis !== undefined && { legalBasis }) };
  await caseFor(runtime, request, 'file.correct', { action: CORRECTED, grounds });
  if (!(await hasRecord(runtime, ref, corrects))) throw unknownRecord(request);
  await noteOnCase(runtime, ref, { type: 'correction', action: CORRECTED, commandId, actor, grounds });
}

async function hasRecord({ store }: Runtime, ref: { tenant: string; caseId: string }, id: string): Promise<boolean> {
  for (let after = 0; ; ) {
    const page = await store.cases.audit({ ...ref, after, limit: PAGE });
    if (page.some(({ record }) => record.commandId === id)) return true;
    if (page.length < PAGE) return false;
    after = page.at(-1)?.sequence ?? after;
  }
}

const unknownRecord = ({ caseId, corrects }: CorrectRequest) =>
  new MotcuaError('MC_RECORD_UNKNOWN', {
    happened: `Case ${caseId} has no record "${corrects}" that could be corrected`,
    expected: 'the id of an earlier record of the same case, which is that of its command',
    remedy: 'take the id from engine.history() or engine.auditTrail(); nothing was changed',
    details: { caseId, corrects },
  });
