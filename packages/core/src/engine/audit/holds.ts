import type { AuditRecord } from '../../contract/case.js';
import type { Instant } from '../../contract/time.js';
import { MotcuaError } from '../../error/index.js';
import type { CaseRef } from '../queries.js';
import { randomId } from '../random-ids.js';
import type { HoldRequest } from '../requests.js';
import type { Runtime } from '../runtime.js';
import { caseRecords } from './case-records.js';
import { checkAccess } from './file-access.js';
import { noteOnCase } from './file-note.js';

/** A legal hold on a case: while there is one, nobody of the case is erased and nothing of it is disposed of. */
export interface Hold {
  /** Its name: the number of the proceedings, say. */
  readonly hold: string;
  readonly placedAt: Instant;
  /** Id of the actor who placed it. */
  readonly placedBy: string;
  readonly reason: string;
  readonly legalBasis: string;
}

const PLACED = 'motcua.hold.placed';
const RELEASED = 'motcua.hold.released';

/** Places a hold, or releases it, and gives those that are in force then. Placed twice is once. */
export async function changeHold(
  runtime: Runtime,
  change: 'place' | 'release',
  { tenant, caseId, actor, hold, reason, legalBasis }: HoldRequest,
): Promise<readonly Hold[]> {
  const ref = { tenant, caseId };
  const action = change === 'place' ? PLACED : RELEASED;
  const grounds = { reason, legalBasis, hold };
  await checkAccess(runtime, { ...ref, actor }, change === 'place' ? 'file.hold' : 'file.release', { action, grounds });
  const before = await holdsOn(runtime, ref);
  const isHeld = before.some((known) => known.hold === hold);
  if (change === 'place' && isHeld) return before;
  if (change === 'release' && !isHeld) throw unknownHold(ref, hold, before);
  await noteOnCase(runtime, ref, {
    type: change === 'place' ? 'hold.placed' : 'hold.released',
    action,
    commandId: randomId(),
    actor,
    grounds,
  });
  return holdsOn(runtime, ref);
}

/** The holds in force on a case, oldest first: what its records say. */
export const holdsOn = async (runtime: Pick<Runtime, 'store'>, ref: CaseRef): Promise<readonly Hold[]> =>
  (await readHolds(runtime, ref)).holds;

/** The holds in force on a case, and the sequence of the last of its records that say so. */
export async function readHolds(
  runtime: Pick<Runtime, 'store'>,
  ref: CaseRef,
): Promise<{ readonly holds: readonly Hold[]; readonly sequence: number }> {
  const holds = new Map<string, Hold>();
  let last = 0;
  for await (const { sequence, record } of caseRecords(runtime, ref)) {
    apply(holds, record);
    last = sequence;
  }
  return { holds: [...holds.values()], sequence: last };
}

function apply(holds: Map<string, Hold>, { action, outcome, at, actor, grounds }: AuditRecord): void {
  const { hold, reason, legalBasis = '' } = grounds ?? {};
  if (hold === undefined || reason === undefined || outcome !== 'accepted') return;
  if (action === PLACED && !holds.has(hold)) {
    holds.set(hold, { hold, placedAt: at, placedBy: actor.id, reason, legalBasis });
  }
  if (action === RELEASED) holds.delete(hold);
}

const unknownHold = ({ caseId }: CaseRef, hold: string, known: readonly Hold[]) =>
  new MotcuaError('MC_HOLD_UNKNOWN', {
    happened: `Case ${caseId} is not under the hold "${hold}"`,
    expected: `one of ${known.map((each) => each.hold).join(', ') || '(none is in force)'}`,
    remedy: 'correct the name of the hold; nothing was changed',
    details: { caseId, hold },
  });
