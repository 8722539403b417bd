import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { officeCalendar } from '../../test/office-calendar.js';
import { parseInstant } from '../calendar/index.js';
import type { Custody, Holder } from '../contract/case.js';
import { timeAccount } from './account.js';

const HOUR = 3_600_000;
const at = (text: string) => parseInstant(`${text}+07:00`);
const justice: Holder = { kind: 'unit', id: 'justice' };
const citizen: Holder = { kind: 'citizen', id: 'hoa' };

describe('a time account', () => {
  test('gives every working hour to the one who had the case', () => {
    const custody: Custody[] = [
      { from: at('2026-03-02T09:00'), holder: justice },
      { from: at('2026-03-03T10:00'), holder: citizen },
      { from: at('2026-03-05T14:00'), holder: justice },
    ];
    expect(timeAccount(custody, at('2026-03-06T07:30'), officeCalendar)).toEqual({
      calendar: { id: 'office', version: '1' },
      from: at('2026-03-02T09:00'),
      to: at('2026-03-06T07:30'),
      totalWorkingMs: 30.5 * HOUR,
      rows: [
        { holder: justice, workingMs: 12 * HOUR, times: 2 },
        { holder: citizen, workingMs: 18.5 * HOUR, times: 1 },
      ],
    });
  });

  test('counts nothing while nobody is waited for', () => {
    const custody: Custody[] = [{ from: at('2026-03-02T09:00'), holder: justice }, { from: at('2026-03-02T11:00') }];
    expect(timeAccount(custody, at('2026-03-09T09:00'), officeCalendar)).toMatchObject({
      totalWorkingMs: 2 * HOUR,
      rows: [{ workingMs: 2 * HOUR }],
    });
  });

  test("of a case that was never in anybody's hands is empty", () => {
    expect(timeAccount([], at('2026-03-09T09:00'), officeCalendar)).toMatchObject({ totalWorkingMs: 0, rows: [] });
  });

  test('up to an instant leaves out what came later', () => {
    const custody: Custody[] = [
      { from: at('2026-03-02T09:00'), holder: justice },
      { from: at('2026-03-03T09:00'), holder: citizen },
    ];
    expect(timeAccount(custody, at('2026-03-02T10:00'), officeCalendar)).toMatchObject({
      totalWorkingMs: HOUR,
      rows: [
        { holder: justice, workingMs: HOUR },
        { holder: citizen, workingMs: 0 },
      ],
    });
  });
});

const holders: readonly (Holder | undefined)[] = [
  justice,
  citizen,
  { kind: 'agency', id: 'police' },
  { kind: 'suspension', id: 'fee' },
  undefined,
];
const custodies = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 5 * 24 * HOUR }), holder: fc.constantFrom(...holders) }), {
    maxLength: 12,
  })
  .map((steps) => {
    let from = at('2026-03-02T09:00');
    return steps.map(({ gap, holder }): Custody => {
      from += gap;
      return { from, ...(holder && { holder }) };
    });
  });

test('the rows of an account add up to its total, which is the working time in which somebody was waited for', () => {
  fc.assert(
    fc.property(custodies, fc.integer({ min: 0, max: 40 * 24 * HOUR }), (custody, length) => {
      const until = at('2026-03-02T09:00') + length;
      const account = timeAccount(custody, until, officeCalendar);
      expect(account.rows.reduce((sum, { workingMs }) => sum + workingMs, 0)).toBe(account.totalWorkingMs);
      const waited = custody
        .map(({ from, holder }, index) => ({ from, holder, to: Math.min(custody[index + 1]?.from ?? until, until) }))
        .filter(({ from, to, holder }) => holder !== undefined && to > from)
        .reduce((sum, { from, to }) => sum + officeCalendar.workingMs(from, to), 0);
      expect(account.totalWorkingMs).toBe(waited);
      const first = custody[0]?.from ?? until;
      const all = until > first ? officeCalendar.workingMs(first, until) : 0;
      if (custody.every(({ holder }) => holder !== undefined)) expect(account.totalWorkingMs).toBe(all);
      else expect(account.totalWorkingMs).toBeLessThanOrEqual(all);
    }),
    { numRuns: 300 },
  );
});
