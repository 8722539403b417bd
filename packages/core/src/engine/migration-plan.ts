import type { Actor } from '../contract/actor.js';
import type { CaseEnvelope, CaseIndex } from '../contract/case.js';
import type { CaseKey } from '../contract/store.js';
import type { LocalDate } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import {
  examineMigration,
  isUnexplained,
  type Migration,
  type MigrationFinding,
  type MigrationFindingKind,
  type Workflow,
} from '../kernel/index.js';
import { failureFinding } from '../kernel/migrate-case.js';
import { openCasePages } from './case-pages.js';
import type { Runtime } from './runtime.js';

export interface PlanMigrationOptions {
  /** Default: the cases of all tenants. */
  readonly tenant?: string | undefined;
}

/** What the new version makes of one case. */
export interface CaseMigration extends CaseKey {
  /** The revision that was looked at. */
  readonly revision: number;
  readonly state: string;
  /** Date of the opening, in law, on the wall of the engine's first calendar. */
  readonly openedOn: LocalDate;
  readonly index: CaseIndex;
  /** None: it moves, and nothing else changes for it. */
  readonly findings: readonly MigrationFinding[];
}

/** Cases with findings of a kind that nobody has given a reason for. */
export interface UnexplainedFindings {
  readonly kind: MigrationFindingKind;
  readonly cases: number;
  /** The first of them. */
  readonly first: readonly CaseKey[];
}

export interface MigrationPlanTotals {
  /** Open cases at the version the migration leaves. */
  readonly cases: number;
  /** Those it concerns. */
  readonly concerned: number;
  /** Those it concerns and finds nothing about. */
  readonly unchanged: number;
  /** Cases by the kinds of their findings; a case may have several. */
  readonly findings: Readonly<Partial<Record<MigrationFindingKind, number>>>;
  readonly unexplained: readonly UnexplainedFindings[];
}

/**
 * A question to the store, asked anew each time it is iterated: what a migration makes of every open case at the version
 * it leaves, tried out by the kernel, in the order of their keys. Cases are read in pages, and none is kept.
 */
export interface MigrationPlan extends AsyncIterable<CaseMigration> {
  readonly migration: Migration;
  readonly scope: PlanMigrationOptions;
  /** Reads the whole plan and counts it. */
  totals(): Promise<MigrationPlanTotals>;
}

const KEPT_FIRST = 10;

/** Who tries a migration out. */
const planActor: Actor = { kind: 'system', id: 'motcua:plan', roles: [] };

type PlanRuntime = Pick<Runtime, 'store' | 'registry' | 'calendars' | 'authorizer' | 'clock' | 'limits'>;

export function createMigrationPlan(
  runtime: PlanRuntime,
  migration: Migration,
  scope: PlanMigrationOptions,
): MigrationPlan {
  checkVersions(runtime, migration);
  async function* rows(): AsyncGenerator<CaseMigration> {
    for await (const page of pagesToMigrate(runtime, migration, scope)) {
      for (const envelope of page) yield migrationOf(runtime, migration, envelope);
    }
  }
  return {
    migration,
    scope,
    [Symbol.asyncIterator]: rows,
    async totals() {
      const counts = { cases: 0, concerned: 0, unchanged: 0 };
      const findings: Partial<Record<MigrationFindingKind, number>> = {};
      const unexplained = new Map<MigrationFindingKind, { cases: number; first: CaseKey[] }>();
      for await (const row of rows()) {
        counts.cases += 1;
        if (isConcerned(row)) counts.concerned += 1;
        if (row.findings.length === 0) counts.unchanged += 1;
        for (const kind of kindsOf(row.findings)) findings[kind] = (findings[kind] ?? 0) + 1;
        for (const kind of kindsOf(row.findings.filter((finding) => isUnexplained(finding, {})))) {
          const known = unexplained.get(kind) ?? { cases: 0, first: [] };
          known.cases += 1;
          if (known.first.length < KEPT_FIRST) known.first.push({ tenant: row.tenant, caseId: row.caseId });
          unexplained.set(kind, known);
        }
      }
      return { ...counts, findings, unexplained: [...unexplained].map(([kind, found]) => ({ kind, ...found })) };
    },
  };
}

const kindsOf = (findings: readonly MigrationFinding[]): ReadonlySet<MigrationFindingKind> =>
  new Set(findings.map(({ kind }) => kind));

export const isConcerned = ({ findings }: Pick<CaseMigration, 'findings'>): boolean =>
  !findings.some(({ kind }) => kind === 'not-concerned');

/** Open cases at the version a migration leaves, as whole pages. */
export const pagesToMigrate = (runtime: PlanRuntime, { from }: Migration, { tenant }: PlanMigrationOptions) =>
  openCasePages(runtime, { workflow: from.id, version: from.version, ...(tenant !== undefined && { tenant }) });

/** Tries the migration out on one case. Whatever stands in its way is a finding. */
export function migrationOf(
  runtime: PlanRuntime,
  migration: Migration,
  envelope: CaseEnvelope,
  accepted: Readonly<Record<string, string>> = {},
): CaseMigration {
  const { tenant, caseId, revision, state, index, openedAt } = envelope;
  const examine = () => {
    try {
      const examination = { actor: planActor, receivedAt: runtime.clock.now(), accepted };
      return examineMigration(migration, envelope, examination, runtime);
    } catch (error) {
      return [failureFinding(error)];
    }
  };
  const openedOn = runtime.calendars.current().dateOf(openedAt);
  return { tenant, caseId, revision, state, openedOn, index, findings: examine() };
}

/** Both versions must be run here as they were declared: a case that moved would be refused by another definition. */
function checkVersions({ registry }: PlanRuntime, { from, to }: Migration): void {
  const differs = ({ id, version, definitionHash }: Workflow) =>
    registry.get(id, version).definitionHash !== definitionHash;
  const wrong = [from, to].find(differs);
  if (wrong === undefined) return;
  throw new MotcuaError('MC_MIGRATION_INVALID', {
    happened: `The migration of ${from.id} from ${from.version} to ${to.version} was declared with another definition of version ${wrong.version} than this engine runs`,
    expected: 'the very workflows the engine was given',
    remedy: 'declare the migration between the workflows you give to createEngine',
    details: { workflow: from.id, from: from.version, to: to.version, offences: [`version ${wrong.version} differs`] },
  });
}
