import type { Instant } from '../contract/time.js';

/**
 * What a new version makes of a stored case. A finding with a `reason` is explained by the migration's own declaration;
 * one of {@link unexplainedKinds} without a reason stops the case until somebody answers for it.
 */
export type MigrationFinding =
  | { readonly kind: 'not-concerned' }
  | { readonly kind: 'state-moved'; readonly from: string; readonly to: string }
  /** No state of the new version was declared to stand for it, or the case cannot be there. */
  | { readonly kind: 'state-lost'; readonly state: string; readonly why: string }
  | {
      readonly kind: 'context-refused';
      readonly issues: readonly { readonly path: string; readonly message: string }[];
    }
  /** The end of a running term moves. Working time and calendar days are negative when it comes earlier. */
  | {
      readonly kind: 'deadline-moved';
      readonly deadline: string;
      readonly occurrence: number;
      readonly dueBefore: Instant;
      readonly dueAfter: Instant;
      readonly workingMs: number;
      readonly calendarDays: number;
      readonly reason?: string;
    }
  /** A term that runs or is suspended has none to go on as. */
  | {
      readonly kind: 'deadline-lost';
      readonly deadline: string;
      readonly occurrence: number;
      readonly dueAt: Instant;
      readonly reason?: string;
    }
  /** By the tags of its new state a term is suspended, runs on, is met or stopped. */
  | {
      readonly kind: 'deadline-switched';
      readonly deadline: string;
      readonly occurrence: number;
      readonly from: string;
      readonly to: string;
      readonly reason?: string;
    }
  | { readonly kind: 'deadline-renamed'; readonly deadline: string; readonly to: string }
  /** A term the old version did not have begins. */
  | { readonly kind: 'deadline-started'; readonly deadline: string; readonly dueAt: Instant }
  /** A rung of the new ladder stands in the past, and fires as soon as the case has moved. */
  | { readonly kind: 'rung-overdue'; readonly deadline: string; readonly rung: string; readonly at: Instant }
  | { readonly kind: 'timer-lost'; readonly timer: string; readonly fireAt: Instant; readonly reason?: string }
  /** A sub-case will answer with an event the new version does not know. */
  | { readonly kind: 'answer-lost'; readonly key: string; readonly event: string }
  /** The new version's own code threw, or asked for what there is not. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

export type MigrationFindingKind = MigrationFinding['kind'];

/** Kinds that keep a case on its version, whoever answers for them: there is no place or no context for it. */
const staying = new Set<MigrationFindingKind>(['state-lost', 'context-refused', 'failed']);
const losing = new Set<MigrationFindingKind>([
  'deadline-moved',
  'deadline-lost',
  'deadline-switched',
  'timer-lost',
  'answer-lost',
]);

/** The kinds that need a reason: declared in the migration, or given by who applies it. */
export const unexplainedKinds: readonly MigrationFindingKind[] = [...staying, ...losing];

/** Does this finding leave the case where it is, whatever reason is given? */
export const isStaying = ({ kind }: MigrationFinding): boolean => staying.has(kind);

/** Is there nobody to answer for this finding? */
export const isUnexplained = (finding: MigrationFinding, accepted: Readonly<Record<string, string>>): boolean =>
  unexplainedKinds.includes(finding.kind) &&
  !('reason' in finding && finding.reason !== undefined) &&
  !Object.hasOwn(accepted, finding.kind);
