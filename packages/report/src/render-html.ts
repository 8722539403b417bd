import type { SynthesisReport } from '@motcua/core/inspection';
import { drawChart, escapeMarkup, showsSomething } from './chart.js';
import { documentOf, type Section, type Table } from './document.js';
import type { RenderOptions } from './speech.js';
import { WORDS } from './words.js';

const STYLE = `body{font:16px/1.5 "Times New Roman",serif;color:#1a1a1a;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem;border-bottom:1px solid #999}
table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.9rem}
caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}
thead th{background:#eee}td.n{text-align:right;white-space:nowrap}
figure{margin:1rem 0}svg{width:100%;height:auto}.scroll{overflow-x:auto}
@media print{h2{break-after:avoid}table,figure{break-inside:avoid}}`;

const NUMBER = /^[+−▲▼=–]?\s?[\d.,]*(\s?%)?( \([+−]?[\d.,]+( \*)?\))?$/u;

function tableOf({ caption, head, rows }: Table, none: string): string {
  if (rows.length === 0) return `<p><strong>${escapeMarkup(caption)}:</strong> ${escapeMarkup(none)}</p>`;
  const heads = head.map((text) => `<th scope="col">${escapeMarkup(text)}</th>`).join('');
  const body = rows
    .map(([first = '', ...rest]) => {
      const cells = rest.map((text) => `<td${NUMBER.test(text) ? ' class="n"' : ''}>${escapeMarkup(text)}</td>`);
      return `<tr><th scope="row">${escapeMarkup(first)}</th>${cells.join('')}</tr>`;
    })
    .join('\n');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeMarkup(caption)}"><table><caption>${escapeMarkup(caption)}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}
</tbody></table></div>`;
}

function sectionOf({ id, title, notes, chart, tables }: Section, none: string): string {
  const figure =
    chart === undefined || !showsSomething(chart)
      ? []
      : [`<figure>${drawChart(chart, `chart-${id}`)}<figcaption>${escapeMarkup(chart.title)}</figcaption></figure>`];
  return [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${escapeMarkup(title)}</h2>`,
    ...notes.map((note) => `<p>${escapeMarkup(note)}</p>`),
    ...figure,
    ...tables.map((table) => tableOf(table, none)),
    '</section>',
  ].join('\n');
}

/**
 * The report as one HTML page: charts inside it as SVG, each followed by the table it shows; no script, nothing from a
 * network. The same report gives the same bytes.
 */
export function renderHtml(report: SynthesisReport, options: RenderOptions): string {
  const { title, subtitle, sections } = documentOf(report, options);
  const none = WORDS.none[options.language];
  return `<!doctype html>
<html lang="${options.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
<p>${escapeMarkup(subtitle)}</p>
${sections.map((section) => sectionOf(section, none)).join('\n')}
</main>
</body>
</html>
`;
}
