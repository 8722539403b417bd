import { isMotcuaError } from '../../packages/core/src/index.ts';
import type { Calendars } from './calendars.ts';
import { inputInvalid, type Question, type Trial, termOf, trialOf } from './request.ts';

/** What holds for every line that does not say otherwise. */
export interface BatchDefaults {
  readonly countFirstDay?: boolean;
  readonly cutoff?: string;
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
}

type Line = Question & { readonly holidays?: readonly string[]; readonly workdays?: readonly string[] };

const isText = (value: unknown): boolean => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** The keys of a line, and what each must be. */
const keys: Readonly<Record<keyof Line, { readonly is: (value: unknown) => boolean; readonly what: string }>> = {
  from: { is: isText, what: 'an instant' },
  budget: { is: isText, what: 'a budget such as 5wd' },
  suspend: { is: isTexts, what: 'a list of FROM/TO' },
  countFirstDay: { is: (value) => typeof value === 'boolean', what: 'true or false' },
  cutoff: { is: isText, what: 'a time HH:mm' },
  holidays: { is: isTexts, what: 'a list of dates' },
  workdays: { is: isTexts, what: 'a list of dates' },
};

/**
 * The n-th answer is that of the n-th line: `{"dueAt"}` or `{"error"}`, for a blank line too, so that no answer can be
 * taken for that of another line. Blank lines after the last question are no lines. Nothing a line holds stops the rest.
 */
export function* answerLines(text: string, calendars: Calendars, defaults: BatchDefaults): Generator<string> {
  const trials = new Map<string, Trial>();
  const trial = (holidays: readonly string[], workdays: readonly string[]): Trial => {
    const key = `${holidays.join(',')}/${workdays.join(',')}`;
    let known = trials.get(key);
    if (known === undefined) {
      known = trialOf(holidays, workdays);
      if (trials.size < 10_000) trials.set(key, known);
    }
    return known;
  };

  const questions = text.replace(/^\uFEFF/u, '').trimEnd();
  if (questions === '') return;
  for (const line of questions.split('\n')) yield answerLine(line, calendars, defaults, trial);
}

function answerLine(
  line: string,
  calendars: Calendars,
  defaults: BatchDefaults,
  trial: (holidays: readonly string[], workdays: readonly string[]) => Trial,
): string {
  try {
    const { holidays = defaults.holidays, workdays = defaults.workdays, ...question } = parseLine(line);
    const term = termOf({ ...cutOffs(defaults), ...question });
    const dueAt = calendars.ask(trial(holidays, workdays), term.from, (calendar) =>
      calendar.format(calendar.due(term)),
    );
    return JSON.stringify({ dueAt });
  } catch (error) {
    return JSON.stringify({ error: errorOf(error) });
  }
}

function cutOffs({ countFirstDay, cutoff }: BatchDefaults): Partial<Question> {
  return { ...(countFirstDay === undefined ? {} : { countFirstDay }), ...(cutoff === undefined ? {} : { cutoff }) };
}

/** Code and message of what went wrong; a defect of ours shows as one, and the batch goes on. */
export function errorOf(error: unknown): { readonly code: string; readonly message: string } {
  if (isMotcuaError(error)) return { code: error.code, message: error.message };
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
}

function parseLine(line: string): Line {
  if (line.trim() === '') throw inputInvalid('The line is blank', 'one JSON object a line', 'remove the line');
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw inputInvalid(
      `The line is not JSON (${(error as Error).message})`,
      'one JSON object a line',
      'correct the line',
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw inputInvalid('The line is not a JSON object', 'an object with from and budget', 'correct the line');
  }
  for (const [key, given] of Object.entries(value)) {
    const rule = Object.hasOwn(keys, key) ? keys[key as keyof Line] : undefined;
    if (rule === undefined)
      throw inputInvalid(
        `The line has an unknown key ${JSON.stringify(key)}`,
        `only ${Object.keys(keys).join(', ')}`,
        'remove or correct the key',
      );
    if (!rule.is(given)) throw inputInvalid(`${key} is ${JSON.stringify(given)}`, `${rule.what}`, `correct ${key}`);
  }
  for (const key of ['from', 'budget']) {
    if (!Object.hasOwn(value, key)) throw inputInvalid(`The line has no ${key}`, 'from and budget', `add ${key}`);
  }
  return value as Line;
}
