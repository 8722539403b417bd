import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADAPTER_CONTRACT_VERSION, type Attachment, type Fact, type Notifier } from '@motcua/core';
import { letterContent, letterSchema } from '@motcua/core/dossier';
import { letterAttachment } from '@motcua/letters';
import { nameOf } from './people.js';
import { maritalStatus } from './procedure.js';

// #region paper
/** A letter, as the dossier tells it, on paper. */
export function letterFile({ type: _, ...letter }: Fact, language: 'vi' | 'en' = 'vi'): Promise<Attachment> {
  const content = letterContent(letterSchema.parse(letter), language, { papers: maritalStatus.papers, nameOf });
  return letterAttachment(content, {
    sender: ['UBND XÃ BÌNH AN', 'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG'],
    lookup: (code) => `https://tra-cuu.binh-an.example/${code}`,
  });
}
// #endregion

/** Puts every letter into a folder. One that comes again has the same name and the same bytes. */
export function paperTray(folder: string): Notifier {
  return {
    role: 'notifier',
    contractVersion: ADAPTER_CONTRACT_VERSION,
    topics: ['letter.issued'],
    async deliver({ payload }) {
      const { name, bytes } = await letterFile(payload);
      writeFileSync(join(folder, name), bytes);
      return { status: 'delivered' };
    },
  };
}
