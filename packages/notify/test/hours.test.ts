import { vietnamCalendar } from '@motcua/calendar-vn';
import { parseInstant } from '@motcua/core';
import { expect, test } from 'vitest';
import { allowedFrom } from '../src/allowed-time.js';
import type { Hours } from '../src/index.js';
import { openOffice, receive } from './office.js';

const calendar = vietnamCalendar();
const from = (hours: Hours | undefined, at: string) =>
  calendar.format(allowedFrom(calendar, hours, parseInstant(`${at}+07:00`))).slice(0, 16);

test.each([
  ['in the hours: at once', { from: '07:00', to: '20:00' }, '2026-03-02T09:00', '2026-03-02T09:00'],
  ['before them: when they begin', { from: '07:00', to: '20:00' }, '2026-03-02T05:59', '2026-03-02T07:00'],
  ['at their very end: the next morning', { from: '07:00', to: '20:00' }, '2026-03-02T20:00', '2026-03-03T07:00'],
  ['on a Sunday, when all days are', { from: '07:00', to: '20:00' }, '2026-03-01T08:00', '2026-03-01T08:00'],
  [
    'on a Sunday, when working days are',
    { from: '07:00', to: '20:00', days: 'working' },
    '2026-03-01T08:00',
    '2026-03-02T07:00',
  ],
  ['over Tết', { from: '07:00', to: '20:00', days: 'working' }, '2026-02-13T21:00', '2026-02-23T07:00'],
  [
    'on the Saturday worked for 2 January',
    { from: '07:00', to: '20:00', days: 'working' },
    '2026-01-10T08:00',
    '2026-01-10T08:00',
  ],
  ['in office hours, over lunch', 'office', '2026-03-02T12:00', '2026-03-02T13:00'],
  ['in office hours, on a Friday evening', 'office', '2026-03-06T17:00', '2026-03-09T07:30'],
  ['without hours', undefined, '2026-03-01T03:00', '2026-03-01T03:00'],
] as const)('%s', (_, hours, at, allowed) => {
  expect(from(hours, at)).toBe(allowed);
});

test('what falls in the quiet hours goes out at the next instant that is allowed', async () => {
  const office = await openOffice({ start: '2026-03-02T21:10+07:00' });
  await receive(office);
  expect(office.sent).toEqual([]);
  await office.sim.until('2026-03-03T09:00+07:00');
  expect(office.sent.map(({ when }) => when)).toEqual(['2026-03-03T07:00:00+07:00']);
});
