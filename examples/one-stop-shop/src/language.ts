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

const WIDTH = 120;

/** Breaks a line at its spaces. What follows stands under the text. */
function wrapped(line: string, indent: number): readonly string[] {
  const cut = line.lastIndexOf(' ', WIDTH);
  if (line.length <= WIDTH || cut <= indent) return [line];
  return [line.slice(0, cut), ...wrapped(`${' '.repeat(indent)}${line.slice(cut + 1)}`, indent)];
}

/** The words under their head; a gloss that has no room beside them stands below. */
function linesOf(head: string, { vi, en }: Text, language: Language): readonly string[] {
  const indent = head.startsWith(' ') || head === '' ? head.length - head.trimStart().length + 3 : 18;
  if (language === 'en' || vi === en) return wrapped(`${head}${language === 'en' ? en : vi}`, indent);
  const line = `${head}${vi} [${en}]`;
  if (line.length <= WIDTH) return [line];
  return [...wrapped(`${head}${vi}`, indent), ...wrapped(`${' '.repeat(indent)}[${en}]`, indent + 1)];
}

export function speaker(language: Language): Speaker {
  const text = ({ vi, en }: Text) => (language === 'en' ? en : vi === en ? vi : `${vi} [${en}]`);
  return {
    language,
    text,
    line: (words, head = '') => {
      for (const line of words === undefined ? [head] : linesOf(head, words, language)) console.log(line);
    },
  };
}
