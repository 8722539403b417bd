import type { Calendar } from '../calendar/types.js';
import type { LateRecordRule, LedgerEntry } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';

/** Indexes of the `breached` lines that a later line overrules. */
export function overruledLines(entries: readonly LedgerEntry[]): ReadonlySet<number> {
  return new Set(entries.flatMap((entry) => ('overrules' in entry ? (entry.overrules ?? []) : [])));
}

/** Indexes of the `breached` lines that stand, and say of an end that it passed which lies at or after `at`. */
function breachesFrom(entries: readonly LedgerEntry[], at: Instant): readonly number[] {
  const overruled = overruledLines(entries);
  return entries.flatMap((entry, index) =>
    entry.kind === 'breached' && entry.dueAt >= at && !overruled.has(index) ? [index] : [],
  );
}

/** What a line is written with, when it comes after breaches that it contradicts. */
export interface LateJudgement {
  readonly overrules?: readonly number[];
  readonly lateRecord?: LateRecordRule;
}

/**
 * Judges an act of the instant `at` that is written down at `recordedAt`, against the breaches written down before it.
 * An act at the very end of a term is in time.
 */
export function judgeLateRecord(
  entries: readonly LedgerEntry[],
  act: { readonly at: Instant; readonly recordedAt: Instant },
  rule: LateRecordRule,
  calendar: Calendar,
): LateJudgement {
  const contradicted = breachesFrom(entries, act.at);
  if (contradicted.length === 0) return {};
  const overrules = contradicted.filter((index) => {
    if (typeof rule === 'string') return rule === 'overrules';
    const breach = entries[index] as Extract<LedgerEntry, { kind: 'breached' }>;
    return act.recordedAt <= calendar.add(breach.dueAt, rule.overrulesWithin);
  });
  return { lateRecord: rule, ...(overrules.length > 0 && { overrules }) };
}
