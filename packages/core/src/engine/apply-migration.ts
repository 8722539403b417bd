import type { Actor } from '../contract/actor.js';
import type { CaseEnvelope, Reply } from '../contract/case.js';
import type { CaseKey } from '../contract/store.js';
import type { Instant } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import type { MigrationFindingKind } from '../kernel/index.js';
import { isStaying } from '../kernel/migration-finding.js';
import { stableHash } from '../kernel/stable-hash.js';
import { execute } from './execute.js';
import { isConcerned, type MigrationPlan, migrationOf, pagesToMigrate } from './migration-plan.js';
import type { Runtime } from './runtime.js';

export interface ApplyMigrationRequest {
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
  readonly accept?: Readonly<Partial<Record<MigrationFindingKind, string>>>;
  /** When the change happens in law, such as the first day of a decree; default now. Not before the last act of a case. */
  readonly occurredAt?: Instant;
  /** Told of each case when it is done; for a progress line. */
  readonly onCase?: (outcome: MigratedCase) => void;
  /** Ends the work after the page it is in. */
  readonly signal?: AbortSignal;
}

export interface MigratedCase extends CaseKey {
  readonly reply: Reply;
}

/** What became of a plan. Whatever is not done yet is done by applying the same plan again. */
export interface MigrationApplication {
  /** Cases that moved now. */
  readonly migrated: number;
  /** Cases the migration does not concern, by its own predicate. */
  readonly notConcerned: number;
  /** Cases that needed it no more when their turn came: ended, or moved by somebody else. */
  readonly passedOver: number;
  /** Cases that stay at their version, for a reason that was accepted. */
  readonly left: number;
  /** Cases whose machine failed or that were refused, the first hundred of them. */
  readonly problems: readonly MigratedCase[];
  /** `stopped`: at the first case the actor may not migrate, or because of the signal. */
  readonly status: 'complete' | 'stopped';
}

const KEPT_PROBLEMS = 100;

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
  const counts = { migrated: 0, notConcerned: 0, passedOver: 0, left: 0 };
  const problems: MigratedCase[] = [];
  for await (const page of pagesToMigrate(runtime, plan.migration, plan.scope)) {
    checkStarted();
    const outcomes = await Promise.all(page.map((envelope) => moveCase(runtime, plan, request, envelope)));
    let isDenied = false;
    for (const outcome of outcomes) {
      if (typeof outcome === 'string') {
        counts[outcome] += 1;
        continue;
      }
      const { reply } = outcome;
      if (reply.status === 'accepted') counts.migrated += 1;
      else if (reply.status === 'dropped' || reply.code === 'MC_CASE_CLOSED') counts.passedOver += 1;
      else if (problems.length < KEPT_PROBLEMS) problems.push(outcome);
      isDenied ||= reply.status !== 'accepted' && reply.code === 'MC_ACCESS_DENIED';
      request.onCase?.(outcome);
    }
    // Whoever may not do it for one case is not asked again for the next page: every refusal is an audit record.
    if (isDenied || request.signal?.aborted === true) return { ...counts, problems, status: 'stopped' };
  }
  return { ...counts, problems, status: 'complete' };
}

async function moveCase(
  runtime: Runtime,
  { migration }: MigrationPlan,
  { actor, reason, legalBasis, accept = {}, occurredAt }: ApplyMigrationRequest,
  envelope: CaseEnvelope,
): Promise<MigratedCase | 'notConcerned' | 'left'> {
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
