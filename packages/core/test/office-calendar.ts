import { createCalendar } from '../src/index.js';

const weekday = {
  shifts: [
    { from: '07:30', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
};

/** Monday to Friday, two shifts, 2025 to 2030, with Hùng Kings' Day 2026. */
export const officeCalendar = createCalendar({
  id: 'office',
  version: '1',
  zone: 'Asia/Ho_Chi_Minh',
  name: { vi: 'Lịch cơ quan', en: 'Office calendar' },
  source: 'made for tests',
  covers: { from: '2025-01-01', to: '2030-12-31' },
  week: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday },
  rows: [
    {
      date: '2026-04-27',
      kind: 'substitute',
      name: { vi: 'Nghỉ bù Giỗ Tổ Hùng Vương', en: "Substitute day for Hung Kings' Day" },
      status: 'enacted',
      source: 'made for tests',
    },
  ],
});
