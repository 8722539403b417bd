import type { Text } from '../../contract/text.js';
import type { Budget, Instant, Length, TermUnit } from '../../contract/time.js';
import { civilDateOf, isoWeekdayOf, twoDigits } from '../civil-date.js';
import { formatInstant, timeAt } from '../format-instant.js';
import type { Timeline } from '../timeline.js';

const weekdays: readonly Text[] = [
  { vi: 'Thứ Hai', en: 'Monday' },
  { vi: 'Thứ Ba', en: 'Tuesday' },
  { vi: 'Thứ Tư', en: 'Wednesday' },
  { vi: 'Thứ Năm', en: 'Thursday' },
  { vi: 'Thứ Sáu', en: 'Friday' },
  { vi: 'Thứ Bảy', en: 'Saturday' },
  { vi: 'Chủ Nhật', en: 'Sunday' },
];

const months = 'January February March April May June July August September October November December'.split(' ');

const units: { readonly [unit in TermUnit]: { readonly vi: string; readonly one: string; readonly many: string } } = {
  workingDay: { vi: 'ngày làm việc', one: 'working day', many: 'working days' },
  workingHour: { vi: 'giờ làm việc', one: 'working hour', many: 'working hours' },
  calendarDay: { vi: 'ngày', one: 'calendar day', many: 'calendar days' },
  month: { vi: 'tháng', one: 'month', many: 'months' },
};

/** Both languages from one template. */
export function text(vi: string, en: string): Text {
  return { vi, en };
}

/** `Thứ Ba 17/02/2026` / `Tuesday 17 February 2026`. */
export function dateText(line: Timeline, day: number): Text {
  const { year, month, day: ofMonth } = civilDateOf(line.firstDay + day);
  const weekday = weekdays[isoWeekdayOf(line.firstDay + day) - 1] as Text;
  return text(
    `${weekday.vi} ${twoDigits(ofMonth)}/${twoDigits(month)}/${year}`,
    `${weekday.en} ${ofMonth} ${months[month - 1] as string} ${year}`,
  );
}

/** `17:00 Thứ Năm 26/02/2026`; the time alone reads 24:00 where the instant ends a day. */
export function momentText(line: Timeline, at: Instant): Text {
  const day = line.nearestDay(at);
  if (at < (line.midnight[0] as number) || day >= line.days) {
    const iso = formatInstant(line.zone, at);
    return text(iso, iso);
  }
  const date = dateText(line, day);
  const time = timeAt(line.zone, at);
  return text(`${time} ${date.vi}`, `${time} on ${date.en}`);
}

/** The moment a term ends: 24:00 of the day it ends, not 00:00 of the day after. */
export function endText(line: Timeline, day: number, end: Instant): Text {
  const date = dateText(line, day);
  const time = end === line.midnight[day + 1] ? '24:00' : timeAt(line.zone, end);
  return text(`${time} ${date.vi}`, `${time} on ${date.en}`);
}

/** `2,5 ngày làm việc` / `2.5 working days`. */
export function amountText(amount: number, unit: TermUnit): Text {
  const { vi, one, many } = units[unit];
  const number = String(Math.round(amount * 1000) / 1000);
  return text(`${number.replace('.', ',')} ${vi}`, `${number} ${amount === 1 ? one : many}`);
}

export function budgetText(line: Timeline, budget: Budget): Text {
  if ('unit' in budget) return amountText(budget.amount, budget.unit);
  const end = fixedEndText(line, budget);
  return text(`đến ${end.vi}`, `until ${end.en}`);
}

/** `10:00 Thứ Năm 05/03/2026`, or `5 ngày làm việc trước 10:00 Thứ Năm 05/03/2026`. */
export function fixedEndText(line: Timeline, { until, before }: Exclude<Budget, Length>): Text {
  const moment = momentText(line, until);
  if (before === undefined) return moment;
  const lead = amountText(before.amount, before.unit);
  return text(`${lead.vi} trước ${moment.vi}`, `${lead.en} before ${moment.en}`);
}
