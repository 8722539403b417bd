import type { Instant } from '../../contract/time.js';
import { type Calendar, type CalendarDefinition, type CalendarRow, createCalendar, type DayHours } from '../index.js';

const hours: DayHours = {
  shifts: [
    { from: '07:30', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
};

/** A plain office, Monday to Friday, in 2026; tests add what they are about. */
export const officeDefinition: CalendarDefinition = {
  id: 'office',
  version: '1',
  zone: 'Asia/Ho_Chi_Minh',
  name: { vi: 'Cơ quan', en: 'Office' },
  source: 'made up',
  covers: { from: '2025-01-01', to: '2037-12-31' },
  week: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours },
  rows: [],
};

export function office(changes: Partial<CalendarDefinition> = {}): Calendar {
  return createCalendar({ ...officeDefinition, ...changes });
}

export function row(date: string, kind: CalendarRow['kind'], more: Partial<CalendarRow> = {}): CalendarRow {
  return { date, kind, name: { vi: 'ngày lễ', en: 'feast' }, status: 'enacted', source: 'Decree 1', ...more };
}

/** `2026-03-02T09:00` on the wall in Hà Nội. */
export function at(local: string): Instant {
  return Date.parse(`${local}:00+07:00`);
}

export const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
export const wh = (amount: number) => ({ amount, unit: 'workingHour' as const });
export const days = (amount: number) => ({ amount, unit: 'calendarDay' as const });
export const months = (amount: number) => ({ amount, unit: 'month' as const });
