import type { Language } from './text.js';
import type { Instant } from './time.js';

/** A line of a letter: a field of its form with one value, or with several. */
export type LetterField =
  | { readonly label: string; readonly value: string }
  | { readonly label: string; readonly items: readonly string[] };

/** A letter in words, before it is laid out: the same for text, HTML and paper. */
export interface LetterContent {
  readonly language: Language;
  /** When the letter was made. */
  readonly at: Instant;
  /** The country and its motto. */
  readonly heading: readonly string[];
  readonly title: string;
  /** What identifies the letter: form, code, office. */
  readonly reference: readonly LetterField[];
  readonly body: readonly LetterField[];
  readonly closing?: string;
  readonly signature: readonly LetterField[];
  /** Who signs beside the office, on paper. */
  readonly countersign?: string;
  /** The code by which the case can be looked up. */
  readonly code?: string;
}

/** What every letter of an office begins with. */
export const letterHeading: Readonly<Record<Language, readonly string[]>> = {
  vi: ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'],
  en: ['SOCIALIST REPUBLIC OF VIET NAM', 'Independence - Freedom - Happiness'],
};

const linesOf = (field: LetterField): readonly string[] =>
  'value' in field
    ? [`${field.label}: ${field.value}`]
    : [`${field.label}:`, ...field.items.map((item) => `  ${item}`)];

/** The letter as plain text. */
export function letterText({ heading, title, reference, body, closing, signature }: LetterContent): string {
  return [
    ...heading,
    '---------------',
    '',
    title,
    ...reference.flatMap(linesOf),
    '',
    ...body.flatMap(linesOf),
    ...(closing === undefined ? [] : ['', closing]),
    '',
    ...signature.flatMap(linesOf),
  ].join('\n');
}
