import type { Calendar, Explanation } from '../calendar/types.js';
import type { DeadlineLedger } from '../contract/deadline.js';
import type { Outage } from '../contract/liveness.js';
import type { Language, Text } from '../contract/text.js';
import { entryText } from './ledger-words.js';
import { type CalendarLookup, project } from './project.js';

/** The derivation of a deadline's end: for a letter, a log, a court. */
export interface DeadlineExplanation {
  readonly title: Text;
  readonly dueAt: number;
  /** ISO 8601 in the calendar's zone. */
  readonly due: string;
  /** What was written into the ledger, line by line. */
  readonly ledger: readonly Text[];
  /** How the calendar counted, day by day. */
  readonly counting: Explanation;
  /** The outages in which the breach came: why it was recorded late. */
  readonly outages: readonly Text[];
}

/** Derives a deadline's end again from its ledger and says why it is what it is. */
export function explainLedger(
  ledger: DeadlineLedger,
  title: Text,
  calendars: CalendarLookup,
  outages: readonly Outage[] = [],
): DeadlineExplanation {
  const { term, calendar: ref } = project(ledger.entries);
  const calendar = calendars(ref);
  return {
    title,
    dueAt: ledger.dueAt,
    due: calendar.format(ledger.dueAt),
    ledger: ledger.entries.map((entry) => entryText(entry, calendar)),
    counting: calendar.explain.due(term),
    outages: outages.map((outage) => outageText(outage, calendar)),
  };
}

/** The explanation as plain text, one line a step. */
export function printExplanation(
  { title, due, ledger, counting, outages }: DeadlineExplanation,
  language: Language,
): string {
  const heads = { vi: ['Hạn', 'Diễn biến', 'Cách tính'], en: ['Due', 'Ledger', 'Counting'] } as const;
  const [dueHead, ledgerHead, countingHead] = heads[language];
  return [
    `${title[language]}`,
    `${dueHead}: ${due}`,
    `${ledgerHead}:`,
    ...[...ledger, ...outages].map((text) => `  ${text[language]}`),
    `${countingHead} (${counting.calendar.id}@${counting.calendar.version}, ${counting.calendar.zone}):`,
    ...counting.steps.map(({ text }) => `  ${text[language]}`),
    `  ${counting.text[language]}`,
  ].join('\n');
}

function outageText({ from, to }: Outage, calendar: Calendar): Text {
  const [start, end] = [calendar.format(from), calendar.format(to)];
  return {
    vi: `hệ thống ngừng hoạt động từ ${start} đến ${end}, vì vậy việc quá hạn được ghi nhận muộn`,
    en: `the system was down from ${start} to ${end}, so the breach was recorded late`,
  };
}
