import type { Budget, Counting, Interruption, Shift, Term, TermUnit } from '../../packages/core/src/index.ts';
import { MotcuaError, parseDate, parseInstant } from '../../packages/core/src/index.ts';

/** A question about one term, as it is written on a command line or in a line of a batch. */
export interface Question {
  readonly from: string;
  readonly budget: string;
  /** `FROM/TO` each. */
  readonly suspend?: readonly string[];
  readonly countFirstDay?: boolean;
  readonly cutoff?: string;
}

/** Days to try: off or worked beyond what the calendar says. */
export interface Trial {
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
}

const units: Readonly<Record<string, TermUnit>> = { wd: 'workingDay', wh: 'workingHour', d: 'calendarDay', m: 'month' };

/** @throws MC_TIME_INVALID, MC_TERM_INVALID */
export function termOf({ from, budget, suspend = [], countFirstDay, cutoff }: Question): Term {
  const [first, ...then] = budgetsOf(budget) as [Budget, ...Budget[]];
  const counting: Counting = {
    ...(countFirstDay === undefined ? {} : { countFirstDay }),
    ...(cutoff === undefined ? {} : { cutOff: { at: cutoff } }),
  };
  return {
    from: parseInstant(from),
    budget: first,
    counting,
    ...(then.length === 0 ? {} : { then }),
    ...(suspend.length === 0 ? {} : { interruptions: suspend.map(interruptionOf) }),
  };
}

/** `5wd`, `2.5wd`, `8wh`, `20d`, `3m`, and phases: `5wd+3d`. */
function budgetsOf(text: string): Budget[] {
  return text.split('+').map((phase) => {
    const match = /^(\d{1,6}(?:\.\d{1,4})?)(wd|wh|d|m)$/.exec(phase.trim());
    if (match !== null) return { amount: Number(match[1]), unit: units[match[2] as string] as TermUnit };
    throw new MotcuaError('MC_TERM_INVALID', {
      happened: `${JSON.stringify(text)} is not a budget`,
      expected:
        'an amount with wd (working days), wh (working hours), d (calendar days) or m (months), such as 5wd, 2.5wd or 5wd+3d',
      remedy: 'correct the budget',
      details: { budget: text },
    });
  });
}

/** `08:00-12:00,13:30-17:30`; the calendar judges the times. */
export function shiftsOf(text: string): Shift[] {
  return text.split(',').map((shift) => {
    const match = /^\s*(\d{2}:\d{2})-(\d{2}:\d{2})\s*$/.exec(shift);
    if (match !== null) return { from: match[1] as string, to: match[2] as string };
    throw inputInvalid(
      `${JSON.stringify(text)} are not hours`,
      'shifts such as 08:00-12:00,13:30-17:30',
      'correct the hours',
    );
  });
}

/** The dates in order and once each, so that equal trials are one calendar. */
export function trialOf(holidays: readonly string[], workdays: readonly string[]): Trial {
  const trial = { holidays: inOrder(holidays), workdays: inOrder(workdays) };
  const both = trial.holidays.filter((date) => trial.workdays.includes(date));
  if (both.length === 0) return trial;
  throw inputInvalid(`${both.join(', ')} is both a holiday and a workday`, 'one or the other', 'leave one of them out');
}

/** A question that cannot be understood, as opposed to one about a time or term that cannot be. */
export function inputInvalid(happened: string, expected: string, remedy: string): MotcuaError {
  return new MotcuaError('MC_INPUT_INVALID', { happened, expected, remedy });
}

function inOrder(dates: readonly string[]): string[] {
  return [...new Set(dates.map((date) => parseDate(date)))].sort();
}

function interruptionOf(text: string): Interruption {
  const [from, to, ...more] = text.split('/');
  if (from === undefined || to === undefined || more.length > 0) {
    throw inputInvalid(
      `${JSON.stringify(text)} is not a suspension`,
      'two instants, FROM/TO',
      'write both instants with a slash between them',
    );
  }
  return { from: parseInstant(from), to: parseInstant(to) };
}
