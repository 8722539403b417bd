import type { Actor } from '../contract/actor.js';
import type { CaseEnvelope } from '../contract/case.js';
import type { Instant } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import type { MigrationFindingKind } from '../kernel/index.js';
import { isStaying } from '../kernel/migration-finding.js';
import { stableHash } from '../kernel/stable-hash.js';
import { type ApplicationWatch, type AppliedCase, applyInPages, type PlanApplication } from './apply-in-pages.js';
import { execute } from './execute.js';
import { isConcerned, type MigrationPlan, migrationOf, pagesToMigrate } from './migration-plan.js';
import type { Runtime } from './runtime.js';

export interface ApplyMigrationRequest extends ApplicationWatch {
  /** Needs a right to `migrate` in the new version. */
  readonly actor: Actor;
  /** Goes into the journal of every case, and into the ledger of every term that changes. */
  readonly reason: string;
  readonly legalBasis: string;
  /**
   * Kinds of findings somebody answers for, each with the reason, which goes on record. A term that is lost ends, one
   * that moves gets its new date, a timer or an answer is given up; a case without a place in the new version stays
   * where it is.
   */
  readonly accept?: Readonly<Partial<Record<MigrationFindingKind, string>>> | undefined;
  /** When the change happens in law, such as the first day of a decree; default now. Not before the last act of a case. */
  readonly occurredAt?: Instant | undefined;
}

export interface MigrationApplication extends PlanApplication {
  /** Cases that moved now. */
  readonly migrated: number;
  /** Cases the migration does not concern, by its own predicate. */
  readonly notConcerned: number;
  /** Cases that stay at their version, for a reason that was accepted. */
  readonly left: number;
}

/**
 * Moves the cases of a plan, each in a commit of its own, decided on the case as it is then. Command ids follow from the
 * case, its revision, the request and what was found, and a case that has moved is not in the plan any more: so after a
 * crash the same call goes on where it ended. Throws MC_MIGRATION_BLOCKED while a kind of finding has no reason.
 */
export async function applyMigrationPlan(
  runtime: Runtime,
  plan: MigrationPlan,
  request: ApplyMigrationRequest,
  checkStarted: () => void,
): Promise<MigrationApplication> {
  await checkExplained(plan, request);
  const pages = pagesToMigrate(runtime, plan.migration, plan.scope);
  const act = (envelope: CaseEnvelope) => moveCase(runtime, plan, request, envelope);
  const { done, skipped, ...application } = await applyInPages(pages, { act, checkStarted }, request);
  const countOf = (skip: 'notConcerned' | 'left') => skipped.get(skip) ?? 0;
  return { migrated: done, notConcerned: countOf('notConcerned'), left: countOf('left'), ...application };
}

async function moveCase(
  runtime: Runtime,
  { migration }: MigrationPlan,
  { actor, reason, legalBasis, accept = {}, occurredAt }: ApplyMigrationRequest,
  envelope: CaseEnvelope,
): Promise<AppliedCase | 'notConcerned' | 'left'> {
  const { tenant, caseId, revision } = envelope;
  const accepted = accept as Readonly<Record<string, string>>;
  const row = migrationOf(runtime, migration, envelope, accepted);
  if (!isConcerned(row)) return 'notConcerned';
  // Code that throws, or a definition that is another one: there is nothing to decide, and nothing to record.
  if (row.findings.some(({ kind }) => kind === 'failed')) return 'left';
  const { from, to } = migration;
  const ref = ({ version, definitionHash }: typeof from) => ({ version, definitionHash });
  const act = { from: ref(from), to: ref(to), reason, legalBasis, accepted };
  const mark = stableHash([actor, act, row.findings]);
  const reply = await execute(
    { ...runtime, migrations: [migration] },
    {
      ...act,
      type: 'migrate',
      id: `migrate/${to.id}@${to.version}/${caseId}@${revision}/${mark}`,
      tenant,
      caseId,
      actor,
      receivedAt: runtime.clock.now(),
      ...(occurredAt !== undefined && { occurredAt }),
    },
  );
  const stays = reply.status === 'refused' && reply.code === 'MC_MIGRATION_REFUSED' && row.findings.some(isStaying);
  return stays ? 'left' : { tenant, caseId, reply };
}

/** Nothing moves while a class of cases would lose something, and nobody has said why. */
async function checkExplained(plan: MigrationPlan, { accept = {} }: ApplyMigrationRequest): Promise<void> {
  const { unexplained } = await plan.totals();
  const open = unexplained.filter(({ kind }) => !Object.hasOwn(accept, kind));
  if (open.length === 0) return;
  const { from, to } = plan.migration;
  const list = open
    .map(({ kind, cases, first }) => `${kind}: ${cases} cases, first ${first.map(({ caseId }) => caseId).join(', ')}`)
    .join('; ');
  throw new MotcuaError('MC_MIGRATION_BLOCKED', {
    happened: `The migration of ${from.id} from ${from.version} to ${to.version} would lose things nobody has given a reason for: ${list}`,
    expected: 'a reason for each kind of finding, in the migration or from whoever applies it',
    remedy: 'look at the rows of the plan; complete the migration, or accept a kind with a reason; nothing was changed',
    details: { workflow: from.id, from: from.version, to: to.version, unexplained: open },
  });
}
