import type { LetterContent, LetterField } from '@motcua/core/contract';
import type { LetterOptions } from './letter-options.js';
import { letterQr, type Qr } from './letter-qr.js';

const STYLE = `
@page { size: A4; margin: 20mm 15mm 20mm 30mm; }
body { font: 13pt/1.35 'Times New Roman', Tinos, 'Liberation Serif', serif; max-width: 165mm; margin: 10mm auto; color: #000; }
header { display: flex; justify-content: space-between; gap: 8mm; text-align: center; font-weight: bold; }
header p { margin: 0; }
h1 { font-size: 15pt; text-align: center; margin: 8mm 0 5mm; }
.reference { display: flex; justify-content: space-between; align-items: flex-start; }
.reference svg { width: 30mm; height: 30mm; }
dl { margin: 0 0 3mm; }
dt { display: inline; }
dt::after { content: ': '; }
dd { display: inline; margin: 0; font-weight: bold; }
dl > div { margin: 0 0 1.5mm; }
ul { list-style: none; margin: 1mm 0 0; padding-left: 8mm; }
.signature { display: flex; justify-content: space-around; margin-top: 8mm; text-align: center; }
.signature p { margin: 0 0 20mm; }
`;

const inHtml = (text: string) =>
  text
    .normalize('NFC')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const paragraphs = (lines: readonly string[]) => lines.map((line) => `<p>${inHtml(line)}</p>`).join('');

const fieldHtml = (field: LetterField) =>
  'value' in field
    ? `<div><dt>${inHtml(field.label)}</dt><dd>${inHtml(field.value)}</dd></div>`
    : `<div><dt>${inHtml(field.label)}</dt><dd><ul>${field.items.map((item) => `<li>${inHtml(item)}</li>`).join('')}</ul></dd></div>`;

const list = (fields: readonly LetterField[]) => `<dl>\n${fields.map(fieldHtml).join('\n')}\n</dl>`;

/** The code as a drawing, named by what it says for those who cannot see it. */
const qrHtml = ({ text, size, runs }: Qr) =>
  `<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="QR: ${inHtml(text)}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join('')}"/></svg>`;

/**
 * A letter as one HTML page that stands alone: no script, no font, nothing from a network. The same letter gives the same
 * text, byte for byte.
 */
export function letterHtml(content: LetterContent, options: LetterOptions = {}): string {
  const { language, heading, title, reference, body, closing, signature, countersign } = content;
  const qr = letterQr(content, options);
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<title>${inHtml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<header><div>${paragraphs(options.sender ?? [])}</div><div>${paragraphs(heading)}</div></header>`,
    `<h1>${inHtml(title)}</h1>`,
    `<div class="reference">${list(reference)}${qr === undefined ? '' : qrHtml(qr)}</div>`,
    list(body),
    ...(closing === undefined ? [] : [`<p>${inHtml(closing)}</p>`]),
    `<div class="signature"><div>${countersign === undefined ? '' : `<p>${inHtml(countersign)}</p>`}</div>${list(signature)}</div>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
