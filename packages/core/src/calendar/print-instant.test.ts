import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInstant, printInstant } from './index.js';

test('an instant is printed with the offset of its zone, whatever the machine', () => {
  // #region print
  const dueAt = parseInstant('2026-02-26T10:00:00Z');
  const text = printInstant(dueAt, 'Asia/Ho_Chi_Minh');
  // #endregion
  expect(text).toBe('2026-02-26T17:00:00+07:00');
  const berlin = (iso: string) => printInstant(parseInstant(iso), 'Europe/Berlin');
  expect(berlin('2026-03-29T00:59:59.999Z')).toBe('2026-03-29T01:59:59.999+01:00');
  expect(berlin('2026-03-29T01:00:00Z')).toBe('2026-03-29T03:00:00+02:00');
  expect(printInstant(0, 'America/St_Johns')).toBe('1969-12-31T20:30:00-03:30');
  expect(printInstant(0, 'UTC')).toBe('1970-01-01T00:00:00+00:00');
});

test('what is printed is read back as the same instant', () => {
  const zone = fc.constantFrom('Asia/Ho_Chi_Minh', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Auckland');
  const at = fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2100, 0) });
  fc.assert(fc.property(at, zone, (instant, name) => parseInstant(printInstant(instant, name)) === instant));
});

test('what is no instant and what is no zone is refused', () => {
  for (const print of [
    () => printInstant(Number.NaN, 'UTC'),
    () => printInstant(0.5, 'UTC'),
    () => printInstant(0, 'Hanoi'),
  ]) {
    expect(print).toThrow(expect.objectContaining({ code: 'MC_TIME_INVALID' }));
  }
});
