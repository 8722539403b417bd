import type { Language, Text } from '@motcua/core';

/** Prints a text: Vietnamese with an English gloss, or English only. */
export interface Speaker {
  readonly language: Language;
  /** Vietnamese, then the English gloss in brackets when they differ. */
  readonly text: (text: Text) => string;
  /** A line: a head that needs no translation, then the text. */
  readonly line: (text?: Text, head?: string) => void;
}

/** `--lang en` for English only. Anything unknown is said, not guessed. */
export function languageOf(args: readonly string[]): Language {
  const [flag, language, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (flag === undefined) return 'vi';
  if (flag === '--lang' && (language === 'vi' || language === 'en') && rest.length === 0) return language;
  console.error(`Unknown arguments: ${args.join(' ')}. Expected: nothing, or --lang en, or --lang vi.`);
  process.exit(2);
}

export function speaker(language: Language): Speaker {
  const text = ({ vi, en }: Text) => (language === 'en' ? en : vi === en ? vi : `${vi} [${en}]`);
  return { language, text, line: (words, head = '') => console.log(words === undefined ? head : head + text(words)) };
}
