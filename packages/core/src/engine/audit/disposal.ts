import type { CaseEnvelope } from '../../contract/case.js';
import type { DisposalItem } from '../../contract/store.js';
import type { Instant } from '../../contract/time.js';
import { isMotcuaError, MotcuaError } from '../../error/index.js';
import { casePages } from '../case-pages.js';
import { contended, MAX_ATTEMPTS } from '../command-errors.js';
import type { CaseRef } from '../queries.js';
import type { DisposeRequest } from '../requests.js';
import type { Runtime } from '../runtime.js';
import { checkAccessTo } from './file-access.js';
import { type FileNote, itemOf } from './file-note.js';
import { type Hold, holdsOn, readHolds } from './holds.js';
import type { RetentionRule } from './retention-rule.js';

/** A closed case whose retention period is over. */
export interface DisposableCase extends CaseRef {
  readonly workflow: string;
  readonly retentionClass: string;
  readonly closedAt: Instant;
  /** End of the period. */
  readonly keptUntil: Instant;
  /** Holds that forbid its disposal; empty when nothing does. */
  readonly holds: readonly Hold[];
}

/** What became of the disposal of a case: how much was deleted. All zero when it was disposed of before. */
export interface Disposal {
  readonly disposedAt: Instant;
  /** Journal entries. */
  readonly entries: number;
  /** Messages that were delivered, and dead letters. */
  readonly messages: number;
  /** Records of the audit log whose values and salts were deleted. The records stay, and prove nothing about anybody. */
  readonly disclosures: number;
}

const PAGE = 200;
const DISPOSED = 'motcua.disposal';

/** Closed cases past their period, in the order of the store. Changes nothing. */
export async function* disposableCases(runtime: Runtime, tenant: string): AsyncGenerator<DisposableCase> {
  const { store, clock, retention } = runtime;
  for await (const page of casePages(store, { tenant, status: 'done', limit: PAGE })) {
    for (const envelope of page) {
      const rule = retention[envelope.workflow];
      const keptUntil = rule && endOf(envelope, rule);
      if (rule === undefined || keptUntil === undefined || keptUntil > clock.now()) continue;
      const { caseId, workflow, occurredAt: closedAt } = envelope;
      const holds = await holdsOn(runtime, { tenant, caseId });
      yield { tenant, caseId, workflow, retentionClass: rule.retentionClass, closedAt, keptUntil, holds };
    }
  }
}

/**
 * Disposes of a closed case: in one commit the record of it, with the authority, and the deletion of its content. May be
 * repeated. Throws MC_DISPOSAL_REFUSED while the period runs, a hold is in force or messages of the case wait, MC_ACCESS_DENIED to who may not.
 */
export async function dispose(runtime: Runtime, request: DisposeRequest): Promise<Disposal> {
  const { tenant, caseId } = request;
  const ref = { tenant, caseId };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const envelope = await loadKept(runtime, ref);
    if (typeof envelope === 'number') return { disposedAt: envelope, ...NOTHING };
    const rule = envelope && runtime.retention[envelope.workflow];
    if (envelope === undefined || rule === undefined) {
      throw refused(request, envelope === undefined ? 'there is no such case' : 'its workflow has no retention rule');
    }
    await checkAccessTo(runtime, envelope, request.actor, 'file.dispose', {
      action: DISPOSED,
      grounds: { reason: request.reason, legalBasis: rule.legalBasis },
    });
    const { holds, sequence } = await readHolds(runtime, ref);
    const problem = whyNot(runtime, envelope, rule, holds);
    if (problem !== undefined) throw refused(request, problem);
    const item = itemFor(runtime, request, envelope, rule, sequence);
    const result = await runtime.store.dispose(item);
    // What this engine remembers of it is old.
    runtime.cases.forget(ref);
    if (result.status === 'disposed') {
      const { entries, messages, disclosures } = result;
      return { disposedAt: item.tombstone.disposedAt, entries, messages, disclosures };
    }
    if (result.status === 'kept') {
      throw refused(
        request,
        result.because === 'open' ? 'it is open' : `${result.messages} of its messages wait to be delivered`,
      );
    }
  }
  throw contended({ caseId, commandId: commandIdOf(caseId) }, 'The disposal', 'repeat the call');
}

const NOTHING = { entries: 0, messages: 0, disclosures: 0 };

/** The case, or when it was disposed of. */
async function loadKept({ store }: Runtime, ref: CaseRef): Promise<CaseEnvelope | Instant | undefined> {
  try {
    return await store.cases.load(ref);
  } catch (error) {
    if (isMotcuaError(error, 'MC_CASE_DISPOSED')) return error.details['disposedAt'] as Instant;
    throw error;
  }
}

function whyNot(
  { clock }: Runtime,
  envelope: CaseEnvelope,
  rule: RetentionRule,
  [hold]: readonly Hold[],
): string | undefined {
  if (envelope.status !== 'done') return 'it is open';
  const until = endOf(envelope, rule);
  if (until > clock.now()) return `it is kept until ${new Date(until).toISOString()}`;
  return hold === undefined ? undefined : `it is under the hold "${hold.hold}"`;
}

/** Once: what is repeated after a crash is the same disposal. */
const commandIdOf = (caseId: string): string => `motcua:disposal:${caseId}`;

function itemFor(
  runtime: Runtime,
  { actor, reason }: DisposeRequest,
  envelope: CaseEnvelope,
  { retentionClass, years, legalBasis }: RetentionRule,
  expectedAudit: number,
): DisposalItem {
  const { caseId, workflow, occurredAt: closedAt } = envelope;
  const note: FileNote = {
    type: 'disposal',
    action: DISPOSED,
    commandId: commandIdOf(caseId),
    actor,
    grounds: { reason, legalBasis },
    scope: { retentionClass, years },
  };
  const tombstone = { workflow, closedAt, disposedAt: runtime.clock.now(), retentionClass, legalBasis };
  return { ...itemOf(runtime, envelope, note, envelope), expectedAudit, tombstone };
}

/** The day of the closing some years later, in UTC; 29 February becomes 1 March. */
function endOf({ occurredAt }: CaseEnvelope, { years }: RetentionRule): Instant {
  const closed = new Date(occurredAt);
  return closed.setUTCFullYear(closed.getUTCFullYear() + years);
}

const refused = ({ tenant, caseId }: DisposeRequest, problem: string) =>
  new MotcuaError('MC_DISPOSAL_REFUSED', {
    happened: `Case ${caseId} of tenant ${tenant} was not disposed of: ${problem}`,
    expected: 'a closed case past its retention period that no hold and no waiting message keeps',
    remedy: 'list those that are with engine.disposable(); nothing was changed',
    details: { tenant, caseId },
  });
