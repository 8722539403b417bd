import type { Language } from '@motcua/core/contract';
import type { ClauseCoverage, CoverageReport, KindCoverage } from './coverage.js';

const words = {
  vi: {
    title: 'Bản ghi hỗ trợ chứng minh các điều khoản',
    claim:
      'Bảng này chỉ ra bản ghi nào hỗ trợ chứng minh điều khoản nào. Đây không phải là chứng nhận; sự phù hợp do đánh giá viên kết luận.',
    log: (origin: string, size: number) => `Nhật ký ${origin}, ${size} bản ghi`,
    period: (from: string, to: string) => `Kỳ: từ ${from} đến trước ${to}`,
    read: (records: number, late: number) =>
      `Đã đọc ${records} bản ghi; ${late} bản ghi được lập sau sự việc hơn một ngày`,
    head: '| điều khoản | đánh giá viên hỏi | bản ghi | ở đâu |',
    none: 'không có bản ghi nào trong kỳ',
    start: 'đầu nhật ký',
    end: 'cuối nhật ký',
  },
  en: {
    title: 'Records that support evidence for clauses',
    claim:
      'This says which records support evidence for which clause. It certifies nothing: whether an office conforms is for the auditor to conclude.',
    log: (origin: string, size: number) => `Log ${origin}, ${size} records`,
    period: (from: string, to: string) => `Period: from ${from} to before ${to}`,
    read: (records: number, late: number) =>
      `${records} records read; ${late} were made more than a day after what they tell of`,
    head: '| clause | what an auditor asks for | records | where |',
    none: 'no record in the period',
    start: 'the beginning',
    end: 'the end',
  },
} as const;

/** The report as Markdown. */
export function renderCoverage(report: CoverageReport, language: Language): string {
  const { title, claim, log, period, read, start, end } = words[language];
  const timeText = (at: number | undefined, open: string) => (at === undefined ? open : new Date(at).toISOString());
  const lines = [
    `# ${title}`,
    '',
    claim,
    '',
    `- ${log(report.origin, report.size)}`,
    `- ${period(timeText(report.from, start), timeText(report.to, end))}`,
    `- ${read(report.records, report.late)}`,
    ...report.editions.flatMap(({ id, clauses }) => [
      '',
      `## ${id}`,
      '',
      words[language].head,
      '| --- | --- | --- | --- |',
      ...clauses.map((clause) => row(clause, language)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function row({ clause, records, kinds }: ClauseCoverage, language: Language): string {
  const where = kinds.filter((kind) => kind.records > 0).map(place);
  const places = where.length === 0 ? words[language].none : where.join(', ');
  return `| ${clause.clause} ${clause.title[language]} | ${clause.asks[language]} | ${records} | ${places} |`;
}

const place = ({ kind, records, first, last }: KindCoverage): string =>
  first === last ? `${kind} (${first})` : `${kind} ×${records} (${first}–${last})`;
