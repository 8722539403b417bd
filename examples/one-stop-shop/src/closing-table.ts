import type { CaseEnvelope, Instant, Text } from '@motcua/core';
import type { Speaker } from './language.ts';

/** A dossier as the table counts it. */
export interface Line {
  readonly procedure: string;
  readonly name: Text;
  readonly envelope: CaseEnvelope;
}

export interface TableRow {
  readonly procedure: string;
  readonly name: Text;
  /** Accepted, so that a result is owed: the columns after it add up to it. */
  readonly received: number;
  readonly onTime: number;
  readonly late: number;
  readonly suspended: number;
  readonly running: number;
  /** Withdrawn or stopped: no result is owed any more. */
  readonly ended: number;
  /** Submitted, but refused or never completed. */
  readonly notAccepted: number;
}

type Column = 'onTime' | 'late' | 'suspended' | 'running' | 'ended' | 'notAccepted';

/** Where a dossier stands, by its statutory term as known at an instant. Every dossier stands in one column. */
function columnOf({ deadlines, index, status }: CaseEnvelope, now: Instant): Column {
  if (index.code === undefined) return 'notAccepted';
  const term = deadlines.findLast(({ name }) => name === 'resolution');
  // The term of a linked group begins when every agency has its part.
  if (term === undefined) return status === 'done' ? 'ended' : 'running';
  if (term.status === 'stopped' || term.status === 'waived') return 'ended';
  if (term.status === 'suspended') return 'suspended';
  if (term.status === 'running') return now > term.dueAt ? 'late' : 'running';
  const met = term.entries.findLast((entry) => entry.kind === 'met');
  return met !== undefined && met.at > term.dueAt ? 'late' : 'onTime';
}

/** Counts the dossiers by procedure; the last row is the sum. */
export function closingTable(lines: readonly Line[], now: Instant): readonly TableRow[] {
  const empty = { received: 0, onTime: 0, late: 0, suspended: 0, running: 0, ended: 0, notAccepted: 0 };
  const rows = new Map<string, TableRow>();
  let sum: TableRow = { procedure: '', name: { vi: 'Tổng', en: 'Total' }, ...empty };
  for (const { procedure, name, envelope } of lines) {
    const column = columnOf(envelope, now);
    const accepted = column === 'notAccepted' ? 0 : 1;
    const add = (row: TableRow): TableRow => ({ ...row, received: row.received + accepted, [column]: row[column] + 1 });
    rows.set(procedure, add(rows.get(procedure) ?? { procedure, name, ...empty }));
    sum = add(sum);
  }
  return [...[...rows.values()].sort((a, b) => a.procedure.localeCompare(b.procedure)), sum];
}

const HEADS: readonly (readonly [keyof TableRow, Text])[] = [
  ['received', { vi: 'Tiếp nhận', en: 'Received' }],
  ['onTime', { vi: 'Đúng hạn', en: 'On time' }],
  ['late', { vi: 'Quá hạn', en: 'Late' }],
  ['suspended', { vi: 'Tạm dừng', en: 'Suspended' }],
  ['running', { vi: 'Đang xử lý', en: 'In process' }],
  ['ended', { vi: 'Rút, dừng', en: 'Withdrawn, stopped' }],
  ['notAccepted', { vi: 'Không tiếp nhận', en: 'Not accepted' }],
];

export function printTable(rows: readonly TableRow[], say: Speaker): void {
  const width = 44;
  const languages = say.language === 'vi' ? (['vi', 'en'] as const) : (['en'] as const);
  const widths = HEADS.map(([, text]) => Math.max(...languages.map((language) => text[language].length)));
  for (const language of languages) {
    const head = HEADS.map(([, text], index) => text[language].padStart(widths[index] ?? 0));
    console.log(`${{ vi: 'Thủ tục', en: 'Procedure' }[language].padEnd(width)} ${head.join('  ')}`);
  }
  for (const row of rows) {
    const name = `${row.procedure} ${row.name[say.language]}`.trim();
    const short = name.length > width ? `${name.slice(0, width - 1)}…` : name.padEnd(width);
    console.log(`${short} ${HEADS.map(([key], index) => String(row[key]).padStart(widths[index] ?? 0)).join('  ')}`);
  }
}
