import type { Actor } from '../../contract/actor.js';
import type { CaseEnvelope } from '../../contract/case.js';
import type { Instant } from '../../contract/time.js';
import { MotcuaError } from '../../error/index.js';
import { casePages } from '../case-pages.js';
import type { CaseRef } from '../queries.js';
import type { DisposeRequest } from '../requests.js';
import type { Runtime } from '../runtime.js';
import { noteOnCase } from './file-note.js';
import { type Hold, holdsOn } from './holds.js';
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

/** What became of the disposal of a case. */
export interface Disposal {
  /** Records of the audit log whose values and salts were deleted. The records stay, and prove nothing about anybody. */
  readonly forgotten: number;
}

const PAGE = 200;

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
 * Disposes of what the audit log could still disclose of a case: first the record of it, with the authority, then the
 * deletion. May be repeated. Throws MC_DISPOSAL_REFUSED while the period runs or a hold is in force.
 */
export async function dispose(runtime: Runtime, request: DisposeRequest): Promise<Disposal> {
  const { tenant, caseId, actor, reason } = request;
  const envelope = await runtime.store.cases.load({ tenant, caseId });
  const rule = envelope && runtime.retention[envelope.workflow];
  const problem = envelope === undefined ? 'there is no such case' : await whyNot(runtime, envelope, rule);
  if (problem !== undefined || rule === undefined)
    throw refused(request, problem ?? 'its workflow has no retention rule');
  await noteOnCase(runtime, { tenant, caseId }, noteOf(caseId, actor, reason, rule));
  return { forgotten: await runtime.store.seal.forget({ tenant, caseId }) };
}

async function whyNot(
  runtime: Runtime,
  envelope: CaseEnvelope,
  rule: RetentionRule | undefined,
): Promise<string | undefined> {
  if (rule === undefined) return 'its workflow has no retention rule';
  if (envelope.status !== 'done') return 'it is open';
  const until = endOf(envelope, rule);
  if (until > runtime.clock.now()) return `it is kept until ${new Date(until).toISOString()}`;
  const [hold] = await holdsOn(runtime, envelope);
  return hold === undefined ? undefined : `it is under the hold "${hold.hold}"`;
}

const noteOf = (caseId: string, actor: Actor, reason: string, rule: RetentionRule) => ({
  type: 'disposal' as const,
  action: 'motcua.disposal',
  // Once: what is repeated after a crash is the same disposal.
  commandId: `motcua:disposal:${caseId}`,
  actor,
  grounds: { reason, legalBasis: rule.legalBasis },
  scope: { retentionClass: rule.retentionClass, years: rule.years },
});

/** The day of the closing some years later, in UTC; 29 February becomes 1 March. */
function endOf({ occurredAt }: CaseEnvelope, { years }: RetentionRule): Instant {
  const closed = new Date(occurredAt);
  return closed.setUTCFullYear(closed.getUTCFullYear() + years);
}

const refused = ({ tenant, caseId }: DisposeRequest, problem: string) =>
  new MotcuaError('MC_DISPOSAL_REFUSED', {
    happened: `Case ${caseId} of tenant ${tenant} was not disposed of: ${problem}`,
    expected: 'a closed case past its retention period that no hold keeps',
    remedy: 'list those that are with engine.disposable(); nothing was changed',
    details: { tenant, caseId },
  });
