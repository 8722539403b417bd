import {
  isArgumentElement,
  isDateElement,
  isNumberElement,
  isPluralElement,
  isSelectElement,
  isTimeElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';
import { describeError, type Language } from '@motcua/core/contract';
import IntlMessageFormat from 'intl-messageformat';

/** ICU messages by language and key. A template `overdue` has the keys `overdue.subject` and `overdue.text`. */
export type Messages = Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** What a parameter of a message is. Instants come as text, printed on the wall of the office. */
export type ValueKind = 'text' | 'number';
export type Values = Readonly<Record<string, string | number>>;

/** A message that must be there, and the parameters it can have. */
export interface NeededMessage {
  readonly key: string;
  readonly values: Readonly<Record<string, ValueKind>>;
}

const LANGUAGES: readonly Language[] = ['vi', 'en'];

/** Every offence: what is missing, does not parse, or does not agree between the languages. */
export function messageOffences(messages: Messages, needed: readonly NeededMessage[]): readonly string[] {
  return needed.flatMap(({ key, values }) => {
    const used = new Map<Language, ReadonlySet<string>>();
    const offences = LANGUAGES.flatMap((language) => {
      const message = messages[language]?.[key];
      const at = `message "${key}" (${language})`;
      if (message === undefined) return [`${at} is missing`];
      try {
        const elements = parse(message, { ignoreTag: true });
        used.set(language, new Set(argumentsOf(elements).map(({ name }) => name)));
        return argumentsOf(elements).flatMap((argument) => argumentOffence(argument, values).map((o) => `${at} ${o}`));
      } catch (error) {
        return [`${at} is no ICU message: ${describeError(error)}`];
      }
    });
    return [...offences, ...disagreements(key, used)];
  });
}

interface Argument {
  readonly name: string;
  readonly as: 'text' | 'number' | 'moment';
}

function argumentsOf(elements: readonly MessageFormatElement[]): readonly Argument[] {
  return elements.flatMap((element): readonly Argument[] => {
    if (isArgumentElement(element)) return [{ name: element.value, as: 'text' }];
    if (isNumberElement(element)) return [{ name: element.value, as: 'number' }];
    if (isDateElement(element) || isTimeElement(element)) return [{ name: element.value, as: 'moment' }];
    if (isPluralElement(element) || isSelectElement(element)) {
      const inner = Object.values(element.options).flatMap(({ value }) => argumentsOf(value));
      return [{ name: element.value, as: isPluralElement(element) ? 'number' : 'text' }, ...inner];
    }
    return [];
  });
}

function argumentOffence({ name, as }: Argument, values: NeededMessage['values']): readonly string[] {
  const kind = Object.hasOwn(values, name) ? values[name] : undefined;
  if (kind === undefined) return [`has the unknown parameter {${name}}; known are ${Object.keys(values).join(', ')}`];
  if (as === 'moment')
    return [`formats {${name}} in the zone of the machine: write {${name}}, which is printed already`];
  if (as === 'number' && kind === 'text') return [`counts with {${name}}, which is a text`];
  return [];
}

function disagreements(key: string, used: ReadonlyMap<Language, ReadonlySet<string>>): readonly string[] {
  const [vi, en] = [used.get('vi'), used.get('en')];
  if (vi === undefined || en === undefined) return [];
  const missing = (from: ReadonlySet<string>, other: ReadonlySet<string>, language: Language) =>
    [...from]
      .filter((name) => !other.has(name))
      .map((name) => `message "${key}" (${language}) does not have the parameter {${name}} of the other language`);
  return [...missing(vi, en, 'en'), ...missing(en, vi, 'vi')];
}

export type Printer = (key: string, language: Language, values: Values) => string;

/** Prints messages that were found to be in order. Each is parsed once. */
export function messagePrinter(messages: Messages): Printer {
  const parsed = new Map<string, IntlMessageFormat>();
  return (key, language, values) => {
    const id = `${language} ${key}`;
    let message = parsed.get(id);
    if (message === undefined) {
      message = new IntlMessageFormat(messages[language][key] ?? '', language, undefined, { ignoreTag: true });
      parsed.set(id, message);
    }
    return String(message.format({ ...values }));
  };
}
