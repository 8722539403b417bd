import type { Attachment, LetterContent } from '@motcua/core/contract';
import { type LetterPdfOptions, letterPdf } from './letter-pdf.js';

/** A letter as a file to be sent along: `phieu-xin-loi-va-hen-lai-ngay-tra-ket-qua_H02.19-260302-0007.pdf`. */
export async function letterAttachment(content: LetterContent, options: LetterPdfOptions = {}): Promise<Attachment> {
  return { name: fileName(content), mediaType: 'application/pdf', bytes: await letterPdf(content, options) };
}

/** In plain letters: not every mail program can read others in the name of a file. */
const fileName = ({ title, code }: LetterContent): string => {
  const plain = title.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
  const words = plain.replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^-|-$/gu, '');
  return `${words}${code === undefined ? '' : `_${code.replaceAll(/[^\w.-]/gu, '-')}`}.pdf`;
};
