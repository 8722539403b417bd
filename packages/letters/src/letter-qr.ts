import type { LetterContent } from '@motcua/core/contract';
import { encode } from 'uqr';
import type { LetterOptions } from './letter-options.js';

/** A row of dark modules of a QR code, in modules from the upper left corner. */
export interface QrRun {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

/** A QR code as what has to be inked. `size` counts modules, with the quiet zone of four that readers need. */
export interface Qr {
  readonly text: string;
  readonly size: number;
  readonly runs: readonly QrRun[];
}

/** The QR code of a letter: how its case is looked up. Error correction M: a fold or a stamp may cover 15 %. */
export function letterQr({ code }: LetterContent, { lookup }: LetterOptions): Qr | undefined {
  if (code === undefined) return undefined;
  const text = lookup?.(code) ?? code;
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  return { text, size, runs: data.flatMap(runsOf) };
}

function runsOf(row: readonly boolean[], y: number): readonly QrRun[] {
  const runs: QrRun[] = [];
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue;
    let length = 1;
    while (row[x + length] === true) length += 1;
    runs.push({ x, y, length });
    x += length;
  }
  return runs;
}
