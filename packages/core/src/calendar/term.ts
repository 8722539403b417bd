import type { Budget, Length, TermUnit } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import { HOUR_MS, MINUTE_MS } from './civil-date.js';

/** Amounts beyond it are mistakes: 100,000 days are 273 years. */
const LARGEST_AMOUNT = 100_000;

/** Half working days of an amount. @throws MC_TERM_INVALID unless it is a multiple of a half */
export function halvesOf(amount: number): number {
  const halves = amount * 2;
  if (Number.isInteger(halves) && halves >= 0 && amount <= LARGEST_AMOUNT) return halves;
  throw amountInvalid(amount, 'workingDay', 'working days from 0 in steps of a half');
}

/** Milliseconds of an amount of working hours. @throws MC_TERM_INVALID unless it is a whole number of minutes */
export function workingMsOf(amount: number): number {
  const minutes = Math.round(amount * 60);
  // Decimal fractions of an hour are not exact in binary: 1.1 h is 66 minutes.
  if (amount >= 0 && amount <= LARGEST_AMOUNT && Math.abs(minutes - amount * 60) < 1e-6) return minutes * MINUTE_MS;
  throw amountInvalid(amount, 'workingHour', 'working hours from 0 in whole minutes');
}

/** A whole number of calendar days or months. @throws MC_TERM_INVALID */
export function wholeOf(amount: number, unit: TermUnit): number {
  if (Number.isInteger(amount) && amount >= 0 && amount <= LARGEST_AMOUNT) return amount;
  throw amountInvalid(amount, unit, `whole ${unit === 'month' ? 'months' : 'calendar days'} from 0`);
}

export function unitUnknown(budget: unknown): MotcuaError {
  return new MotcuaError('MC_TERM_INVALID', {
    happened: `${JSON.stringify(budget) ?? 'undefined'} is not a budget`,
    expected: 'an amount with the unit workingDay, workingHour, calendarDay or month, or { until: instant }',
    remedy: 'correct the budget of the term',
    details: { budget },
  });
}

/**
 * Budgets as phases. Amounts of one unit in a row are one amount: a term of five working days extended by
 * three is one of eight, and nothing is lost to the seam.
 */
export function phasesOf(budgets: readonly Budget[]): readonly Budget[] {
  const phases: Budget[] = [];
  for (const next of budgets) {
    const last = phases.at(-1);
    if (last !== undefined && 'unit' in last && 'unit' in next && last.unit === next.unit) {
      phases[phases.length - 1] = sumOf(last, next);
    } else phases.push(next);
  }
  return phases;
}

/** Each amount is judged by itself: a negative one must not hide in the sum. */
function sumOf(a: Length, b: Length): Length {
  const { unit } = a;
  switch (unit) {
    case 'workingDay':
      return { amount: (halvesOf(a.amount) + halvesOf(b.amount)) / 2, unit };
    case 'workingHour':
      return { amount: (workingMsOf(a.amount) + workingMsOf(b.amount)) / HOUR_MS, unit };
    case 'calendarDay':
    case 'month':
      return { amount: wholeOf(a.amount, unit) + wholeOf(b.amount, unit), unit };
    default:
      throw unitUnknown(a);
  }
}

function amountInvalid(amount: unknown, unit: TermUnit, expected: string): MotcuaError {
  return new MotcuaError('MC_TERM_INVALID', {
    happened: `${String(amount)} is not an amount of ${unit}`,
    expected: `${expected}, at most ${LARGEST_AMOUNT}`,
    remedy: 'correct the budget of the term',
    details: { amount, unit },
  });
}
