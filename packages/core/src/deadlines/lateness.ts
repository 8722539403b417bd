import type { DeadlineLedger, LedgerEntry } from '../contract/deadline.js';
import type { Text } from '../contract/text.js';
import type { Instant } from '../contract/time.js';
import { statusBy } from './ledger.js';
import { type CalendarLookup, project } from './project.js';

/** An end of which the ledger says that it passed unanswered. */
export interface RecordedBreach {
  readonly dueAt: Instant;
  readonly recordedAt: Instant;
  /** The line that proves it wrong, when there is one. */
  readonly overruled?: Pick<LedgerEntry, 'kind' | 'at' | 'recordedAt' | 'actor' | 'reason'>;
}

/** Was a term late, as far as was known at an instant? */
export interface Lateness {
  readonly deadline: string;
  readonly occurrence: number;
  /** The instant of the knowledge. What was recorded after it does not count, whenever it happened. */
  readonly knownAt: Instant;
  readonly status: DeadlineLedger['status'] | 'not-started';
  /**
   * An end of the term had passed unanswered: the one in force, or an earlier one that was extended only after it. A
   * breach that is overruled does not count.
   */
  readonly late: boolean;
  /** The end in force; absent before the start was known. */
  readonly dueAt?: Instant;
  /** ISO 8601 in the calendar's zone. */
  readonly due?: string;
  /** When the term was met, in law. */
  readonly answeredAt?: Instant;
  readonly breaches: readonly RecordedBreach[];
  readonly text: Text;
}

/**
 * Judges a term by what its ledger said at an instant. The same ledger gives both answers: late as known then, when the
 * apology went out, and late as known now.
 */
export function latenessOf(ledger: DeadlineLedger, knownAt: Instant, calendars: CalendarLookup): Lateness {
  const known = ledger.entries.filter(({ recordedAt }) => recordedAt <= knownAt);
  const base = { deadline: ledger.name, occurrence: ledger.occurrence, knownAt };
  if (known[0]?.kind !== 'started') {
    const text = { vi: 'chưa bắt đầu tính hạn', en: 'the term had not started' };
    return { ...base, status: 'not-started', late: false, breaches: [], text };
  }
  const { term, calendar: ref } = project(known);
  const calendar = calendars(ref);
  const dueAt = calendar.due(term);
  const breaches = breachesOf(ledger.entries, known);
  const breached = breaches.some(({ overruled }) => overruled === undefined);
  const ending = known.findLast((entry) => statusBy(entry) !== undefined);
  const status = (ending && statusBy(ending)) ?? 'running';
  const answeredAt = ending?.kind === 'met' ? ending.at : undefined;
  // Until what instant the clock ran, as far as was known.
  const ranUntil = status === 'running' || ending === undefined ? knownAt : ending.at;
  const late = breached || ranUntil > dueAt;
  const [due, then] = [calendar.format(dueAt), calendar.format(knownAt)];
  return {
    ...base,
    status,
    late,
    dueAt,
    due,
    ...(answeredAt !== undefined && { answeredAt }),
    breaches,
    text: {
      vi: `theo những gì đã ghi nhận đến ${then}: hạn ${due}${answeredAt === undefined ? '' : `, hoàn thành lúc ${calendar.format(answeredAt)}`}: ${late ? 'quá hạn' : 'không quá hạn'}`,
      en: `as recorded up to ${then}: due ${due}${answeredAt === undefined ? '' : `, answered ${calendar.format(answeredAt)}`}: ${late ? 'late' : 'not late'}`,
    },
  };
}

function breachesOf(all: readonly LedgerEntry[], known: readonly LedgerEntry[]): readonly RecordedBreach[] {
  return known.flatMap((entry) => {
    if (entry.kind !== 'breached') return [];
    const index = all.indexOf(entry);
    const proof = known.find((later) => 'overrules' in later && later.overrules?.includes(index));
    const { dueAt, recordedAt } = entry;
    if (proof === undefined) return [{ dueAt, recordedAt }];
    const { kind, at, actor, reason } = proof;
    const overruled = { kind, at, recordedAt: proof.recordedAt, actor, ...(reason !== undefined && { reason }) };
    return [{ dueAt, recordedAt, overruled }];
  });
}
