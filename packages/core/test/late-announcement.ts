import { type Calendar, type CalendarRow, createCalendar, withRows } from '../src/index.js';
import { officeCalendar } from './office-calendar.js';

const name = { vi: 'dịp Tết Dương lịch', en: 'New Year break' };
const holiday: CalendarRow = {
  date: '2026-01-01',
  kind: 'holiday',
  name: { vi: 'Tết Dương lịch', en: "New Year's Day" },
  status: 'enacted',
  source: 'Labour Code 2019 art. 112',
};
const source = 'Văn bản 12729/VPCP-KGVX ngày 25/12/2025';
/** Friday 2 January 2026 off, Saturday 10 January worked for it: announced on 25 December 2025. */
export const swapRows: readonly CalendarRow[] = [
  { date: '2026-01-02', kind: 'swap-off', name, status: 'enacted', source, swappedWith: '2026-01-10' },
  { date: '2026-01-10', kind: 'swap-work', name, status: 'enacted', source, swappedWith: '2026-01-02' },
];

const version = (base: Calendar, rows: readonly CalendarRow[], to: string): Calendar =>
  createCalendar(withRows(base.definition, rows, { version: to }));

/** The office's year as it was known before, and after the announcement. */
export const before = version(officeCalendar, [holiday], '2');
export const after = version(before, swapRows, '3');
/** The announcement withdrawn. */
export const withdrawn = version(before, [], '4');

/** The office works on these dates. */
export const worksOn = (base: Calendar, dates: readonly string[], to: string): Calendar =>
  version(
    base,
    dates.map((date) => ({ date, kind: 'office-open', name, status: 'enacted', source })),
    to,
  );

/** The office is closed on these dates. */
export const closedOn = (base: Calendar, dates: readonly string[], to: string): Calendar =>
  version(
    base,
    dates.map((date) => ({
      date,
      kind: 'office-off',
      name: { vi: 'bão số 5', en: 'storm no. 5' },
      status: 'enacted',
      source: 'Công điện 12/CĐ-UBND',
    })),
    to,
  );
