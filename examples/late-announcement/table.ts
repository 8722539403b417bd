import { type CalendarPlan, changeText, type Instant, type Language, printInstant, type TermMove } from '@motcua/core';
import { receipts } from './scenario.js';

const heads = {
  vi: ['Hồ sơ nhận ngày / số ngày', 'Đã hẹn', 'Theo lịch mới', 'Hẹn sau khi áp dụng', 'Vì'],
  en: ['Received / working days', 'Promised', 'New count', 'After applying', 'Because'],
} as const;
const effects: Readonly<Record<TermMove['effect'], Readonly<Record<Language, string>>>> = {
  later: { vi: 'muộn hơn', en: 'later' },
  earlier: { vi: 'sớm hơn', en: 'earlier' },
  kept: { vi: 'giữ ngày đã hẹn', en: 'promise kept' },
  unmoved: { vi: 'không đổi', en: 'unmoved' },
};

/** Monday 12/01: a date on the office's wall. */
function day(instant: Instant, language: Language): string {
  const date = printInstant(instant, 'Asia/Ho_Chi_Minh').slice(0, 10);
  const weekday = {
    vi: ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'],
    en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  }[language][new Date(date).getUTCDay()];
  return `${weekday} ${date.slice(8)}/${date.slice(5, 7)}`;
}

// #region table
/** The plan as lines: the date each slip promises, what the new calendar counts, and what the citizen gets. */
export async function planTable(plan: CalendarPlan, language: Language): Promise<readonly string[]> {
  const rows: (readonly string[])[] = [heads[language]];
  for await (const { caseId, terms } of plan) {
    const term = terms.find(({ deadline }) => deadline === 'resolution');
    if (term === undefined || term.effect === 'unmoved') continue;
    const { dueBefore, counted, dueAfter, effect, because } = term;
    const dates = [dueBefore, counted, dueAfter].map((date) => day(date, language));
    const why = because.map((change) => changeText(change)[language]).join('; ');
    rows.push([caseId, ...dates, `${effects[effect][language]}: ${why}`]);
  }
  return aligned(rows);
}
// #endregion

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd(),
  );
}

export const unmovedText = (listed: number): Readonly<Record<Language, string>> => ({
  vi: `${receipts.length - listed} hồ sơ khác không đổi ngày hẹn.`,
  en: `${receipts.length - listed} other dossiers keep their date.`,
});
