import type { SynthesisReport } from '@motcua/core/inspection';
import { documentOf, type Table } from './document.js';
import type { RenderOptions } from './speech.js';
import { WORDS } from './words.js';

const cell = (text: string): string =>
  text.replaceAll(/([\\`*_[\]<>|])/gu, String.raw`\$1`).replaceAll(/\s*\n\s*/gu, ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** A caption that repeats the heading above it is left out. */
function table({ caption, head, rows }: Table, heading: string, none: string): string {
  const lines = rows.length === 0 ? [none] : [row(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(row)];
  return [...(caption === heading ? [] : [`**${cell(caption)}**`, '']), ...lines].join('\n');
}

/** The report as Markdown: headings and tables, no charts. The same report gives the same bytes. */
export function renderMarkdown(report: SynthesisReport, options: RenderOptions): string {
  const { title, subtitle, sections } = documentOf(report, options);
  const none = WORDS.none[options.language];
  return `${[
    `# ${cell(title)}`,
    cell(subtitle),
    ...sections.flatMap((section) => [
      `## ${cell(section.title)}`,
      ...section.notes.map(cell),
      ...section.tables.map((each) => table(each, section.title, none)),
    ]),
  ].join('\n\n')}\n`;
}
