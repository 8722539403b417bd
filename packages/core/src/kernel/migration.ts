import type { CaseEnvelope, Command } from '../contract/case.js';
import type { Instant, LocalDate } from '../contract/time.js';
import type { MigrationFinding } from './migration-finding.js';
import type { CaseView, Workflow } from './workflow.js';

/** A stored case as a migration sees it, under the version it is at. */
export interface MigrationView<Context> extends CaseView<Context> {
  readonly caseId: string;
  /** Legal time of the opening, and its date on the wall of the engine's first calendar. */
  readonly openedAt: Instant;
  readonly openedOn: LocalDate;
  /** The date a term is counted from, in its latest occurrence; undefined when it never started. */
  readonly anchorOf: (deadline: string) => LocalDate | undefined;
}

/** What becomes of a term: the name it goes on under, in short; in full with what else changes; or why it ends. */
export type DeadlineMapping =
  | string
  | {
      /** Default: the same name. */
      readonly to?: string;
      /** Rungs whose name changes: what has fired under the old name does not fire again under the new one. */
      readonly rungs?: Readonly<Record<string, string>>;
      /**
       * `new` (default): where the new version grants another budget, counting, anchor, calendar or legal basis than the
       * old one would for the case as it stands, the running term is counted anew from its anchor. `kept`: a running
       * term keeps what it was granted.
       */
      readonly grant?: 'new' | 'kept';
      /** Why its end may move: the law that says so. Without it a moved end needs somebody's reason. */
      readonly reason?: string;
    }
  | { readonly ended: string };

/** A migration as its author writes it. */
export interface MigrationSpec<Old = Record<string, unknown>> {
  readonly from: Workflow;
  readonly to: Workflow;
  /**
   * The transitional rule: which cases it concerns, by the date that counts in law. The others stay under their own
   * rules. Default: all.
   */
  readonly applies?: (view: MigrationView<Old>) => boolean;
  /** Paths of states that have another path now (`processing.review`). A state that kept its path needs no line. */
  readonly states?: Readonly<Record<string, string>>;
  /** Makes the context the new version's schema asks for. Pure: JSON in, JSON out. Default: as it is. */
  readonly context?: (context: Old, view: MigrationView<Old>) => Readonly<Record<string, unknown>>;
  /** Terms by their old names. One that kept its name needs no line. */
  readonly deadlines?: Readonly<Record<string, DeadlineMapping>>;
  /**
   * Timers of the machine by their ids. An `after` goes on by itself where the case's new state waits by the same key,
   * and a delayed event where its type is still known.
   */
  readonly timers?: Readonly<Record<string, string | { readonly ended: string }>>;
  /** Sub-cases by their old keys. One that kept its key needs no line. */
  readonly children?: Readonly<Record<string, string>>;
  /** Event types under which parents, sub-cases and delayed events still know the case, by what stands for them now. */
  readonly events?: Readonly<Record<string, string>>;
}

/** A checked way from one version of a workflow to another. Made by `defineMigration` only. */
export interface Migration {
  readonly from: Workflow;
  readonly to: Workflow;
  readonly spec: MigrationSpec;
}

export type MigrateCommand = Extract<Command, { type: 'migrate' }>;

/** What the parts of a migration work on. */
export interface Move {
  readonly migration: Migration;
  readonly before: CaseEnvelope;
  readonly command: MigrateCommand;
  readonly view: MigrationView<never>;
  readonly findings: MigrationFinding[];
}
