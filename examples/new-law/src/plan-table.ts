import type { CaseMigration, Language, MigrationFinding, MigrationPlan, Text } from '@motcua/core';

const kinds: Readonly<Partial<Record<MigrationFinding['kind'], Text>>> = {
  'not-concerned': { vi: 'giữ nguyên quy định cũ', en: 'stay under their own rules' },
  'state-moved': { vi: 'đổi trạng thái', en: 'state renamed' },
  'deadline-moved': { vi: 'thời hạn thay đổi', en: 'date moves' },
  'deadline-started': { vi: 'thêm thời hạn', en: 'new term begins' },
  'rung-overdue': { vi: 'mốc đã qua theo quy định mới', en: 'passed already under the new rules' },
};

const heads = {
  vi: ['Hồ sơ', 'Nhận ngày', 'Trạng thái', 'Thời hạn', 'Cũ', 'Mới', 'Giờ làm việc', 'Ngày'],
  en: ['Dossier', 'Received', 'State', 'Term', 'Old end', 'New end', 'Working hours', 'Days'],
} as const;

const HOUR_MS = 3_600_000;

/** A plan in words: totals, then the first dossiers of which a date moves. */
export async function planTable(
  plan: MigrationPlan,
  language: Language,
  print: (instant: number) => string,
  rows = 6,
): Promise<string> {
  const { from, to } = plan.migration;
  const totals = await plan.totals();
  const word = (text: Text) => text[language];
  const moved = totals.concerned;
  const lines = [
    word({
      vi: `Kế hoạch chuyển từ ${from.version} sang ${to.version}`,
      en: `Plan: from ${from.version} to ${to.version}`,
    }),
    word({ vi: `  hồ sơ đang giải quyết: ${totals.cases}`, en: `  open dossiers: ${totals.cases}` }),
    word({ vi: `  chuyển sang quy định mới: ${moved}`, en: `  move to the new rules: ${moved}` }),
    ...Object.entries(totals.findings).map(
      ([kind, cases]) => `  ${word(kinds[kind as MigrationFinding['kind']] ?? { vi: kind, en: kind })}: ${cases}`,
    ),
    '',
  ];
  const table: (readonly string[])[] = [heads[language]];
  for await (const row of plan) {
    for (const finding of row.findings) {
      if (finding.kind === 'deadline-moved' && table.length <= rows)
        table.push(cells(row, finding, plan, language, print));
    }
  }
  return [...lines, ...aligned(table)].join('\n');
}

function cells(
  { index, caseId, openedOn, state }: CaseMigration,
  finding: Extract<MigrationFinding, { kind: 'deadline-moved' }>,
  { migration }: MigrationPlan,
  language: Language,
  print: (instant: number) => string,
): readonly string[] {
  const title = migration.to.spec.deadlines?.[finding.deadline]?.title[language] ?? finding.deadline;
  return [
    index.code ?? caseId,
    openedOn,
    state,
    title,
    print(finding.dueBefore),
    print(finding.dueAfter),
    String(finding.workingMs / HOUR_MS),
    String(finding.calendarDays),
  ];
}

function aligned(table: readonly (readonly string[])[]): readonly string[] {
  const widths = (table[0] ?? []).map((_head, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
