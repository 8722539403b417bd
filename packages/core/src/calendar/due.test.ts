import { describe, expect, it } from 'vitest';
import type { Counting, Interruption, Term } from './index.js';
import { at, days, months, office, row, wd, wh } from './test/office.js';

const calendar = office();
const due = (from: string, budget: Term['budget'], more: Omit<Term, 'from' | 'budget'> = {}): string =>
  calendar.format(calendar.due({ from: at(from), budget, ...more })).slice(0, 16);
const pause = (from: string, to: string): Interruption => ({ from: at(from), to: at(to) });
const exclude = (from: string, to: string): Interruption => ({ from: at(from), to: at(to), effect: 'exclude' });

// Monday 2 March 2026 begins a week without holidays.
describe('a term in working days', () => {
  it('does not count the day of receipt, and ends at close of business of the last day', () => {
    expect(due('2026-03-02T09:00', wd(3))).toBe('2026-03-05T17:00');
    expect(due('2026-03-02T23:59', wd(3))).toBe('2026-03-05T17:00');
  });

  it('counts a receipt on a day off as one of the next working day', () => {
    expect(due('2026-03-07T09:00', wd(1))).toBe('2026-03-10T17:00');
  });

  it('takes 15:00 sharp as in time and a millisecond later as late', () => {
    const counting: Counting = { cutOff: { at: '15:00' } };
    const sharp = at('2026-03-02T15:00');
    expect(calendar.dateOf(calendar.add(sharp, wd(1), counting))).toBe('2026-03-03');
    expect(calendar.dateOf(calendar.add(sharp + 1, wd(1), counting))).toBe('2026-03-04');
    const beforeClose: Counting = { cutOff: { minutesBeforeClose: 60 } };
    expect(calendar.dateOf(calendar.add(at('2026-03-02T16:00'), wd(1), beforeClose))).toBe('2026-03-03');
    expect(calendar.dateOf(calendar.add(at('2026-03-02T16:00') + 1, wd(1), beforeClose))).toBe('2026-03-04');
  });

  it('counts the day of receipt when the procedure says so, unless that day is over', () => {
    const counting: Counting = { countFirstDay: true };
    expect(due('2026-03-02T09:00', wd(1), { counting })).toBe('2026-03-02T17:00');
    expect(due('2026-03-02T17:00', wd(1), { counting })).toBe('2026-03-03T17:00');
    expect(due('2026-03-02T12:00', wd(0.5), { counting })).toBe('2026-03-02T17:00');
    expect(due('2026-03-02T11:30', wd(0.5), { counting })).toBe('2026-03-02T17:00');
    expect(due('2026-03-02T11:29', wd(0.5), { counting })).toBe('2026-03-02T11:30');
  });

  it('of no days ends on the day of receipt, or on the next when that is over', () => {
    expect(due('2026-03-02T09:00', wd(0))).toBe('2026-03-02T17:00');
    expect(due('2026-03-02T17:00', wd(0))).toBe('2026-03-03T17:00');
    expect(due('2026-03-02T09:00', wd(0), { interruptions: [pause('2026-03-02T16:00', '2026-03-03T17:00')] })).toBe(
      '2026-03-03T17:00',
    );
  });

  it('ends a last half day at the mid-day close', () => {
    expect(due('2026-03-02T09:00', wd(2.5))).toBe('2026-03-05T11:30');
  });

  it('counts a Saturday morning for the half that it is worth', () => {
    const saturday = { shifts: [{ from: '07:30', to: '11:30' }], countsAs: 0.5 as const };
    const mornings = office({ week: { ...calendar.definition.week, 6: saturday } });
    const dueAt = (amount: number): string =>
      mornings.format(mornings.add(at('2026-03-05T09:00'), wd(amount))).slice(0, 16);
    expect(dueAt(1)).toBe('2026-03-06T17:00');
    expect(dueAt(1.5)).toBe('2026-03-07T11:30');
    expect(dueAt(2)).toBe('2026-03-09T11:30');
    expect(dueAt(2.5)).toBe('2026-03-09T17:00');
  });

  it('moves by two working days for a suspension from Tuesday 10:00 to Thursday 14:00', () => {
    const interruptions = [pause('2026-03-03T10:00', '2026-03-05T14:00')];
    expect(due('2026-03-02T09:00', wd(3))).toBe('2026-03-05T17:00');
    expect(due('2026-03-02T09:00', wd(3), { interruptions })).toBe('2026-03-09T17:00');
  });

  it('loses a day to an interruption that begins exactly at its close, and keeps one that ends exactly at it', () => {
    expect(due('2026-03-02T09:00', wd(1), { interruptions: [pause('2026-03-03T17:00', '2026-03-03T17:01')] })).toBe(
      '2026-03-04T17:00',
    );
    expect(due('2026-03-02T09:00', wd(1), { interruptions: [pause('2026-03-03T07:30', '2026-03-03T17:00')] })).toBe(
      '2026-03-03T17:00',
    );
  });

  it('gives a last half whose mid-day close is interrupted the close of the day, or another day', () => {
    const morning = pause('2026-03-03T11:00', '2026-03-03T12:00');
    expect(due('2026-03-02T09:00', wd(0.5), { interruptions: [morning] })).toBe('2026-03-03T17:00');
    expect(
      due('2026-03-02T09:00', wd(0.5), { interruptions: [morning, pause('2026-03-03T16:00', '2026-03-03T18:00')] }),
    ).toBe('2026-03-04T11:30');
    // A middle lost on one day is there again on the next.
    expect(
      due('2026-03-02T09:00', wd(1.5), { interruptions: [morning, pause('2026-03-04T12:00', '2026-03-04T18:00')] }),
    ).toBe('2026-03-04T11:30');
  });

  it('loses every date that an excluded period touches', () => {
    expect(due('2026-03-02T09:00', wd(1), { interruptions: [exclude('2026-03-03T10:00', '2026-03-04T08:00')] })).toBe(
      '2026-03-05T17:00',
    );
    expect(due('2026-03-02T09:00', wd(1), { interruptions: [exclude('2026-03-03T10:00', '2026-03-04T00:00')] })).toBe(
      '2026-03-04T17:00',
    );
  });

  it('keeps apart dates whose business closes at 24:00', () => {
    const night = office({
      week: { 1: { shifts: [{ from: '16:00', to: '24:00' }] }, 2: { shifts: [{ from: '00:00', to: '24:00' }] } },
    });
    const dueAt = (...interruptions: Interruption[]): string =>
      night.format(night.due({ from: at('2026-03-02T17:00'), budget: wd(1), interruptions }));
    expect(dueAt()).toBe('2026-03-04T00:00:00+07:00');
    expect(dueAt(pause('2026-03-04T00:00', '2026-03-04T01:00'))).toBe('2026-03-10T00:00:00+07:00');
    expect(dueAt(exclude('2026-03-04T00:00', '2026-03-04T01:00'))).toBe('2026-03-04T00:00:00+07:00');
    expect(dueAt(exclude('2026-03-03T01:00', '2026-03-03T02:00'))).toBe('2026-03-10T00:00:00+07:00');
    expect(night.subtract(at('2026-03-04T00:00'), wd(1))).toBe(at('2026-03-03T00:00'));
  });

  it('ends at midnight of its last day when it says so', () => {
    expect(due('2026-03-02T09:00', wd(3), { counting: { end: 'midnight' } })).toBe('2026-03-06T00:00');
  });
});

