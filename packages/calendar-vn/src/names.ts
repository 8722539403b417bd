import type { CalendarRow } from '@motcua/core';

type Name = CalendarRow['name'];

/** The public holidays of Labour Code 2019 art. 112, and the breaks that swaps make. */
export const names = {
  newYear: { vi: 'Tết Dương lịch', en: "New Year's Day" },
  hungKings: {
    vi: 'Giỗ Tổ Hùng Vương (mùng 10 tháng 3 âm lịch)',
    en: "Hùng Kings' Commemoration Day (10th of the 3rd lunar month)",
  },
  reunification: { vi: 'Ngày Giải phóng miền Nam, thống nhất đất nước (30/4)', en: 'Reunification Day (30 April)' },
  labour: { vi: 'Ngày Quốc tế Lao động (01/5)', en: 'International Labour Day (1 May)' },
  national: { vi: 'Quốc khánh (02/9)', en: 'National Day (2 September)' },
  nationalAdjacent: { vi: 'Quốc khánh (ngày liền kề 02/9)', en: 'National Day (the adjacent day)' },
  culture: { vi: 'Ngày Văn hóa Việt Nam (24/11)', en: 'Vietnam Culture Day (24 November)' },
  newYearBreak: { vi: 'dịp Tết Dương lịch', en: 'New Year break' },
  victoryBreak: { vi: 'dịp 30/4 và 01/5', en: '30 April and 1 May break' },
  nationalBreak: { vi: 'dịp Quốc khánh', en: 'National Day break' },
} as const satisfies Record<string, Name>;

/** A day of the Lunar New Year: 1 is mùng 1, -1 the day before it. */
export function tet(day: number): Name {
  return day > 0
    ? { vi: `Tết Nguyên đán (mùng ${day})`, en: `Lunar New Year (day ${day})` }
    : {
        vi: `Tết Nguyên đán (trước mùng 1: ${-day} ngày)`,
        en: `Lunar New Year (${-day} day${day === -1 ? '' : 's'} before)`,
      };
}

/** The name of the holiday that a day in lieu stands for, with its date. */
export function inLieuOf(name: Name, date: string): Name {
  return {
    vi: `${name.vi}, trùng ngày nghỉ hằng tuần ${date.split('-').reverse().join('/')}`,
    en: `${name.en}, on the weekly day off ${date}`,
  };
}
