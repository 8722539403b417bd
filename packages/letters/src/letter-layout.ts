import type { LetterContent, LetterField } from '@motcua/core/contract';
import type { LetterOptions } from './letter-options.js';
import { letterQr, type Qr } from './letter-qr.js';
import type { PdfNode } from './pdf-maker.js';

/** 30 millimetres, in points. */
const QR_WIDTH = 85;

const nfc = (text: string) => text.normalize('NFC');

/** The parts of a letter in the order of the form. */
export function letterLayout(content: LetterContent, options: LetterOptions): readonly PdfNode[] {
  const { heading, title, reference, body, closing, signature, countersign } = content;
  const qr = letterQr(content, options);
  const head = (width: number | '*', lines: readonly string[]): PdfNode => ({
    width,
    stack: lines.map((line) => ({ text: nfc(line), bold: true, fontSize: 12, alignment: 'center' })),
  });
  return [
    { columns: [head(185, options.sender ?? []), head('*', heading)], columnGap: 10 },
    { text: nfc(title), bold: true, fontSize: 14, alignment: 'center', margin: [0, 22, 0, 14] },
    {
      columns: [{ width: '*', stack: reference.map(fieldNode) }, ...(qr === undefined ? [] : [qrNode(qr)])],
      margin: [0, 0, 0, 8],
    },
    ...body.map(fieldNode),
    ...(closing === undefined ? [] : [{ text: nfc(closing), margin: [0, 8, 0, 0] } as const]),
    {
      columns: [
        { width: '*', stack: countersign === undefined ? [] : [signHere(countersign)] },
        { width: '*', stack: signature.map((field) => ({ ...fieldNode(field), alignment: 'center' })) },
      ],
      margin: [0, 18, 0, 0],
      unbreakable: true,
    },
  ];
}

/** Room for somebody's hand. */
const signHere = (who: string): PdfNode => ({ text: nfc(who), alignment: 'center', margin: [0, 0, 0, 60] });

function fieldNode(field: LetterField): PdfNode {
  const label = `${nfc(field.label)}: `;
  if ('value' in field) {
    return { text: [{ text: label }, { text: nfc(field.value), bold: true }], margin: [0, 0, 0, 4] };
  }
  return {
    stack: [{ text: label }, ...field.items.map((item) => ({ text: nfc(item), margin: [16, 2, 0, 0] }) as const)],
    margin: [0, 0, 0, 4],
  };
}

function qrNode({ size, runs }: Qr): PdfNode {
  const module = QR_WIDTH / size;
  return {
    width: QR_WIDTH,
    canvas: runs.map(({ x, y, length }) => ({
      type: 'rect',
      x: x * module,
      y: y * module,
      w: length * module,
      h: module,
      color: 'black',
    })),
  };
}