describe('a term in working hours', () => {
  it('runs from the moment of receipt, through breaks and days off', () => {
    expect(due('2026-03-06T16:00', wh(2))).toBe('2026-03-09T08:30');
    expect(due('2026-03-06T11:00', wh(1))).toBe('2026-03-06T13:30');
  });

  it('that ends exactly at a closing time stays there', () => {
    expect(due('2026-03-06T16:00', wh(1))).toBe('2026-03-06T17:00');
  });

  it('received outside hours runs from the next opening; late, from that of the next working day', () => {
    expect(due('2026-03-06T12:00', wh(1))).toBe('2026-03-06T14:00');
    expect(due('2026-03-06T15:30', wh(1), { counting: { cutOff: { at: '15:00' } } })).toBe('2026-03-09T08:30');
  });

  it('does not run while it is interrupted', () => {
    expect(due('2026-03-02T08:00', wh(2), { interruptions: [pause('2026-03-02T09:00', '2026-03-03T09:00')] })).toBe(
      '2026-03-03T10:00',
    );
    expect(due('2026-03-02T08:00', wh(1), { interruptions: [pause('2026-03-02T09:00', '2026-03-03T09:00')] })).toBe(
      '2026-03-02T09:00',
    );
  });

  it('takes decimal hours that are whole minutes', () => {
    expect(due('2026-03-02T08:00', wh(1.1))).toBe('2026-03-02T09:06');
  });
});

