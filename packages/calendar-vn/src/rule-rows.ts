import type { CalendarRow } from '@motcua/core';
import { type EpochDay, lunarDate } from './lunar-calendar.js';
import { inLieuOf, names, tet } from './names.js';

const DAY_MS = 86_400_000;
const SOURCE = 'by rule, not announced: Labour Code 2019 arts. 111, 112; lunar dates by astronomy at UTC+7';

/** First year with 24 November as a paid day off (Resolution 28/2026/QH16). */
const FIRST_CULTURE_DAY = 2026;

export interface RuleOptions {
  /** Days off before mùng 1; the rest of the five come from mùng 1 on. Default 1. */
  readonly tetDaysBefore?: 1 | 2;
  /** Whether 24 November is a day off; by default from 2026. */
  readonly cultureDay?: boolean;
}

/**
 * The days off of a year by rule alone, provisional until announced.
 *
 * Tết is the day before mùng 1 and four days from it. National Day is 2 September and that neighbour which makes the
 * longer break: 3 September when the 2nd is a Monday, Thursday or Sunday, else 1 September. A holiday on a Saturday
 * or Sunday gives the next free working day off (art. 111.3). Swapped days cannot be foreseen, and are left out.
 */
export function ruleRows(year: number, options: RuleOptions = {}): CalendarRow[] {
  const { tetDaysBefore = 1, cultureDay = year >= FIRST_CULTURE_DAY } = options;
  const newYear = lunarDate(year, 1, 1);
  const holidays: [EpochDay, CalendarRow['name']][] = [
    [dayOf(year, 1, 1), names.newYear],
    [dayOf(year, 4, 30), names.reunification],
    [dayOf(year, 5, 1), names.labour],
    [dayOf(year, 9, 2), names.national],
    [nationalNeighbour(year), names.nationalAdjacent],
    [lunarDate(year, 3, 10), names.hungKings],
  ];
  if (cultureDay) holidays.push([dayOf(year, 11, 24), names.culture]);
  for (let before = tetDaysBefore; before >= 1; before--) holidays.push([newYear - before, tet(-before)]);
  for (let day = 1; day <= 5 - tetDaysBefore; day++) holidays.push([newYear + day - 1, tet(day)]);
  holidays.sort(([a], [b]) => a - b);

  const off = new Map<EpochDay, CalendarRow>();
  for (const [day, name] of holidays) {
    // The lunar holiday can fall on 30 April or 1 May; the law gives no further day for that.
    const same = off.get(day);
    off.set(
      day,
      row(
        day,
        'holiday',
        same === undefined ? name : { vi: `${same.name.vi}; ${name.vi}`, en: `${same.name.en}; ${name.en}` },
      ),
    );
  }
  for (const [day, name] of holidays) {
    if (!isWeekend(day)) continue;
    let free = day + 1;
    while (isWeekend(free) || off.has(free)) free++;
    off.set(free, row(free, 'substitute', inLieuOf(name, dateOf(day))));
  }
  return [...off.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function nationalNeighbour(year: number): EpochDay {
  const national = dayOf(year, 9, 2);
  const weekday = weekdayOf(national);
  return weekday === 1 || weekday === 4 || weekday === 7 ? national + 1 : national - 1;
}

function row(day: EpochDay, kind: 'holiday' | 'substitute', name: CalendarRow['name']): CalendarRow {
  return { date: dateOf(day), kind, name, status: 'provisional', source: SOURCE };
}

function dayOf(year: number, month: number, day: number): EpochDay {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

function dateOf(day: EpochDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 1 = Monday … 7 = Sunday. */
function weekdayOf(day: EpochDay): number {
  return ((day + 3) % 7) + 1;
}

function isWeekend(day: EpochDay): boolean {
  return weekdayOf(day) >= 6;
}
