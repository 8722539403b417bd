import type { Text } from '../../contract/text.js';
import type { Instant } from '../../contract/time.js';
import { timeAt } from '../format-instant.js';
import { isWorkingDay, receiptReason } from '../receipt.js';
import type { Timeline } from '../timeline.js';
import type { CalendarRow, Counting, ExplanationStep, Interruption, RowStatus } from '../types.js';
import { dateText, momentText, text } from './words.js';

/** Collects the steps of one derivation, in the order people read them. */
export interface Narration {
  readonly line: Timeline;
  readonly steps: ExplanationStep[];
  /** How much of the budget is used so far, in its unit. */
  used: number;
}

export function createNarration(line: Timeline): Narration {
  return { line, steps: [], used: 0 };
}

/** What a date says of how sure its row is. */
const marks: Readonly<Record<RowStatus, Text>> = {
  enacted: text('', ''),
  unconfirmed: text(' (ngày này chưa đối chiếu văn bản)', ' (day not confirmed: instrument not seen)'),
  provisional: text(' (dự kiến, chưa được công bố)', ' (provisional, not yet announced)'),
};

/** Adds a step about a day; `what` follows the date. The row behind the day is named with its status and source. */
export function tell(narration: Narration, day: number, rule: ExplanationStep['rule'], what: Text): void {
  const { line, steps, used } = narration;
  const date = dateText(line, day);
  const row = line.rowOf.get(day);
  const mark = marks[row?.status ?? 'enacted'];
  steps.push({
    date: line.dateOf(day),
    rule,
    used,
    text: text(`${date.vi}: ${what.vi}${mark.vi}`, `${date.en}: ${what.en}${mark.en}`),
    ...(row === undefined ? {} : { kind: row.kind, status: row.status, source: row.source }),
  });
}

/** A day that adds nothing because the office is closed, or open without counting. */
export function tellDayOff(narration: Narration, day: number): void {
  const row = narration.line.rowOf.get(day);
  tell(narration, day, row?.kind ?? 'weekly-day-off', dayOffText(narration.line, day));
}

/** Every day off between two days, both left out. */
export function tellDaysOffBetween(narration: Narration, from: number, to: number): void {
  for (let day = from + 1; day < to; day++) if (!isWorkingDay(narration.line, day)) tellDayOff(narration, day);
}

/** Why a date is no working day: the holiday or swap by its name, or the week. */
export function dayOffText(line: Timeline, day: number): Text {
  const row = line.rowOf.get(day);
  if (row !== undefined) return rowText(row);
  return Number.isNaN(line.close[day])
    ? text('nghỉ hằng tuần', 'weekly day off')
    : text('có giờ mở cửa nhưng không tính là ngày làm việc', 'open, but does not count as a working day');
}

function rowText({ kind, name, swappedWith }: CalendarRow): Text {
  switch (kind) {
    case 'holiday':
      return text(`nghỉ ${name.vi}`, `public holiday, ${name.en}`);
    case 'substitute':
      return text(`nghỉ bù ${name.vi}`, `day off in lieu, ${name.en}`);
    case 'swap-off':
      return text(
        `nghỉ hoán đổi, ${name.vi}, làm bù vào ${shortDate(swappedWith)}`,
        `day off by swap, ${name.en}, made up for on ${swappedWith ?? ''}`,
      );
    case 'swap-work':
      return text(
        `ngày làm việc bù cho ${shortDate(swappedWith)}, ${name.vi}`,
        `worked in exchange for ${swappedWith ?? ''}, ${name.en}`,
      );
    case 'office-off':
      return text(`cơ quan nghỉ, ${name.vi}`, `office closed, ${name.en}`);
    case 'office-open':
      return text(`cơ quan làm việc, ${name.vi}`, `office open, ${name.en}`);
  }
}

/** What the calendar says about a day that has a row, to follow the sentence that counts it. */
export function namedDay(line: Timeline, day: number): Text {
  const row = line.rowOf.get(day);
  if (row === undefined) return text('', '');
  const { vi, en } = rowText(row);
  return text(` (${vi})`, ` (${en})`);
}

export function interruptionText(line: Timeline, { from, to, effect }: Interruption): Text {
  const [begin, end] = [momentText(line, from), momentText(line, to)];
  return effect === 'exclude'
    ? text(`thời gian không tính từ ${begin.vi} đến ${end.vi}`, `period excluded from ${begin.en} to ${end.en}`)
    : text(`tạm dừng từ ${begin.vi} đến ${end.vi}`, `interrupted from ${begin.en} to ${end.en}`);
}

/** The day of receipt, and the day a late one counts from. `counted`: what becomes of the effective day. */
export function tellReceipt(
  narration: Narration,
  from: Instant,
  effective: number,
  counting: Counting | undefined,
  counted: Text,
): void {
  const { line } = narration;
  const day = line.dayOf(from);
  const time = timeAt(line.zone, from);
  if (effective === day) {
    tell(
      narration,
      day,
      'received',
      text(`tiếp nhận lúc ${time}; ${counted.vi}`, `received at ${time}; ${counted.en}`),
    );
    return;
  }
  const moved = dateText(line, effective);
  const asOf = text(`coi như tiếp nhận vào ${moved.vi}`, `counts as received on ${moved.en}`);
  const reason = receiptReason(line, from, day, counting);
  if (reason === 'after-cut-off') {
    const cutOff = cutOffText(counting);
    tell(
      narration,
      day,
      'received-after-cut-off',
      text(
        `tiếp nhận lúc ${time}, sau ${cutOff.vi}; ${asOf.vi}`,
        `received at ${time}, after ${cutOff.en}; ${asOf.en}`,
      ),
    );
  } else if (reason === 'on-time') {
    tell(
      narration,
      day,
      'received',
      text(
        `tiếp nhận lúc ${time}, ngoài giờ làm việc; ${asOf.vi}`,
        `received at ${time}, outside office hours; ${asOf.en}`,
      ),
    );
  } else {
    const why = dayOffText(line, day);
    tell(
      narration,
      day,
      'received-day-off',
      text(
        `tiếp nhận lúc ${time} vào ngày nghỉ (${why.vi}); ${asOf.vi}`,
        `received at ${time} on a day off (${why.en}); ${asOf.en}`,
      ),
    );
  }
  tellDaysOffBetween(narration, day, effective);
  tell(
    narration,
    effective,
    'received',
    text(`coi là ngày tiếp nhận; ${counted.vi}`, `taken as the day of receipt; ${counted.en}`),
  );
}

function cutOffText(counting: Counting | undefined): Text {
  const cutOff = counting?.cutOff;
  if (cutOff === undefined || 'at' in cutOff) {
    const at = cutOff?.at ?? '';
    return text(`giờ chốt tiếp nhận ${at}`, `the cut-off of ${at}`);
  }
  const { minutesBeforeClose: minutes } = cutOff;
  return text(
    `giờ chốt tiếp nhận (${minutes} phút trước khi hết giờ làm việc)`,
    `the cut-off (${minutes} minutes before close of business)`,
  );
}

function shortDate(date: string | undefined): string {
  return date === undefined ? '' : date.split('-').reverse().join('/');
}
