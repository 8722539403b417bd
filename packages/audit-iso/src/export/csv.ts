import type { LogRecord } from './records.js';

type Cell = string | number | undefined;

const columns: readonly (readonly [name: string, cell: (record: LogRecord) => Cell])[] = [
  ['index', ({ index }) => index],
  ['tenant', ({ leaf }) => leaf.body.tenant],
  ['case', ({ leaf }) => leaf.body.case],
  ['caseSeq', ({ leaf }) => leaf.caseSeq],
  ['type', ({ leaf }) => leaf.body.type],
  ['action', ({ leaf }) => leaf.body.action],
  ['outcome', ({ leaf }) => leaf.body.outcome],
  ['code', ({ leaf }) => leaf.body.code],
  ['occurredAt', ({ leaf }) => leaf.body.occurredAt],
  ['recordedAt', ({ leaf }) => leaf.body.recordedAt],
  ['actorKind', ({ leaf }) => leaf.body.actor.kind],
  ['actor', ({ leaf }) => leaf.body.actor.id],
  ['unit', ({ leaf }) => leaf.body.actor.unit],
  ['roles', ({ leaf }) => leaf.body.actor.roles?.join(' ')],
  ['from', ({ leaf }) => leaf.body.from],
  ['to', ({ leaf }) => leaf.body.to],
  ['event', ({ leaf }) => leaf.body.event],
  ['workflow', ({ leaf }) => leaf.body.workflow?.id],
  ['workflowVersion', ({ leaf }) => leaf.body.workflow?.version],
  ['calendar', ({ leaf }) => leaf.body.calendar?.id],
  ['calendarVersion', ({ leaf }) => leaf.body.calendar?.version],
  [
    'deadlines',
    ({ leaf }) =>
      leaf.body.deadlines?.map(({ name, change, dueAt }) => [name, change, dueAt].join(' ').trim()).join('; '),
  ],
  ['legalBasis', ({ leaf }) => leaf.body.legalBasis],
  ['id', ({ leaf }) => leaf.body.id],
  ['corrects', ({ leaf }) => leaf.body.corrects],
];

/** Spreadsheets run what begins like this; an apostrophe before it makes it text. */
const FORMULA = /^[=+\-@\t\r]/u;

/** The line of names, after the mark that lets Excel read UTF-8. */
export const csvHead = (): string => `\u{feff}${line(columns.map(([name]) => name))}`;

/** One record as a line of CSV (RFC 4180). */
export const csvLine = (record: LogRecord): string => line(columns.map(([, cell]) => cell(record)));

const line = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
