import type { Budget, Instant, Length } from '../contract/time.js';
import { instantBefore } from './between.js';
import { endOfCalendarTerm, monthsAfter, movedUntil } from './calendar-days.js';
import { firstInstantWith, nextOpen, openBefore, openBeforeNearest } from './open-time.js';
import { calendarReceiptDay, openingOf, receiptDay, receiptOpening } from './receipt.js';
import { closingSpans, noInterruptions, pausedSpans, type Span, sortedInterruptions } from './spans.js';
import { halvesOf, phasesOf, unitUnknown, wholeOf, workingMsOf } from './term.js';
import { afterRange, notAnInstant, type Timeline } from './timeline.js';
import type { Counting, Interruption, Term } from './types.js';
import { consumeWorkingDays, firstRunningClose } from './working-days.js';

/** The end of a complete term. Each phase is a few table reads, whatever its length. */
export function dueOf(line: Timeline, term: Term): Instant {
  const { from, budget, counting, then } = term;
  const interruptions = sortedInterruptions(term.interruptions);
  if (then === undefined || then.length === 0) return firstPhase(line, from, budget, counting, interruptions);

  const phases = phasesOf(budget, then);
  let due = firstPhase(line, from, phases[0] as Budget, counting, interruptions);
  for (let index = 1; index < phases.length; index++) {
    due = laterPhase(
      line,
      due,
      endDay(line, due, phases[index - 1] as Budget),
      phases[index] as Budget,
      counting,
      interruptions,
    );
  }
  return due;
}

/** The end of one length received at `from`, without interruptions. */
export function endOfLength(line: Timeline, from: Instant, length: Length, counting: Counting | undefined): Instant {
  return firstPhase(line, from, length, counting, noInterruptions);
}

/** The phase that begins with the receipt, and is counted by all the rules of receipt. */
export function firstPhase(
  line: Timeline,
  from: Instant,
  budget: Budget,
  counting: Counting | undefined,
  interruptions: readonly Interruption[],
): Instant {
  if (!('unit' in budget)) return movedUntil(line, fixedEnd(line, budget), from, counting, interruptions);
  const countFirstDay = counting?.countFirstDay === true;
  switch (budget.unit) {
    case 'workingDay': {
      const halves = halvesOf(budget.amount);
      const day = line.dayOf(from);
      const effective = receiptDay(line, from, day, counting);
      const after = effective === day ? from : openingOf(line, effective);
      const ahead = halves > 0 && !countFirstDay;
      const closesLater = (line.close[effective] as number) > after;
      const first = closesLater && !ahead ? effective : (line.workingFrom[effective + 1] as number);
      return workingDaysEnd(line, halves, first, after, counting, closingSpans(line, interruptions));
    }
    case 'workingHour':
      return workingHoursEnd(line, receiptOpening(line, from, counting), workingMsOf(budget.amount), interruptions);
    case 'calendarDay':
    case 'month': {
      const amount = wholeOf(budget.amount, budget.unit);
      const day = line.dayOf(from);
      const effective = calendarReceiptDay(line, from, day, counting);
      const after = effective === day ? from : openingOf(line, effective);
      const counted = countFirstDay && amount > 0 ? 1 : 0;
      const lastDay = budget.unit === 'month' ? monthsAfter(line, effective, amount) : effective + amount;
      return endOfCalendarTerm(line, lastDay - counted, after, counting, interruptions);
    }
    default:
      throw unitUnknown(budget);
  }
}

/** A phase that goes on from the end of another: its day is not counted, and there is no receipt to judge. */
export function laterPhase(
  line: Timeline,
  from: Instant,
  day: number,
  budget: Budget,
  counting: Counting | undefined,
  interruptions: readonly Interruption[],
): Instant {
  if (!('unit' in budget)) return movedUntil(line, fixedEnd(line, budget), from, counting, interruptions);
  switch (budget.unit) {
    case 'workingDay': {
      const halves = halvesOf(budget.amount);
      if (halves === 0) return from;
      return workingDaysEnd(
        line,
        halves,
        line.workingFrom[day + 1] as number,
        from,
        counting,
        closingSpans(line, interruptions),
      );
    }
    case 'workingHour': {
      const ms = workingMsOf(budget.amount);
      return ms === 0 ? from : workingHoursEnd(line, nextOpen(line, from), ms, interruptions);
    }
    case 'calendarDay':
    case 'month': {
      const amount = wholeOf(budget.amount, budget.unit);
      if (amount === 0) return from;
      const lastDay = budget.unit === 'month' ? monthsAfter(line, day, amount) : day + amount;
      return endOfCalendarTerm(line, lastDay, from, counting, interruptions);
    }
    default:
      throw unitUnknown(budget);
  }
}

/** The day on which a phase ended: an end at 24:00 belongs to the day it ends, not to the one it begins. */
export function endDay(line: Timeline, due: Instant, budget: Budget): number {
  const ofNoLength = 'unit' in budget && budget.amount === 0;
  return line.dayOf(ofNoLength ? due : due - 1);
}

function workingDaysEnd(
  line: Timeline,
  halves: number,
  first: number,
  after: Instant,
  counting: Counting | undefined,
  spans: readonly Span[],
): Instant {
  if (first >= line.days) throw afterRange(line);
  const end =
    halves === 0
      ? firstRunningClose(line, first, spans)
      : consumeWorkingDays(line, halves, { day: first, after }, spans);
  return counting?.end === 'midnight' ? (line.midnight[line.dayOf(end - 1) + 1] as number) : end;
}

function workingHoursEnd(line: Timeline, start: Instant, ms: number, interruptions: readonly Interruption[]): Instant {
  if (ms === 0) return start;
  let end = openBefore(line, start) + ms;
  for (const { from, to } of pausedSpans(interruptions)) {
    if (to <= start) continue;
    const paused = openBeforeNearest(line, Math.max(from, start));
    if (end <= paused) break;
    end += openBeforeNearest(line, to) - paused;
  }
  return firstInstantWith(line, end);
}

/** The end a budget fixes: an instant, or so much before it. */
export function fixedEnd(line: Timeline, { until, before }: Exclude<Budget, Length>): Instant {
  if (until === undefined) throw unitUnknown({ until });
  if (!Number.isInteger(until)) throw notAnInstant(until);
  return before === undefined ? until : instantBefore(line, until, before);
}
