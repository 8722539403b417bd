import type { CaseEnvelope, Instant } from '../../contract/index.js';
import type { FindingKind, Severity } from '../findings.js';
import { type FindingRow, findingRows, remedyRow } from '../records.js';
import { type RoundContext, roundSchemas } from '../round/schemas.js';
import type { EscalationLevel } from '../rules.js';
import type { RoundRecords } from './collect-round.js';
import { latestScores, marksOf } from './marks.js';
import {
  type CauseCount,
  type FindingCounts,
  type FindingSummary,
  REMEDY_STANDINGS,
  type RecommendationRow,
  type RemedyCounts,
  type RemedyStanding,
  type RemedySummary,
  type SeverityCounts,
  type SynthesisReport,
} from './report.js';
import type { DossierTally } from './tally-dossiers.js';

interface Options {
  /** The instant the report tells of: open remedies are judged at it. */
  readonly at: Instant;
  /** Of the inspected units, from `collectDossierTallies`. */
  readonly dossiers?: Readonly<Record<string, DossierTally>>;
}

/** The report over one round. `before`: an earlier round of the same subject, to compare with. Pure. */
export function synthesiseRound(
  records: RoundRecords,
  { at, dossiers = {}, before }: Options & { readonly before?: RoundRecords },
): SynthesisReport {
  const { code, year } = contextOf(records);
  return {
    scope: 'round',
    code,
    year,
    at,
    ...synthesis([records], before === undefined ? [] : [before], at),
    dossiers,
  };
}

/**
 * The report over the rounds of a year. `before`: those of the year before. Of a unit that was inspected more than once
 * the latest scores count. Pure.
 */
export function synthesiseYear(
  records: readonly RoundRecords[],
  {
    year,
    at,
    dossiers = {},
    before = [],
  }: Options & { readonly year: number; readonly before?: readonly RoundRecords[] },
): SynthesisReport {
  return { scope: 'year', code: String(year), year, at, ...synthesis(records, before, at), dossiers };
}

const contextOf = ({ round }: RoundRecords): RoundContext => roundSchemas.context.parse(round.machine.context);
const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function synthesis(records: readonly RoundRecords[], before: readonly RoundRecords[], at: Instant) {
  const ordered = [...records].sort(
    ({ round: a }, { round: b }) => a.openedAt - b.openedAt || byText(a.caseId, b.caseId),
  );
  const contexts = ordered.map(contextOf);
  const remediations = ordered.flatMap((each) => each.remediations);
  return {
    rounds: contexts.map(({ code, subject, conclusion, lateTerms }) => ({
      code,
      subject,
      signedAt: conclusion?.signedAt,
      conclusion: conclusion?.number,
      lateTerms,
    })),
    contents: [
      ...new Map(contexts.flatMap(({ contents }) => contents.map(({ id, name }) => [id, { id, name }]))).values(),
    ],
    units: marksOf(latestScores(contexts), latestScores(before.map(contextOf))),
    findings: findingsOf(ordered.flatMap(({ round }) => findingRows(round))),
    remedies: remediesOf(remediations, at),
    causes: causesOf(remediations),
    recommendations: contexts.flatMap(recommendationsOf),
    samples: Object.fromEntries(
      contexts.flatMap(({ visits }) =>
        Object.entries(visits).flatMap(([unit, { sample }]) => (sample === undefined ? [] : [[unit, sample]])),
      ),
    ),
  };
}

const noFindings = (): Record<FindingKind, number> => ({
  strength: 0,
  observation: 0,
  opportunity: 0,
  minor: 0,
  major: 0,
});

function countBy(rows: readonly FindingRow[], of: (row: FindingRow) => string): Record<string, FindingCounts> {
  const counts: Record<string, Record<FindingKind, number>> = {};
  for (const row of rows) {
    const own = counts[of(row)] ?? noFindings();
    own[row.kind] += 1;
    counts[of(row)] = own;
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => byText(a, b)));
}

