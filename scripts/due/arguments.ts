import { parseArgs } from 'node:util';
import type { OfficeHours } from './calendars.ts';
import { inputInvalid, type Question, shiftsOf } from './request.ts';

export type Language = 'vi' | 'en' | 'both';

export type Command =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'one';
      readonly question: Question;
      readonly office: OfficeHours;
      readonly holidays: readonly string[];
      readonly workdays: readonly string[];
      readonly json: boolean;
      readonly language: Language;
    }
  | {
      readonly kind: 'batch';
      readonly file: string;
      readonly office: OfficeHours;
      readonly holidays: readonly string[];
      readonly workdays: readonly string[];
      readonly countFirstDay?: boolean;
      readonly cutoff?: string;
    };

export const usage = `Usage: pnpm due --from INSTANT --budget BUDGET [options]
       pnpm due --batch FILE [options]

When is it due? Counts on the calendar of Vietnamese state offices, and explains day by day.

  --from INSTANT       receipt, ISO 8601 with offset: 2026-02-12T09:00+07:00
  --budget BUDGET      5wd working days, 8wh working hours, 20d calendar days, 3m months; 2.5wd; 5wd+3d
  --suspend FROM/TO    a period in which the term does not run; may be repeated
  --count-first-day    the day of receipt is day one
  --cutoff HH:mm       received after it counts as received on the next working day
  --holiday DATE       try a day off; may be repeated
  --workday DATE       try a worked day, with the hours of a Monday; may be repeated
  --hours SHIFTS       Monday to Friday: 08:00-12:00,13:30-17:30 (usual: 07:30-11:30,13:00-17:00)
  --saturday SHIFTS    open on Saturdays: 07:30-11:30
  --saturday-counts N  what such a Saturday is worth in working days: 0, 0.5 (usual) or 1
  --json               print {"dueAt","steps"} on one line
  --lang vi|en         explain in one language only
  --batch FILE         answer each JSON line {"from","budget","suspend","countFirstDay","cutoff","holidays",
                       "workdays"} of a file (- for standard input) with {"dueAt"} or {"error"}
`;

/** @throws MC_INPUT_INVALID on what cannot be understood */
export function readArguments(argv: readonly string[]): Command {
  const values = parse(argv[0] === '--' ? argv.slice(1) : argv);
  if (values.help === true) return { kind: 'help' };
  const office = officeOf(values.hours, values.saturday, values['saturday-counts']);
  const { holiday: holidays = [], workday: workdays = [], cutoff } = values;
  const countFirstDay = values['count-first-day'];
  const counting = {
    ...(countFirstDay === undefined ? {} : { countFirstDay }),
    ...(cutoff === undefined ? {} : { cutoff }),
  };

  if (values.batch !== undefined) {
    for (const name of ['from', 'budget', 'suspend', 'json', 'lang'] as const) {
      if (values[name] !== undefined)
        throw inputInvalid(`--${name} was given with --batch`, 'it in the lines of the file', `leave --${name} out`);
    }
    return { kind: 'batch', file: values.batch, office, holidays, workdays, ...counting };
  }
  const { from, budget, suspend = [], json = false } = values;
  if (from === undefined || budget === undefined) {
    throw inputInvalid(
      `${from === undefined ? '--from' : '--budget'} is missing`,
      '--from and --budget, or --batch',
      'see pnpm due --help',
    );
  }
  return {
    kind: 'one',
    question: { from, budget, suspend, ...counting },
    office,
    holidays,
    workdays,
    json,
    language: languageOf(values.lang),
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        from: { type: 'string' },
        budget: { type: 'string' },
        suspend: { type: 'string', multiple: true },
        'count-first-day': { type: 'boolean' },
        cutoff: { type: 'string' },
        holiday: { type: 'string', multiple: true },
        workday: { type: 'string', multiple: true },
        hours: { type: 'string' },
        saturday: { type: 'string' },
        'saturday-counts': { type: 'string' },
        json: { type: 'boolean' },
        lang: { type: 'string' },
        batch: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw inputInvalid(reason.replace(/\.?$/, ''), 'the options that pnpm due --help lists', 'correct the command');
  }
}

function officeOf(hours: string | undefined, saturday: string | undefined, counts: string | undefined): OfficeHours {
  if (counts !== undefined && saturday === undefined) {
    throw inputInvalid('--saturday-counts was given without --saturday', 'both', 'add --saturday with its hours');
  }
  return {
    ...(hours === undefined ? {} : { hours: shiftsOf(hours) }),
    ...(saturday === undefined ? {} : { saturday: { shifts: shiftsOf(saturday), countsAs: worthOf(counts) } }),
  };
}

function worthOf(counts: string | undefined): 0 | 0.5 | 1 {
  switch (counts) {
    case '0':
      return 0;
    case '1':
      return 1;
    case undefined:
    case '0.5':
      return 0.5;
    default:
      throw inputInvalid(`--saturday-counts is ${JSON.stringify(counts)}`, '0, 0.5 or 1', 'correct it');
  }
}

function languageOf(lang: string | undefined): Language {
  if (lang === undefined) return 'both';
  if (lang === 'vi' || lang === 'en') return lang;
  throw inputInvalid(`--lang is ${JSON.stringify(lang)}`, 'vi or en', 'correct it, or leave it out for both');
}
