import type { Language, Text } from '@motcua/core';

/** Prints a text: Vietnamese with an English gloss, or English only. */
export interface Speaker {
  readonly language: Language;
  readonly text: (text: Text) => string;
  /** A line: a head that needs no translation, then the text. */
  readonly line: (text?: Text, head?: string) => void;
}

export function speaker(language: Language): Speaker {
  const text = ({ vi, en }: Text) => (language === 'en' ? en : vi === en ? vi : `${vi} [${en}]`);
  return { language, text, line: (words, head = '') => console.log(words === undefined ? head : head + text(words)) };
}
