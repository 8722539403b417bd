import { expect, test } from 'vitest';
import { parseInstant } from './parse-time.js';
import { printMoment } from './print-moment.js';

test('prints hour and date on the wall in Vietnam, in both languages', () => {
  const at = parseInstant('2026-03-02T10:05+07:00');
  expect([printMoment(at, 'vi'), printMoment(at, 'en')]).toEqual(['10 giờ 05, ngày 02/03/2026', '10:05 on 02/03/2026']);
});

test('turns the page at midnight in Vietnam, not at midnight UTC', () => {
  expect(printMoment(parseInstant('2025-12-31T16:59Z'), 'en')).toBe('23:59 on 31/12/2025');
  expect(printMoment(parseInstant('2025-12-31T17:00Z'), 'en')).toBe('00:00 on 01/01/2026');
});
