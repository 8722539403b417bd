import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { vietnamCalendar, vietnamDefinition } from '@motcua/calendar-vn';
import { createCalendar, parseInstant, type Term } from '@motcua/core';
import { type BenchRow, perSecond, perSecondText } from './row.ts';

const REACH_PER_SECOND = 1_000_000;
const REACH_SPAN_RATIO = 2;
const REACH_BUILD_MS = 100;
const MINUTE_MS = 60_000;

/**
 * What a due date costs on one core, on the Vietnamese calendar of eighty years. Receipts are spread over a year, so
 * that no answer can be kept from the one before; the spans are measured in turn, in one run.
 */
export function calendarBench(): readonly BenchRow[] {
  const building = buildingMs();
  const calendar = vietnamCalendar();
  const terms = (budget: Term['budget'], more: Partial<Term> = {}): (() => number) => {
    const all = receipts().map((from): Term => ({ from, budget, ...more }));
    let next = 0;
    return () => {
      next = (next + 1) & (RECEIPTS - 1);
      return calendar.due(all[next] as Term);
    };
  };
  const suspended = { from: parseInstant('2026-03-02T10:00+07:00'), to: parseInstant('2026-03-05T14:00+07:00') };
  const perSubject = perSecond({
    days30: terms({ amount: 30, unit: 'workingDay' }),
    calendarDays30: terms({ amount: 30, unit: 'calendarDay' }),
    hours40: terms({ amount: 40, unit: 'workingHour' }),
    suspended30: terms({ amount: 30, unit: 'workingDay' }, { interruptions: [suspended] }),
    days10: terms({ amount: 10, unit: 'workingDay' }),
    years10: terms({ amount: 2_500, unit: 'workingDay' }),
    calendarDays10: terms({ amount: 10, unit: 'calendarDay' }),
    calendarYears10: terms({ amount: 3_650, unit: 'calendarDay' }),
  });
  const rate = (name: string): number => perSubject[name] ?? 0;

  const speed = (measure: string, name: string): BenchRow => ({
    measure,
    value: perSecondText(rate(name)),
    reach: `≥ ${perSecondText(REACH_PER_SECOND)}`,
    reached: rate(name) >= REACH_PER_SECOND,
  });
  const span = (measure: string, short: string, long: string): BenchRow => {
    const ratio = rate(short) / rate(long);
    return {
      measure,
      value: `${ratio.toFixed(2)} × the time`,
      ratio,
      reach: `≤ ${REACH_SPAN_RATIO} ×`,
      reached: ratio <= REACH_SPAN_RATIO,
    };
  };
  return [
    speed('due date of a 30-day term per second, one core (working days)', 'days30'),
    speed('due date of a 30-day term per second, one core (calendar days)', 'calendarDays30'),
    speed('due date of a 30-day term with a suspension per second, one core', 'suspended30'),
    speed('due date of a 40-hour term per second, one core', 'hours40'),
    span('10-year term against a 10-day term (working days)', 'days10', 'years10'),
    span('10-year term against a 10-day term (calendar days)', 'calendarDays10', 'calendarYears10'),
    {
      measure: 'first answer of a calendar of 80 years, parsed and laid out',
      value: `${building.toFixed(1)} ms`,
      reach: `< ${REACH_BUILD_MS} ms`,
      reached: building < REACH_BUILD_MS,
    },
  ];
}

/** A power of two, to go round in cheaply. */
const RECEIPTS = 4096;

function receipts(): number[] {
  const start = parseInstant('2026-01-05T08:00+07:00');
  return Array.from({ length: RECEIPTS }, (_, index) => start + index * 127 * MINUTE_MS);
}

/** The slowest of some: the first of them, cold, is what a process pays. */
function buildingMs(): number {
  const definition = vietnamDefinition();
  const at = parseInstant('2026-01-05T08:00+07:00');
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    createCalendar(definition).next(at);
    return performance.now() - start;
  });
  return Math.max(...times);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const { measure, value, reach, reached } of calendarBench()) {
    process.stdout.write(`${reached ? 'ok  ' : 'MISS'} ${measure}: ${value} (${reach})\n`);
  }
}
