import type { LetterContent } from '@motcua/core/contract';
import shared from 'pdfmake';
import { tinos } from './letter-fonts.js';
import { letterLayout } from './letter-layout.js';
import type { LetterOptions } from './letter-options.js';
import type { FontFiles, PdfMaker } from './pdf-maker.js';

export interface LetterPdfOptions extends LetterOptions {
  /** Files of another font, with all Vietnamese letters. Default: Tinos. */
  readonly fonts?: FontFiles;
}

/** pdfmake gives everybody one maker, with fonts and rights of its own; an application may be using that. */
function ownMaker(fonts: FontFiles): PdfMaker {
  const maker = new (shared.constructor as new () => PdfMaker)();
  maker.setFonts({ letter: fonts });
  maker.setUrlAccessPolicy(() => false);
  maker.setLocalAccessPolicy((path) => Object.values(fonts).includes(path));
  return maker;
}

/**
 * A letter on A4, with its fonts inside and its text as text. It declares PDF/A-2b and is tagged. Its dates and its id come
 * from the letter, so the same letter gives the same bytes under the same versions of pdfmake and of Node's zlib.
 */
export async function letterPdf(
  content: LetterContent,
  options: LetterPdfOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { language, at, title, code } = content;
  const pdf = ownMaker(options.fonts ?? tinos()).createPdf({
    pageSize: 'A4',
    // Decree 30/2020/NĐ-CP, Appendix I: 20 mm above and below, 30 mm left, 15 mm right.
    pageMargins: [85, 57, 43, 57],
    language: language === 'vi' ? 'vi-VN' : 'en',
    version: '1.7',
    subset: 'PDF/A-2b',
    tagged: true,
    displayTitle: true,
    info: {
      title: title.normalize('NFC'),
      subject: code ?? '',
      creator: 'motcua',
      producer: 'motcua',
      creationDate: new Date(at),
      modDate: new Date(at),
    },
    defaultStyle: { font: 'letter', fontSize: 13, lineHeight: 1.15 },
    content: letterLayout(content, options),
  });
  return new Uint8Array(await pdf.getBuffer());
}
