import type { CaseEnvelope, Instant } from '../contract/index.js';
import { isBreached } from '../deadlines/index.js';
import { given } from './fields.js';
import type { FindingKind, Severity } from './findings.js';
import type { RemedyStatus } from './remediation/news.js';
import { remediationSchemas } from './remediation/schemas.js';
import { roundSchemas } from './round/schemas.js';
import type { Carried } from './subjects.js';

/** A finding as a list of a round shows it. */
export interface FindingRow {
  readonly round: string;
  readonly year: number;
  readonly key: string;
  readonly unit: string;
  readonly kind: FindingKind;
  readonly content: string;
  readonly criterion?: string | undefined;
  readonly clause?: string | undefined;
  readonly statement: string;
  readonly english?: string | undefined;
  /** Found before. */
  readonly repeated: boolean;
  readonly disputed: boolean;
  /** How its remedy stands; absent when none was asked for. */
  readonly remedy?: RemedyStatus | undefined;
}

/** The findings of a round that stand: withdrawn ones are left out. */
export function findingRows(round: CaseEnvelope): readonly FindingRow[] {
  const { code, year, findings, remedies } = roundSchemas.context.parse(round.machine.context);
  return Object.entries(findings)
    .filter(([, { withdrawn }]) => withdrawn !== true)
    .map(([key, { unit, kind, content, criterion, clause, statement, english, repeats, dispute }]) => ({
      round: code,
      year,
      key,
      unit,
      kind,
      content,
      criterion,
      clause,
      statement,
      english,
      repeated: repeats !== undefined,
      disputed: dispute !== undefined,
      remedy: remedies[key]?.status,
    }));
}

/** A remediation as a follow-up list shows it. */
export interface RemedyRow {
  readonly caseId: string;
  readonly code: string;
  readonly unit: string;
  readonly severity: Severity;
  readonly content: string;
  readonly clause?: string | undefined;
  readonly statement: string;
  readonly english?: string | undefined;
  readonly recurring: boolean;
  readonly status: RemedyStatus;
  /** Where it is: `working.acting`. */
  readonly state: string;
  readonly dueAt?: Instant | undefined;
  /** Its term was passed, at least once. */
  readonly late: boolean;
  readonly extensions: number;
  readonly reopened: number;
  readonly escalated: readonly string[];
  readonly causes: readonly string[];
  readonly actions: { readonly all: number; readonly verified: number; readonly overdue: number };
  readonly closedAt?: Instant | undefined;
}

const STATUS: Readonly<Record<string, RemedyStatus>> = {
  closed: 'closed',
  archived: 'closed',
  annulled: 'annulled',
  deviating: 'deviation',
  carried: 'carried-forward',
};

/** The line of a remediation. */
export function remedyRow({ caseId, state, machine, deadlines }: CaseEnvelope): RemedyRow {
  const context = remediationSchemas.context.parse(machine.context);
  const { code, unit, nonconformity, extensions, reopened, escalated, closedAt } = context;
  const { severity, content, clause, statement, english, repeats } = nonconformity;
  const terms = deadlines.filter(({ name }) => name === 'remedy');
  const actions = Object.values(context.actions);
  return {
    caseId,
    code,
    unit,
    severity,
    content,
    clause,
    statement,
    english,
    recurring: repeats !== undefined,
    status: STATUS[state] ?? 'open',
    state,
    dueAt: terms.at(-1)?.dueAt,
    late: context.missed.length > 0 || terms.some(isBreached),
    extensions,
    reopened,
    escalated,
    causes: context.cause?.categories ?? [],
    actions: {
      all: actions.length,
      verified: actions.filter(({ status }) => status === 'verified').length,
      overdue: actions.filter(({ overdue, status }) => overdue && status === 'open').length,
    },
    closedAt,
  };
}

/**
 * What the next round must look at again: of remediations, those carried forward that came from a finding. Goes into
 * `carried` of the next round's input.
 */
export function carriedOver(remediations: readonly CaseEnvelope[]): readonly Carried[] {
  return remediations
    .filter(({ state }) => state === 'carried')
    .flatMap(({ caseId, machine }): Carried[] => {
      const { origin, unit, nonconformity } = remediationSchemas.context.parse(machine.context);
      if (origin.kind !== 'finding') return [];
      const { severity, content, criterion, statement, english } = nonconformity;
      return [
        {
          round: origin.round,
          finding: origin.finding,
          remediation: caseId,
          unit,
          severity,
          content,
          statement,
          ...given({ criterion, english }),
        },
      ];
    });
}
