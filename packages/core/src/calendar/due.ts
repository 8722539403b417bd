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
  if (then !== undefined && then.length > 0) return (stagesOf(line, term).at(-1) as Stage).end;
  return firstPhase(line, from, budget, counting, sortedInterruptions(term.interruptions));
}

/** One stage of a term, resolved: a phase that was counted, or a promise that was kept. */
export type Stage = {
  readonly from: Instant;
  readonly end: Instant;
  /** The day on which the end falls. */
  readonly endDay: number;
} & (
  | { readonly kind: 'first'; readonly budget: Budget }
  /** `day`: on which the stage before ended. */
  | { readonly kind: 'later'; readonly budget: Budget; readonly day: number }
  | { readonly kind: 'kept' }
);

/** The stages of a term in order. A promise that the count reaches by itself is none, and leaves no seam. */
export function stagesOf(line: Timeline, term: Term): readonly Stage[] {
  const interruptions = sortedInterruptions(term.interruptions);
  let done: readonly Stage[] = [];
  let budgets: Budget[] = [term.budget];
  const counted = () => [...done, ...phases(line, term, interruptions, budgets, done.at(-1))];
  for (const next of term.then ?? []) {
    if (!('notBefore' in next)) {
      budgets.push(next);
      continue;
    }
    const stages = counted();
    const { end } = stages.at(-1) as Stage;
    const kept = checkedInstant(next.notBefore);
    if (kept <= end) continue;
    done = [...stages, { kind: 'kept', from: end, end: kept, endDay: line.dayOf(kept - 1) }];
    budgets = [];
  }
  return budgets.length === 0 ? done : counted();
}

/** Counts budgets one after another: from the receipt, or from the end of the stage before. */
function phases(
  line: Timeline,
  { from, counting }: Term,
  interruptions: readonly Interruption[],
  budgets: readonly Budget[],
  before: Stage | undefined,
): readonly Stage[] {
  const stages: Stage[] = [];
  let last = before;
  for (const budget of phasesOf(budgets)) {
    const stage: Stage =
      last === undefined
        ? {
            kind: 'first',
            budget,
            from,
            ...ended(line, firstPhase(line, from, budget, counting, interruptions), budget),
          }
        : {
            kind: 'later',
            budget,
            from: last.end,
            day: last.endDay,
            ...ended(line, laterPhase(line, last.end, last.endDay, budget, counting, interruptions), budget),
          };
    stages.push(stage);
    last = stage;
  }
  return stages;
}

/** An end at 24:00 belongs to the day it ends, not to the one it begins. */
function ended(line: Timeline, end: Instant, budget: Budget): Pick<Stage, 'end' | 'endDay'> {
  const ofNoLength = 'unit' in budget && budget.amount === 0;
  return { end, endDay: line.dayOf(ofNoLength ? end : end - 1) };
}

/** The end of one length received at `from`, without interruptions. */
export function endOfLength(line: Timeline, from: Instant, length: Length, counting: Counting | undefined): Instant {
  return firstPhase(line, from, length, counting, noInterruptions);
}

/** The phase that begins with the receipt, and is counted by all the rules of receipt. */
function firstPhase(
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
function laterPhase(
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
  const end = checkedInstant(until);
  return before === undefined ? end : instantBefore(line, end, before);
}

function checkedInstant(at: Instant): Instant {
  if (!Number.isInteger(at)) throw notAnInstant(at);
  return at;
}
