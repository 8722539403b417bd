import { createCalendar } from '@motcua/core';

const weekday = {
  shifts: [
    { from: '07:30', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
};

/** Monday to Friday, with a week off now and then, so that terms are counted over days off as well. */
export const officeCalendar = createCalendar({
  id: 'torture-office',
  version: '1',
  zone: 'Asia/Ho_Chi_Minh',
  name: { vi: 'Lịch kiểm tra sức bền', en: 'Torture calendar' },
  source: 'made for the torture run',
  covers: { from: '2025-01-01', to: '2040-12-31' },
  week: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday },
  rows: ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-04-30', '2026-05-01'].map(
    (date) => ({
      date,
      kind: 'holiday' as const,
      name: { vi: 'Ngày nghỉ', en: 'Day off' },
      status: 'enacted' as const,
      source: 'made for the torture run',
    }),
  ),
});
