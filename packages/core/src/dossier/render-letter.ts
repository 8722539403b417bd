import { printMoment } from '../calendar/index.js';
import {
  type Instant,
  type Language,
  type LetterContent,
  type LetterField,
  letterHeading,
  letterText,
  type Text,
} from '../contract/index.js';
import { changeText } from '../deadlines/index.js';
import { CLOSING, DELIVERY, SCOPES, TITLES, WORDS } from './letter-words.js';
import { FORM_NUMBERS, type Letter, type LetterKind } from './letters.js';
import type { Regime } from './schemas.js';

/** Letters that speak of a date that was promised before. */
const WITH_OLD_DATE: ReadonlySet<LetterKind> = new Set(['apology', 'correction', 'appointment-change']);

const CAPACITIES = { authorised: 'representative', legal: 'legalRepresentative', contact: 'contact' } as const;

/** What a letter holds by id only, and what the office's form asks for beside it. A procedure will do. */
export interface LetterNames {
  /** The papers of the procedure. */
  readonly papers?: readonly { readonly id: string; readonly name: Text }[];
  /** The name of a unit or an officer. */
  readonly nameOf?: (id: string) => string | undefined;
  /** Printed after the papers: number of sets, statutory time, book and number. */
  readonly particulars?: readonly LetterField[];
}

/** A letter in words: in Vietnamese as the form has it, in English as a gloss of the same fields. */
export function letterContent(letter: Letter, language: Language = 'vi', names: LetterNames = {}): LetterContent {
  const field = (word: keyof typeof WORDS, value: string | undefined): readonly LetterField[] =>
    value === undefined ? [] : [{ label: WORDS[word][language], value }];
  const list = (word: keyof typeof WORDS, values: readonly string[] | undefined): readonly LetterField[] =>
    values === undefined || values.length === 0
      ? []
      : [{ label: WORDS[word][language], items: values.map((value, index) => `${index + 1}. ${value}`) }];
  const time = (at: Instant | undefined) => (at === undefined ? undefined : printMoment(at, language));
  const named = (id: string | undefined) => (id === undefined ? undefined : (names.nameOf?.(id) ?? id));
  const paper = (id: string) => names.papers?.find((each) => each.id === id)?.name[language] ?? id;
  const { applicant, representative, code } = letter;
  const closing = CLOSING[letter.kind]?.[language];
  return {
    language,
    at: letter.at,
    heading: letterHeading[language],
    title: titleOf(letter.kind, letter.regime, language),
    ...(code !== undefined && { code }),
    reference: [
      ...field('form', letter.form ?? undefined),
      ...field('code', code),
      ...field('unit', named(letter.unit)),
    ],
    body: [
      ...field('applicant', applicant.name),
      ...field('identity', applicant.identity),
      ...field('address', applicant.address),
      ...field('phone', applicant.phone),
      ...field('email', applicant.email),
      ...field(CAPACITIES[representative?.capacity ?? 'authorised'], representative?.name),
      ...field('representativeIdentity', representative?.identity),
      ...field('representativeAddress', representative?.address),
      ...field('representativePhone', representative?.phone),
      ...field('representativeEmail', representative?.email),
      ...field('authority', representative?.authority),
      ...field('scope', representative?.scope?.map((scope) => SCOPES[scope][language]).join('; ')),
      ...field('validUntil', time(representative?.until)),
      ...field('procedure', `${letter.procedureName[language]} (${letter.procedure})`),
      ...list(
        'papers',
        letter.papers?.map((each) => `${paper(each.id)}${countOf(each, language)}`),
      ),
      ...(names.particulars ?? []),
      ...list(
        'items',
        letter.items?.map(({ content }) => content),
      ),
      ...field('receivedAt', time(letter.receivedAt)),
      ...field(WITH_OLD_DATE.has(letter.kind) ? 'oldDueAt' : 'dueAt', time(letter.dueAt)),
      ...field('corrects', correctedText(letter, language)),
      ...field('answeredAt', time(letter.answeredAt)),
      ...field('reason', letter.reason),
      ...field('legalBasis', letter.legalBasis),
      ...field('calendarChanges', letter.calendarChanges?.map((change) => changeText(change)[language]).join('; ')),
      ...field('until', time(letter.until)),
      ...field('responsible', named(letter.responsible)),
      ...field('delivery', letter.delivery && DELIVERY[letter.delivery][language]),
    ],
    ...(closing !== undefined && { closing }),
    // The applicant signs the slip as well (forms 01 of 2018 and of 2025).
    ...(letter.kind === 'receipt' && { countersign: WORDS.applicant[language] }),
    signature: [...field('at', printMoment(letter.at, language)), ...field('by', named(letter.by))],
  };
}

/** The text of a letter. */
export const renderLetter = (letter: Letter, language: Language = 'vi', names: LetterNames = {}): string =>
  letterText(letterContent(letter, language, names));

const titleOf = (kind: LetterKind, regime: Regime, language: Language): string =>
  language === 'vi' ? TITLES[kind][regime] : TITLES[kind].en;

function correctedText({ corrects, regime }: Letter, language: Language): string | undefined {
  if (corrects === undefined) return undefined;
  const title = titleOf(corrects.kind, regime, language);
  const at = printMoment(corrects.at, language);
  return language === 'vi' ? `${title}, lập lúc ${at}` : `${title}, issued at ${at}`;
}

function countOf(
  { originals, copies }: { readonly originals?: number | undefined; readonly copies?: number | undefined },
  language: Language,
): string {
  const parts = [
    ...(originals === undefined ? [] : [language === 'vi' ? `bản chính: ${originals}` : `originals: ${originals}`]),
    ...(copies === undefined ? [] : [language === 'vi' ? `bản sao: ${copies}` : `copies: ${copies}`]),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

/** Titles and numbers of the forms of a regime, for a list of what an inspector samples. */
export const formTitle = (kind: LetterKind, regime: Regime): string =>
  [FORM_NUMBERS[regime][kind], TITLES[kind][regime]].filter((part) => part !== null).join(' ');
