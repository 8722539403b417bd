import type { Instant, Text } from '../../contract/index.js';
import type { FindingKind, Severity } from '../findings.js';
import type { FindingRow, RemedyRow } from '../records.js';
import type { EscalationLevel } from '../rules.js';
import type { SampleTally } from '../sample/schemas.js';
import type { DossierTally } from './tally-dossiers.js';

/** Points of a unit, in one content or in all of them. */
export interface Mark {
  readonly points: number;
  readonly outOf: number;
  /** 0 to 100 with two decimals; null when nothing applies. */
  readonly percent: number | null;
  /** Against the period before, in percentage points with two decimals; null when one of the two is missing. */
  readonly change: number | null;
  /** The checklist has changed in between: the change says less than it seems to. */
  readonly checklistChanged: boolean;
}

export interface UnitMarks {
  readonly unit: string;
  /** All contents together, by points. */
  readonly total: Mark;
  /** By content. */
  readonly contents: Readonly<Record<string, Mark>>;
  /** 1 is best; equal units share a rank and the next one is left out; null without a score. */
  readonly rank: number | null;
  /** Places won (above 0) or lost against the period before; null when one of the two ranks is missing. */
  readonly rankChange: number | null;
}

export type FindingCounts = Readonly<Record<FindingKind, number>>;
export type SeverityCounts = Readonly<Record<Severity, number>>;

export interface FindingSummary {
  readonly total: number;
  readonly byKind: FindingCounts;
  readonly byUnit: Readonly<Record<string, FindingCounts>>;
  readonly byContent: Readonly<Record<string, FindingCounts>>;
  /** Nonconformities by the clause or the criterion they go against, the heaviest first. */
  readonly byClause: readonly { readonly clause: string; readonly counts: SeverityCounts }[];
  /** Found in an earlier round already. */
  readonly repeated: number;
  /** The unit disagreed, whatever was decided. */
  readonly disputed: number;
  readonly rows: readonly FindingRow[];
}

/** How a remedy stands in the report. Every remedy has one standing. */
export const REMEDY_STANDINGS = [
  'done',
  'done-late',
  'open',
  'overdue',
  'deviation',
  'carried-forward',
  'annulled',
] as const;
/** `done-late`: closed, after a term was passed; `overdue`: its term has passed and nothing was reported. */
export type RemedyStanding = (typeof REMEDY_STANDINGS)[number];
export type RemedyCounts = Readonly<Record<RemedyStanding, number>>;

export interface RemedySummary {
  readonly total: number;
  readonly counts: RemedyCounts;
  readonly byUnit: Readonly<Record<string, RemedyCounts>>;
  readonly bySeverity: Readonly<Record<Severity, RemedyCounts>>;
  /** How many had their term moved, came back after they were closed, or passed a term at any time. */
  readonly extended: number;
  readonly reopened: number;
  readonly late: number;
  /** How many were raised to each level. */
  readonly escalated: Readonly<Record<EscalationLevel, number>>;
  readonly rows: readonly (RemedyRow & { readonly standing: RemedyStanding })[];
}

/** A category of causes, and what it lies behind. */
export interface CauseCount {
  readonly category: string;
  readonly remedies: number;
  readonly units: readonly string[];
  /** Behind more than one remedy, or behind one that was found before. */
  readonly recurring: boolean;
}

export interface RecommendationRow {
  readonly round: string;
  readonly key: string;
  readonly to: string;
  readonly text: string;
  readonly english?: string | undefined;
  /** Absent: the conclusion set no date. */
  readonly dueAt?: Instant | undefined;
  /** Absent: not answered. */
  readonly answer?: 'done' | 'in-progress' | 'rejected' | undefined;
}

/** What a synthesis says, as data. Nothing in it depends on a language or on the order of a query. */
export interface SynthesisReport {
  readonly scope: 'round' | 'year';
  /** Of the round; of a year, its number. */
  readonly code: string;
  readonly year: number;
  /** The instant it tells of. */
  readonly at: Instant;
  readonly rounds: readonly {
    readonly code: string;
    readonly subject: string;
    readonly signedAt?: Instant | undefined;
    readonly conclusion?: string | undefined;
    readonly lateTerms: readonly string[];
  }[];
  /** The contents that were inspected, in the order of the rounds. */
  readonly contents: readonly { readonly id: string; readonly name: Text }[];
  /** The best first. */
  readonly units: readonly UnitMarks[];
  readonly findings: FindingSummary;
  readonly remedies: RemedySummary;
  /** The most frequent first. */
  readonly causes: readonly CauseCount[];
  readonly recommendations: readonly RecommendationRow[];
  /** What the samples showed, by visited unit; units without a sample are left out. */
  readonly samples: Readonly<Record<string, SampleTally>>;
  /** All dossiers of the inspected units, by unit, when they were counted. */
  readonly dossiers: Readonly<Record<string, DossierTally>>;
}