describe('a term in calendar days or months', () => {
  it('counts days off and rolls an end on one to the next working day', () => {
    expect(due('2026-03-02T09:00', days(4))).toBe('2026-03-06T17:00');
    expect(due('2026-03-02T09:00', days(5))).toBe('2026-03-09T17:00');
    expect(due('2026-03-02T09:00', days(5), { counting: { roll: 'previous' } })).toBe('2026-03-06T17:00');
    expect(due('2026-03-02T09:00', days(5), { counting: { roll: 'none' } })).toBe('2026-03-08T00:00');
  });

  it('counts from the date of receipt even on a day off, unless a cut-off is declared', () => {
    expect(due('2026-03-07T09:00', days(3))).toBe('2026-03-10T17:00');
    expect(due('2026-03-07T09:00', days(3), { counting: { cutOff: { at: '15:00' } } })).toBe('2026-03-12T17:00');
  });

  it('clamps months to the end of the month', () => {
    expect(due('2026-01-31T09:00', months(1))).toBe('2026-03-02T17:00');
    expect(due('2026-01-30T09:00', months(3))).toBe('2026-04-30T17:00');
    expect(due('2026-01-31T09:00', months(1), { counting: { roll: 'none' } })).toBe('2026-03-01T00:00');
    expect(due('2026-01-31T09:00', months(1), { then: [months(1)] })).toBe('2026-03-31T17:00');
  });

  it('moves by the days between the two dates of a pause', () => {
    expect(due('2026-03-02T09:00', days(2), { interruptions: [pause('2026-03-03T16:00', '2026-03-05T08:00')] })).toBe(
      '2026-03-06T17:00',
    );
    expect(due('2026-03-02T09:00', days(2), { interruptions: [pause('2026-03-03T08:00', '2026-03-03T16:00')] })).toBe(
      '2026-03-04T17:00',
    );
  });

  it('moves by the dates that an excluded period touches, one ending at 00:00 not touching that date', () => {
    expect(due('2026-03-02T09:00', days(2), { interruptions: [exclude('2026-03-03T16:00', '2026-03-04T08:00')] })).toBe(
      '2026-03-06T17:00',
    );
    expect(due('2026-03-02T09:00', days(2), { interruptions: [exclude('2026-03-03T16:00', '2026-03-04T00:00')] })).toBe(
      '2026-03-05T17:00',
    );
  });

  it('loses a date once, however many periods touch it', () => {
    const twice = [exclude('2026-03-03T08:00', '2026-03-03T09:00'), exclude('2026-03-03T15:00', '2026-03-03T16:00')];
    expect(due('2026-03-02T09:00', days(2), { interruptions: twice })).toBe('2026-03-05T17:00');
  });

  it('takes an interruption that begins before its end, and none that begins at it', () => {
    expect(due('2026-03-02T09:00', days(2), { interruptions: [pause('2026-03-04T16:59', '2026-03-05T08:00')] })).toBe(
      '2026-03-05T17:00',
    );
    expect(due('2026-03-02T09:00', days(2), { interruptions: [pause('2026-03-04T17:00', '2026-03-05T08:00')] })).toBe(
      '2026-03-04T17:00',
    );
  });

  it('of no days never ends before or at its receipt', () => {
    expect(due('2026-03-02T09:00', days(0))).toBe('2026-03-02T17:00');
    expect(due('2026-03-02T17:00', days(0))).toBe('2026-03-03T17:00');
    expect(due('2026-03-07T09:00', days(1), { counting: { roll: 'previous' } })).toBe('2026-03-09T17:00');
  });
});

describe('a fixed end', () => {
  const until = { until: at('2026-03-05T10:00') };

  it('stands as it is without interruptions, on any date', () => {
    expect(due('2026-03-02T09:00', until)).toBe('2026-03-05T10:00');
    expect(due('2026-03-02T09:00', { until: at('2150-01-02T10:00') })).toBe('2150-01-02T10:00');
  });

  it('stands so much before an instant, counted back: a notice five working days before a hearing', () => {
    const ahead = { until: at('2026-03-05T10:00'), before: wd(2) };
    expect(due('2026-02-23T09:00', ahead)).toBe('2026-03-03T17:00');
    expect(due('2026-02-23T09:00', { ...ahead, before: wh(3) })).toBe('2026-03-04T16:30');
    expect(due('2026-02-23T09:00', { ...ahead, before: days(1) })).toBe('2026-03-04T10:00');
    expect(due('2026-03-04T09:00', ahead)).toBe('2026-03-03T17:00');
  });

  it('moves by the days of an interruption at the same time of day, and off a day off to the next close', () => {
    expect(due('2026-03-02T09:00', until, { interruptions: [pause('2026-03-03T10:00', '2026-03-04T10:00')] })).toBe(
      '2026-03-06T10:00',
    );
    expect(due('2026-03-02T09:00', until, { interruptions: [pause('2026-03-03T10:00', '2026-03-05T10:00')] })).toBe(
      '2026-03-09T17:00',
    );
    expect(due('2026-03-02T09:00', until, { interruptions: [pause('2026-03-05T10:00', '2026-03-06T10:00')] })).toBe(
      '2026-03-05T10:00',
    );
  });
});

