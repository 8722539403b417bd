import type { Budget, Instant, Length } from '../../contract/time.js';
import { monthsAfter } from '../calendar-days.js';
import { fixedEnd, type Stage } from '../due.js';
import { nextOpen } from '../open-time.js';
import { calendarReceiptDay, openingOf, receiptDay, receiptOpening } from '../receipt.js';
import { halvesOf, workingMsOf } from '../term.js';
import type { Counting, Interruption } from '../types.js';
import { type Narration, tell, tellDaysOffBetween, tellReceipt } from './narration.js';
import { tellCalendarDays, tellMonths, tellUntil } from './tell-calendar-days.js';
import { tellWorkingDays } from './tell-working-days.js';
import { openingText, tellWorkingHours } from './tell-working-hours.js';
import { budgetText, endText, fixedEndText, momentText, text } from './words.js';

/** One phase of a term, with the answer that its telling has to lead to. */
export interface Phase {
  readonly from: Instant;
  readonly budget: Budget;
  readonly end: Instant;
  readonly counting: Counting | undefined;
  readonly interruptions: readonly Interruption[];
}

const firstDayNotCounted = text(
  'ngày này không tính (Điều 147 Bộ luật Dân sự 2015)',
  'this day is not counted (Civil Code 2015, art. 147)',
);
const firstDayCounted = text('ngày này được tính', 'this day is counted');
const fromNow = text(
  'tính từ thời điểm này (Điều 147 Bộ luật Dân sự 2015)',
  'counts from this moment (Civil Code 2015, art. 147)',
);
const sameDay = text('giải quyết trong ngày', 'to be settled on the same day');
const nextDay = text(
  'đã hết giờ làm việc; giải quyết trong ngày làm việc tiếp theo',
  'after close of business; to be settled on the next working day',
);

/** Tells the phase that begins with the receipt. */
export function tellFirstPhase(narration: Narration, phase: Phase): void {
  const { budget } = phase;
  if (!('unit' in budget)) tellFixedEnd(narration, phase, budget);
  else if (budget.unit === 'workingDay') tellFromReceiptDay(narration, phase, budget.amount);
  else if (budget.unit === 'workingHour') tellFromReceiptMoment(narration, phase, budget.amount);
  else tellFromReceiptDate(narration, phase, budget);
}

function tellFromReceiptDay(narration: Narration, phase: Phase, amount: number): void {
  const { line } = narration;
  const { from, end, counting, interruptions } = phase;
  const effective = receiptDay(line, from, line.dayOf(from), counting);
  const after = effective === line.dayOf(from) ? from : openingOf(line, effective);
  const counted = counting?.countFirstDay === true || amount === 0;
  const own = counted && (line.close[effective] as number) > after;
  const ofSomeLength = own ? firstDayCounted : firstDayNotCounted;
  const ofNoLength = own ? sameDay : nextDay;
  tellReceipt(narration, from, effective, counting, amount === 0 ? ofNoLength : ofSomeLength);
  const first = own ? effective : effective + 1;
  tellWorkingDays(narration, halvesOf(amount), first, after, line.dayOf(end - 1), interruptions);
}

function tellFromReceiptMoment(narration: Narration, phase: Phase, amount: number): void {
  const { line } = narration;
  const { from, end, counting, interruptions } = phase;
  const start = receiptOpening(line, from, counting);
  tellReceipt(narration, from, line.dayOf(start), counting, start === from ? fromNow : openingText(line, start));
  tellWorkingHours(narration, workingMsOf(amount), start, end, interruptions);
}

function tellFromReceiptDate(narration: Narration, phase: Phase, length: Length): void {
  const { line } = narration;
  const { from, counting } = phase;
  const effective = calendarReceiptDay(line, from, line.dayOf(from), counting);
  const after = effective === line.dayOf(from) ? from : openingOf(line, effective);
  const counted = counting?.countFirstDay === true && length.amount > 0;
  tellReceipt(narration, from, effective, counting, counted ? firstDayCounted : firstDayNotCounted);
  tellDates(narration, { ...phase, from: after }, length, effective, counted ? effective - 1 : effective);
}

function tellFixedEnd(narration: Narration, phase: Phase, budget: Exclude<Budget, Length>): void {
  const { line } = narration;
  const { from, counting, interruptions } = phase;
  const until = fixedEnd(line, budget);
  const moment = momentText(line, until);
  const lead = fixedEndText(line, budget);
  const end = budget.before === undefined ? moment : text(`${moment.vi} (${lead.vi})`, `${moment.en} (${lead.en})`);
  const day = line.nearestDay(from);
  if (from >= (line.midnight[0] as number) && day < line.days) {
    const what = text(
      `tính từ ngày này, thời hạn ấn định đến ${end.vi}`,
      `runs from this day, to the fixed end at ${end.en}`,
    );
    tell(narration, day, 'received', what);
  }
  tellUntil(narration, until, from, counting, interruptions);
}

/** Tells a phase that goes on from the end of another, which was on `day`. */
export function tellLaterPhase(narration: Narration, phase: Phase, day: number): void {
  const { line } = narration;
  const { from, budget, end, counting, interruptions } = phase;
  const [at, length] = [endText(line, day, from), budgetText(line, budget)];
  const what = text(
    `từ ${at.vi.slice(0, 5)} tính tiếp ${length.vi}`,
    `from ${at.en.slice(0, 5)} on, ${length.en} more`,
  );
  tell(narration, day, 'phase', what);
  if (!('unit' in budget)) tellUntil(narration, fixedEnd(line, budget), from, counting, interruptions);
  else if (budget.amount === 0) return;
  else if (budget.unit === 'workingDay') {
    tellWorkingDays(narration, halvesOf(budget.amount), day + 1, from, line.dayOf(end - 1), interruptions);
  } else if (budget.unit === 'workingHour') {
    const start = nextOpen(line, from);
    tellDaysOffBetween(narration, day, line.dayOf(start));
    tellWorkingHours(narration, workingMsOf(budget.amount), start, end, interruptions);
  } else tellDates(narration, phase, budget, day, day);
}

/** Tells that the count has ended, and that an end promised before it stands. */
export function tellKept(narration: Narration, { from, end, endDay }: Stage): void {
  const { line } = narration;
  const [counted, kept] = [momentText(line, from), endText(line, endDay, end)];
  tell(
    narration,
    endDay,
    'kept',
    text(
      `tính đến ${counted.vi}; ngày đã hẹn ${kept.vi} được giữ, không đưa về sớm hơn`,
      `the count ends at ${counted.en}; the promised end at ${kept.en} stands and is not brought forward`,
    ),
  );
}

/** @param base counting begins on the day after it; `day` itself unless that is counted */
function tellDates(narration: Narration, phase: Phase, length: Length, day: number, base: number): void {
  const { from: after, counting, interruptions } = phase;
  const term = { base, after, counting, interruptions };
  if (length.unit === 'month') {
    const lastDay = monthsAfter(narration.line, day, length.amount) - (day - base);
    tellMonths(narration, length.amount, day, { ...term, lastDay });
  } else tellCalendarDays(narration, { ...term, lastDay: base + length.amount });
}
