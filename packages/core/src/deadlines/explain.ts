import type { Calendar, Explanation } from '../calendar/types.js';
import type { DeadlineLedger, LedgerEntry } from '../contract/deadline.js';
import type { Outage } from '../contract/liveness.js';
import type { Language, Text } from '../contract/text.js';
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

function entryText(entry: LedgerEntry, calendar: Calendar): Text {
  const at = calendar.format(entry.at);
  const { vi, en } = entryWords(entry, calendar);
  const why = entry.reason === undefined ? '' : ` (${entry.reason})`;
  const law = entry.legalBasis === undefined ? '' : ` [${entry.legalBasis}]`;
  return { vi: `${at} ${vi}${why}${law}`, en: `${at} ${en}${why}${law}` };
}

function outageText({ from, to }: Outage, calendar: Calendar): Text {
  const [start, end] = [calendar.format(from), calendar.format(to)];
  return {
    vi: `hệ thống ngừng hoạt động từ ${start} đến ${end}, vì vậy việc quá hạn được ghi nhận muộn`,
    en: `the system was down from ${start} to ${end}, so the breach was recorded late`,
  };
}

const ruleWords = {
  pause: { vi: 'tạm dừng, sau đó tính tiếp', en: 'clock stopped, runs on afterwards' },
  exclude: { vi: 'không tính các ngày này', en: 'these days are left out' },
  restart: { vi: 'tính lại từ đầu khi đủ hồ sơ', en: 'the full term runs again afterwards' },
} as const;

const reopenWords = {
  continue: { vi: 'tính tiếp phần còn lại', en: 'what was left runs on' },
  restart: { vi: 'tính lại từ đầu', en: 'the full term runs again' },
  reset: { vi: 'mở kỳ hạn mới', en: 'a new term' },
} as const;

function entryWords(entry: LedgerEntry, calendar: Calendar): Text {
  switch (entry.kind) {
    case 'started':
      return { vi: 'bắt đầu tính hạn', en: 'term starts' };
    case 'suspended':
      return { vi: `tạm dừng: ${ruleWords[entry.rule].vi}`, en: `suspended: ${ruleWords[entry.rule].en}` };
    case 'resumed':
      return { vi: 'tính tiếp', en: 'resumed' };
    case 'extended':
    case 'shortened': {
      const move = `${calendar.format(entry.dueBefore)} → ${calendar.format(entry.dueAfter)}`;
      return entry.kind === 'extended'
        ? { vi: `gia hạn ${move}`, en: `extended ${move}` }
        : { vi: `rút ngắn ${move}`, en: `shortened ${move}` };
    }
    case 'met':
      return entry.overrules === undefined
        ? { vi: 'hoàn thành', en: 'met' }
        : {
            vi: 'hoàn thành đúng hạn; ghi nhận quá hạn trước đó không còn đúng',
            en: 'met in time; the breach recorded before is overruled',
          };
    case 'breached':
      return { vi: 'quá hạn', en: 'breached' };
    case 'waived':
      return { vi: 'miễn', en: 'waived' };
    case 'stopped':
      return { vi: 'chấm dứt', en: 'ended without an answer being due' };
    case 'reopened':
      return { vi: `mở lại: ${reopenWords[entry.rule].vi}`, en: `reopened: ${reopenWords[entry.rule].en}` };
    case 'reprojected': {
      const move = `${calendar.format(entry.dueBefore)} → ${calendar.format(entry.dueAfter)}`;
      return {
        vi: `tính lại theo lịch ${entry.calendar.version}: ${move}`,
        en: `counted again on calendar ${entry.calendar.version}: ${move}`,
      };
    }
  }
}
