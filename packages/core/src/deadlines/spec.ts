import type { EarlierEndRule } from '../contract/calendar-change.js';
import type { Counting, DeadlineOwner, InterruptionRule, LateRecordRule, ReopenRule } from '../contract/deadline.js';
import type { Text } from '../contract/text.js';
import type { Budget, Instant, Length } from '../contract/time.js';

/** A value, or a pure function of the case's context: rules of a procedure are data the context carries. */
export type FromContext<Context, Value> = Value | ((context: Context) => Value);

/** Where on the ladder of a term a rung stands. */
export type RungPosition =
  | 'due'
  /** Share of the working time between start and end, 1 to 99. */
  | { readonly percent: number }
  | { readonly before: Length }
  | { readonly after: Length }
  /** Fires when one suspension has lasted this long. */
  | { readonly suspendedFor: Length };

/** A point on a deadline's ladder. Claimed once by (case, deadline, occurrence, rung, n). */
export interface RungSpec<Context> {
  readonly at: FromContext<Context, RungPosition | undefined>;
  /** `advisory` tells, `escalating` tells someone higher, `fatal` ends something by force of law. */
  readonly effect: 'advisory' | 'escalating' | 'fatal';
  /** Event sent to the machine when it fires; recorded and passed over when the state cannot take it. */
  readonly event?: string;
  /** Fires again `times` more, `every` apart: bounded. */
  readonly repeat?: { readonly every: Length; readonly times: number };
  /** After downtime: fire `always` (default), only `if-useful` (the term still runs and is not over), or `coalesce` repeats into one. */
  readonly outage?: 'always' | 'if-useful' | 'coalesce';
}

/**
 * A legal term, declared beside the machine. States take part by their tags: the term starts when a state tagged
 * `startsIn` is entered, is interrupted while a tag of `suspendedIn` holds, and is met by `metIn` or, when that is
 * absent, by leaving `startsIn` (the term of a step). `stoppedIn` ends it without an answer being due.
 */
export interface DeadlineSpec<Context> {
  readonly title: Text;
  readonly owner: DeadlineOwner;
  readonly startsIn: string;
  readonly suspendedIn?: readonly string[];
  readonly metIn?: readonly string[];
  readonly stoppedIn?: readonly string[];
  /** Several budgets run one after another. Undefined: no term applies to this case. */
  readonly budget: FromContext<Context, Budget | readonly Budget[] | undefined>;
  readonly counting?: FromContext<Context, Counting>;
  /** Where the term is anchored; default: the legal time of the event that started it. */
  readonly anchor?: (context: Context) => Instant;
  /** Id of the calendar; default: the engine's first. */
  readonly calendar?: FromContext<Context, string | undefined>;
  /** The article it rests on. */
  readonly legalBasis?: FromContext<Context, string | undefined>;
  readonly interruption?: FromContext<Context, InterruptionRule>;
  readonly extension?: FromContext<Context, ExtensionCap | undefined>;
  readonly reopen?: FromContext<Context, ReopenRule>;
  /**
   * What becomes of a breach that an act contradicts, when the act was in time and was recorded only after the breach:
   * the answer, an end without an answer, or an interruption. Default `overrules`. The breach stays on the ledger
   * either way.
   */
  readonly lateRecord?: FromContext<Context, LateRecordRule>;
  /** What a new calendar version does to a promised end that it would bring forward. Default `keep`. */
  readonly earlierEnd?: FromContext<Context, EarlierEndRule>;
  /** Name of the term this one must fit into; its slack is shown, and a fixed budget that cannot fit is refused. */
  readonly within?: string;
  /** The rung from which the term counts as due soon; default the earliest percent or before rung. */
  readonly soon?: string;
  readonly rungs?: Readonly<Record<string, RungSpec<Context>>>;
  /** Events sent to the machine when something happens to the ledger; passed over when the state cannot take them. */
  readonly events?: {
    /** A breach that was told before is overruled: what followed from it may have to be taken back. See `overruledEventSchema`. */
    readonly overruled?: string;
    /** A new calendar version has moved the end. See `reprojectedEventSchema`. */
    readonly reprojected?: string;
  };
}

/** The budgets of a term, in the order they run. */
export const budgetList = (budget: Budget | readonly Budget[] | undefined): readonly Budget[] =>
  budget === undefined ? [] : Array.isArray(budget) ? (budget as readonly Budget[]) : [budget as Budget];

/** What may be added to a term. Absent: nothing. */
export interface ExtensionCap {
  readonly maxTimes: number;
  /** Largest single extension counted from the end it moves. */
  readonly maxLength?: Length;
}

/** Reads a value that may depend on the context. */
export function fromContext<Context, Value>(value: FromContext<Context, Value>, context: Context): Value {
  return typeof value === 'function' ? (value as (context: Context) => Value)(context) : value;
}
