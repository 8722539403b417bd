import type { Calendar, Floor, Interruption, Term } from '../calendar/types.js';
import type { CalendarRef, Counting, DeadlineLedger, InterruptionRule, LedgerEntry } from '../contract/deadline.js';
import type { Budget, Instant } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import { overruledLines } from './late-record.js';

/** Finds a calendar by exact version. Throws MC_CALENDAR_UNKNOWN. */
export type CalendarLookup = (ref: CalendarRef) => Calendar;

/** What the lines of a ledger add up to. */
export interface Projection {
  readonly term: Term;
  readonly calendar: CalendarRef;
  /** Set while the term is interrupted. */
  readonly suspended?: { readonly since: Instant; readonly rule: InterruptionRule };
  /** How many extensions were granted. */
  readonly extensions: number;
}

/** Does a line grant time, or take it back, from its own legal time on? */
export const isGrant = ({ kind }: LedgerEntry): boolean =>
  kind === 'extended' || kind === 'shortened' || kind === 'migrated';

/**
 * The lines that count. Grants have no object when they were made after the act that ended the term, which was written
 * down only later.
 */
function countedLines(entries: readonly LedgerEntry[], actAt: Instant): readonly LedgerEntry[] {
  let endedAt = actAt;
  return entries
    .toReversed()
    .filter((entry) => {
      const { kind, at } = entry;
      if (kind === 'met' || kind === 'waived' || kind === 'stopped') endedAt = at;
      else if (kind === 'reopened') endedAt = Number.POSITIVE_INFINITY;
      return !isGrant(entry) || at <= endedAt;
    })
    .toReversed();
}

/** A promise that stands is the last thing counted so far; a line without one lets the count decide alone. */
const withPromise = (added: readonly (Budget | Floor)[], notBefore: Instant | undefined): (Budget | Floor)[] =>
  notBefore === undefined ? added.filter((part) => !('notBefore' in part)) : [...added, { notBefore }];

function startOf(entries: readonly LedgerEntry[]): Extract<LedgerEntry, { kind: 'started' }> {
  const first = entries[0];
  if (first?.kind === 'started') return first;
  throw new MotcuaError('MC_ENVELOPE_MISMATCH', {
    happened: `A deadline ledger begins with ${first?.kind ?? 'nothing'}`,
    expected: 'a ledger whose first line is "started"',
    remedy: 'restore the case from its journal; the stored ledger was changed outside the engine',
  });
}

/**
 * Adds up the lines of a ledger. The only place that knows what each line means for the count. `actAt`: as an act of
 * that instant is judged, which leaves out what was granted after it.
 */
export function project(entries: readonly LedgerEntry[], actAt: Instant = Number.POSITIVE_INFINITY): Projection {
  const first = startOf(entries);
  let from = first.at;
  let calendar = first.calendar;
  let { budget, counting } = first;
  let granted = first.then ?? [];
  let added: (Budget | Floor)[] = [];
  let restarted = false;
  let interruptions: Interruption[] = [];
  let suspended: Projection['suspended'];
  let endedAt: Instant | undefined;
  let extensions = 0;
  const interrupt = (since: Instant, to: Instant, effect: 'pause' | 'exclude') => {
    if (to > since) interruptions.push({ from: since, to, effect });
  };
  const restartAt = (at: Instant) => {
    from = at;
    added = [];
    interruptions = [];
    restarted = true;
  };
  for (const entry of countedLines(entries, actAt)) {
    switch (entry.kind) {
      case 'suspended':
        suspended = { since: entry.at, rule: entry.rule };
        break;
      case 'resumed':
        if (suspended?.rule === 'restart') restartAt(entry.at);
        else if (suspended) interrupt(suspended.since, entry.at, suspended.rule);
        suspended = undefined;
        break;
      case 'extended':
        extensions += 1;
        added.push(entry.budget);
        break;
      case 'shortened':
        added.push(entry.budget);
        break;
      case 'met':
      case 'waived':
      case 'stopped':
        endedAt = entry.at;
        break;
      case 'reopened':
        if (entry.rule === 'restart') restartAt(entry.at);
        else if (endedAt !== undefined) interrupt(endedAt, entry.at, 'pause');
        break;
      case 'reprojected':
        calendar = entry.calendar;
        added = withPromise(added, entry.notBefore);
        break;
      case 'migrated':
        ({ from, budget, counting, granted, added, calendar } = regranted(entry, {
          from,
          budget,
          counting,
          granted,
          added,
          calendar,
          restarted,
        }));
        break;
      case 'started':
      case 'breached':
        break;
    }
  }
  const term: Term = { from, budget, counting, then: [...granted, ...added], interruptions };
  return { term, calendar, extensions, ...(suspended && { suspended }) };
}

interface Grant {
  readonly from: Instant;
  readonly budget: Budget;
  readonly counting: Counting;
  readonly granted: readonly Budget[];
  readonly added: (Budget | Floor)[];
  readonly calendar: CalendarRef;
}

/** What another version grants. A term that began again counts from that moment, whatever its first anchor was. */
function regranted(
  { granted: next }: Extract<LedgerEntry, { kind: 'migrated' }>,
  { restarted, ...before }: Grant & { readonly restarted: boolean },
): Grant {
  if (next === undefined) return before;
  return {
    budget: next.budget,
    counting: next.counting,
    granted: next.then ?? [],
    // It is not held back by a promise of the version before.
    added: withPromise(before.added, undefined),
    from: restarted ? before.from : (next.from ?? before.from),
    calendar: next.calendar ?? before.calendar,
  };
}

/**
 * The end a ledger derives to on its calendar. While the term is interrupted this is the end as it would be without
 * the open interruption: the promise that stood when the clock stopped.
 */
export function dueOf(entries: readonly LedgerEntry[], calendars: CalendarLookup): Instant {
  const { term, calendar } = project(entries);
  return calendars(calendar).due(term);
}

/** Was the present end of the term passed unanswered, as known now? */
export function isBreached(ledger: DeadlineLedger): boolean {
  const overruled = overruledLines(ledger.entries);
  return ledger.entries.some(
    (entry, index) => entry.kind === 'breached' && entry.dueAt === ledger.dueAt && !overruled.has(index),
  );
}

/** The parts of [term.from, until) in which the term ran, in order. */
export function runningSegments(
  term: Term,
  until: Instant,
): readonly { readonly from: Instant; readonly to: Instant }[] {
  const segments: { from: Instant; to: Instant }[] = [];
  let at = term.from;
  for (const interruption of [...(term.interruptions ?? [])].sort((a, b) => a.from - b.from)) {
    const stop = Math.min(interruption.from, until);
    if (stop > at) segments.push({ from: at, to: stop });
    at = Math.max(at, interruption.to);
  }
  if (until > at) segments.push({ from: at, to: until });
  return segments;
}
