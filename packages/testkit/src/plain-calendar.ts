import { type Calendar, createCalendar } from '@motcua/core';

const weekday = {
  shifts: [
    { from: '07:30', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
};

/**
 * The calendar of a simulation that was given none: Monday to Friday, 07:30 to 11:30 and 13:00 to 17:00 in Vietnam,
 * 2020 to 2040, and no holiday at all, so that a test can count on its fingers.
 */
export const plainCalendar = (): Calendar =>
  createCalendar({
    id: 'plain',
    version: '1',
    zone: 'Asia/Ho_Chi_Minh',
    name: { vi: 'Lịch thử nghiệm', en: 'Test calendar' },
    source: 'made for tests: it knows no holidays',
    covers: { from: '2020-01-01', to: '2040-12-31' },
    week: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday },
    rows: [],
  });
