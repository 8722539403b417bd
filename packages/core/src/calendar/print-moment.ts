import type { Language } from '../contract/text.js';
import type { Instant } from '../contract/time.js';
import { DAY_MS, MINUTE_MS, twoDigits, writeLocalDate, writeLocalTime } from './civil-date.js';

const OFFSET_MS = 7 * 60 * MINUTE_MS;

/**
 * `10 giờ 05, ngày 02/03/2026`, `10:05 on 02/03/2026`: hour and date as the forms of Vietnamese offices ask for them.
 * Vietnam has one zone, UTC+7, and no summer time. It reads no locale data, so a letter has the same bytes everywhere.
 */
export function printMoment(at: Instant, language: Language): string {
  const wall = at + OFFSET_MS;
  const day = Math.floor(wall / DAY_MS);
  const minutes = Math.floor((wall - day * DAY_MS) / MINUTE_MS);
  const [year, month, date] = writeLocalDate(day).split('-');
  const on = `${date}/${month}/${year}`;
  return language === 'vi'
    ? `${twoDigits(Math.floor(minutes / 60))} giờ ${twoDigits(minutes % 60)}, ngày ${on}`
    : `${writeLocalTime(minutes)} on ${on}`;
}
