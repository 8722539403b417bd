import type { Calendar } from '../calendar/types.js';
import type { LedgerEntry } from '../contract/deadline.js';
import type { Text } from '../contract/text.js';
import { changeText } from './change-words.js';

/** A line of a ledger for people: when, what, why, by which article. */
export function entryText(entry: LedgerEntry, calendar: Calendar): Text {
  const at = calendar.format(entry.at);
  const what = entryWords(entry, calendar);
  const against = againstText(entry, calendar);
  const [vi, en] = [what.vi + against.vi, what.en + against.en];
  const why = entry.reason === undefined ? '' : ` (${entry.reason})`;
  const law = entry.legalBasis === undefined ? '' : ` [${entry.legalBasis}]`;
  return { vi: `${at} ${vi}${why}${law}`, en: `${at} ${en}${why}${law}` };
}

/** What a line that was recorded late says of the breaches before it. */
function againstText(entry: LedgerEntry, calendar: Calendar): Text {
  if (!('lateRecord' in entry) || entry.lateRecord === undefined) return { vi: '', en: '' };
  const at = calendar.format(entry.recordedAt);
  return entry.overrules === undefined
    ? {
        vi: `, ghi nhận lúc ${at}; theo quy định của thời hạn này, việc quá hạn đã ghi nhận trước đó vẫn giữ nguyên`,
        en: `, recorded at ${at}; by the rule of this term the breach recorded before stands`,
      }
    : {
        vi: `, ghi nhận lúc ${at}; việc quá hạn đã ghi nhận trước đó không còn đúng`,
        en: `, recorded at ${at}; the breach recorded before is overruled`,
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
      return entry.at <= entry.dueAt
        ? { vi: 'hoàn thành đúng hạn', en: 'met in time' }
        : { vi: 'hoàn thành', en: 'met' };
    case 'breached':
      return { vi: 'quá hạn', en: 'breached' };
    case 'waived':
      return { vi: 'miễn', en: 'waived' };
    case 'stopped':
      return { vi: 'chấm dứt', en: 'ended without an answer being due' };
    case 'reopened':
      return { vi: `mở lại: ${reopenWords[entry.rule].vi}`, en: `reopened: ${reopenWords[entry.rule].en}` };
    case 'reprojected': {
      const version = `${entry.calendar.id}@${entry.calendar.version}`;
      const { vi, en } = moveText(entry, calendar);
      return { vi: `tính lại theo lịch ${version}: ${vi}`, en: `counted again on calendar ${version}: ${en}` };
    }
    case 'migrated': {
      const head = { vi: `chuyển sang phiên bản ${entry.version}`, en: `moved to version ${entry.version}` };
      if (entry.dueBefore === entry.dueAfter) return head;
      const move = `${calendar.format(entry.dueBefore)} → ${calendar.format(entry.dueAfter)}`;
      return { vi: `${head.vi}: ${move}`, en: `${head.en}: ${move}` };
    }
  }
}

/** From when to when, what the count gave if a promise stood against it, and the dates that made the difference. */
function moveText(entry: Extract<LedgerEntry, { kind: 'reprojected' }>, calendar: Calendar): Text {
  const { dueBefore, dueAfter, counted, because = [] } = entry;
  const move = dueBefore === dueAfter ? '' : `${calendar.format(dueBefore)} → ${calendar.format(dueAfter)}`;
  const kept = counted === undefined ? '' : calendar.format(counted);
  const changes = because.map((change) => changeText(change));
  return {
    vi: [
      move === '' ? `hạn không đổi, ${calendar.format(dueAfter)}` : move,
      ...(kept === '' ? [] : [`theo lịch mới là ${kept}, ngày đã hẹn được giữ`]),
      ...changes.map(({ vi }) => vi),
    ].join('; '),
    en: [
      move === '' ? `the end stays, ${calendar.format(dueAfter)}` : move,
      ...(kept === '' ? [] : [`the new count gives ${kept}, the promised end stands`]),
      ...changes.map(({ en }) => en),
    ].join('; '),
  };
}