describe('phases of a term', () => {
  it('of one unit are one amount', () => {
    expect(due('2026-03-02T09:00', wd(5), { then: [wd(3)] })).toBe(due('2026-03-02T09:00', wd(8)));
    expect(due('2026-03-02T09:00', wd(1.5), { then: [wd(1.5)] })).toBe('2026-03-05T17:00');
  });

  it('of other units count from the end of the one before, its date left out', () => {
    expect(due('2026-03-02T09:00', days(5), { then: [wd(1)] })).toBe('2026-03-10T17:00');
    expect(due('2026-03-02T09:00', wd(2), { then: [wh(1.5)] })).toBe('2026-03-05T09:00');
    expect(due('2026-03-02T09:00', wh(2), { then: [wd(1)] })).toBe('2026-03-03T17:00');
    expect(due('2026-03-02T09:00', wd(1), { then: [wd(1)], counting: { end: 'midnight' } })).toBe('2026-03-05T00:00');
    expect(due('2026-03-02T09:00', wd(1), { then: [days(1)], counting: { end: 'midnight' } })).toBe('2026-03-05T00:00');
  });

  it('share interruptions', () => {
    const interruptions = [
      pause('2026-03-03T10:00', '2026-03-04T10:00'),
      pause('2026-03-05T10:00', '2026-03-06T10:00'),
    ];
    expect(due('2026-03-02T09:00', wd(1), { then: [days(1)], interruptions })).toBe('2026-03-06T17:00');
  });
});

describe('a promise among the budgets', () => {
  const notBefore = (local: string) => ({ notBefore: at(local) });

  it('is the end where the count ends earlier, and nothing where it ends later', () => {
    expect(due('2026-03-02T09:00', wd(3), { then: [notBefore('2026-03-10T17:00')] })).toBe('2026-03-10T17:00');
    expect(due('2026-03-02T09:00', wd(3), { then: [notBefore('2026-03-04T17:00')] })).toBe('2026-03-05T17:00');
  });

  it('is what the next budget goes on from', () => {
    const then = [notBefore('2026-03-10T17:00'), wd(2)];
    expect(due('2026-03-02T09:00', wd(3), { then })).toBe('2026-03-12T17:00');
    expect(due('2026-03-02T09:00', wd(3), { then: [wd(2), notBefore('2026-03-08T12:00')] })).toBe('2026-03-09T17:00');
  });

  it('leaves no seam where it does not bind: halves on both sides add up', () => {
    const then = [notBefore('2026-03-03T08:00'), wd(0.5)];
    expect(due('2026-03-02T09:00', wd(0.5), { then })).toBe('2026-03-03T17:00');
  });

  it('gives way to a fixed end after it', () => {
    const then = [notBefore('2026-03-10T17:00'), { until: at('2026-03-06T17:00') }];
    expect(due('2026-03-02T09:00', wd(3), { then })).toBe('2026-03-06T17:00');
  });

  it('does not move with an interruption, and outlasts one that is shorter', () => {
    const then = [notBefore('2026-03-10T17:00')];
    const interruptions = [pause('2026-03-03T10:00', '2026-03-05T10:00')];
    expect(due('2026-03-02T09:00', wd(3), { then, interruptions })).toBe('2026-03-10T17:00');
    const long = [pause('2026-03-03T10:00', '2026-03-11T10:00')];
    expect(due('2026-03-02T09:00', wd(3), { then, interruptions: long })).toBe('2026-03-13T17:00');
  });
});

describe('worked days and days off', () => {
  it('take the last row of a date', () => {
    const changed = office({
      rows: [row('2026-03-03', 'holiday'), row('2026-03-03', 'office-open'), row('2026-03-04', 'holiday')],
    });
    expect(changed.format(changed.add(at('2026-03-02T09:00'), wd(2)))).toBe('2026-03-05T17:00:00+07:00');
  });

  it('give a worked day its own hours, else those of a Monday', () => {
    const shifts = [{ from: '08:00', to: '10:00' }];
    const changed = office({
      rows: [row('2026-03-07', 'office-open', { hours: { shifts } }), row('2026-03-08', 'office-open')],
    });
    expect(changed.workingMs(at('2026-03-07T00:00'), at('2026-03-08T00:00'))).toBe(2 * 3_600_000);
    expect(changed.workingMs(at('2026-03-08T00:00'), at('2026-03-09T00:00'))).toBe(8 * 3_600_000);
  });
});
