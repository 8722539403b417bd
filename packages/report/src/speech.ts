import type { Language, Text } from '@motcua/core';
import { iso9001of2015 } from '@motcua/core/inspection';
import { WORDS, type Word } from './words.js';

export interface RenderOptions {
  readonly language: Language;
  /** Names of units, offices, clauses and criteria (`it/online-services`); what it does not know is shown by its id. */
  readonly nameOf?: (id: string, language: Language) => string | undefined;
}

/** How a report says things in one language. */
export interface Speech {
  readonly language: Language;
  readonly word: (word: Word) => string;
  readonly text: (text: Text) => string;
  readonly name: (id: string) => string;
  readonly quote: (said: Said) => string;
}

/** What somebody wrote down in Vietnamese, and its translation, where somebody made one. */
interface Said {
  readonly statement: string;
  readonly english?: string | undefined;
}

/** A report in English shows the translation; what has none stands as it was written, with a mark. */
const quoted = ({ statement, english }: Said, language: Language): string =>
  language === 'vi' ? statement : (english ?? `${statement} (vi)`);

/** Says that the Vietnamese text counts, and what the mark means where it stands. */
export function onLanguage(all: readonly Said[], { language, word }: Speech): readonly string[] {
  if (language === 'vi' || all.length === 0) return [];
  return [word('translations'), ...(all.some(({ english }) => english === undefined) ? [word('untranslated')] : [])];
}

export const speechOf = ({ language, nameOf }: RenderOptions): Speech => ({
  language,
  word: (word) => WORDS[word][language],
  text: (text) => text[language],
  name: (id) => nameOf?.(id, language) ?? id,
  quote: (said) => quoted(said, language),
});

/** A clause of ISO 9001 by its title, where the office has no name of its own for it. */
export function clauseText(id: string, { name, text }: Speech): string {
  const title = iso9001of2015.clauses[id];
  return title === undefined || name(id) !== id ? name(id) : `${iso9001of2015.id}, ${id}: ${text(title)}`;
}