function findingsOf(rows: readonly FindingRow[]): FindingSummary {
  const byKind = noFindings();
  for (const { kind } of rows) byKind[kind] += 1;
  const clauses = new Map<string, Record<Severity, number>>();
  for (const { kind, clause, criterion, content } of rows) {
    if (kind !== 'minor' && kind !== 'major') continue;
    const name = clause ?? (criterion === undefined ? content : `${content}/${criterion}`);
    const counts = clauses.get(name) ?? { minor: 0, major: 0 };
    counts[kind] += 1;
    clauses.set(name, counts);
  }
  const weigh = ({ major, minor }: SeverityCounts) => major * 10_000 + minor;
  return {
    total: rows.length,
    byKind,
    byUnit: countBy(rows, ({ unit }) => unit),
    byContent: countBy(rows, ({ content }) => content),
    byClause: [...clauses]
      .map(([clause, counts]) => ({ clause, counts }))
      .sort((a, b) => weigh(b.counts) - weigh(a.counts) || byText(a.clause, b.clause)),
    repeated: rows.filter(({ repeated }) => repeated).length,
    disputed: rows.filter(({ disputed }) => disputed).length,
    rows,
  };
}

const noRemedies = (): Record<RemedyStanding, number> =>
  Object.fromEntries(REMEDY_STANDINGS.map((standing) => [standing, 0])) as Record<RemedyStanding, number>;

function remediesOf(remediations: readonly CaseEnvelope[], at: Instant): RemedySummary {
  const rows = remediations
    .map((envelope) => {
      const row = remedyRow(envelope);
      const term = envelope.deadlines.findLast(({ name }) => name === 'remedy');
      const passed = term?.status === 'running' && at > term.dueAt;
      const standing: RemedyStanding =
        row.status === 'closed'
          ? row.late
            ? 'done-late'
            : 'done'
          : row.status === 'open' && passed
            ? 'overdue'
            : row.status;
      return { ...row, standing };
    })
    .sort((a, b) => byText(a.caseId, b.caseId));
  const counts = noRemedies();
  const byUnit: Record<string, Record<RemedyStanding, number>> = {};
  const bySeverity = { minor: noRemedies(), major: noRemedies() };
  const escalated: Record<EscalationLevel, number> = {
    'unit-head': 0,
    'level-above': 0,
    'home-affairs': 0,
    province: 0,
  };
  for (const { standing, unit, severity, escalated: levels } of rows) {
    counts[standing] += 1;
    const own = byUnit[unit] ?? noRemedies();
    own[standing] += 1;
    byUnit[unit] = own;
    bySeverity[severity][standing] += 1;
    for (const level of new Set(levels)) escalated[level as EscalationLevel] += 1;
  }
  return {
    total: rows.length,
    counts,
    byUnit: Object.fromEntries<RemedyCounts>(Object.entries(byUnit).sort(([a], [b]) => byText(a, b))),
    bySeverity,
    extended: rows.filter(({ extensions }) => extensions > 0).length,
    reopened: rows.filter(({ reopened }) => reopened > 0).length,
    late: rows.filter(({ late }) => late).length,
    escalated,
    rows,
  };
}

function causesOf(remediations: readonly CaseEnvelope[]): readonly CauseCount[] {
  const causes = new Map<string, { remedies: number; units: Set<string>; repeats: boolean }>();
  for (const { causes: categories, unit, recurring } of remediations.map(remedyRow)) {
    for (const category of new Set(categories)) {
      const cause = causes.get(category) ?? { remedies: 0, units: new Set<string>(), repeats: false };
      cause.remedies += 1;
      cause.units.add(unit);
      cause.repeats ||= recurring;
      causes.set(category, cause);
    }
  }
  return [...causes]
    .map(([category, { remedies, units, repeats }]) => ({
      category,
      remedies,
      units: [...units].sort(byText),
      recurring: remedies > 1 || repeats,
    }))
    .sort((a, b) => b.remedies - a.remedies || byText(a.category, b.category));
}

const recommendationsOf = ({ code, recommendations }: RoundContext): readonly RecommendationRow[] =>
  Object.entries(recommendations).map(([key, { to, text, english, dueAt, answer }]) => ({
    round: code,
    key,
    to,
    text,
    english,
    dueAt,
    answer: answer?.outcome,
  }));
