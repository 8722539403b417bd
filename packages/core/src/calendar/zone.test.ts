import { describe, expect, it } from 'vitest';
import { at, office, wd, wh } from './test/office.js';
import { createZone } from './zone.js';

const night = { shifts: [{ from: '00:00', to: '06:00' }] };
const everyNight = { 1: night, 2: night, 3: night, 4: night, 5: night, 6: night, 7: night };

describe('wall clocks that change', () => {
  const berlin = office({ zone: 'Europe/Berlin', week: everyNight, covers: { from: '2026-01-01', to: '2027-12-31' } });
  const hours = (date: string, next: string): number =>
    berlin.workingMs(Date.parse(`${date}T12:00:00Z`) - 86_400_000, Date.parse(`${next}T12:00:00Z`) - 86_400_000) /
    3_600_000;

  it('shorten the night of spring and lengthen that of autumn', () => {
    expect(hours('2026-03-28', '2026-03-29')).toBe(6);
    expect(hours('2026-03-29', '2026-03-30')).toBe(5);
    expect(hours('2026-10-25', '2026-10-26')).toBe(7);
  });

  it('keep close of business at its time on the wall', () => {
    const dayShift = { shifts: [{ from: '08:00', to: '16:00' }] };
    const days = office({
      zone: 'Europe/Berlin',
      week: { 1: dayShift, 2: dayShift, 3: dayShift, 4: dayShift, 5: dayShift },
    });
    const due = days.add(Date.parse('2026-03-27T09:00:00+01:00'), wd(1));
    expect(days.format(due)).toBe('2026-03-30T16:00:00+02:00');
    expect(days.format(days.add(Date.parse('2026-10-23T09:00:00+02:00'), wd(1)))).toBe('2026-10-26T16:00:00+01:00');
    expect(days.format(days.subtract(due, { amount: 2, unit: 'calendarDay' }))).toBe('2026-03-28T16:00:00+01:00');
  });

  it('open a shift that begins in the skipped hour when the hour is over', () => {
    const skipped = office({ zone: 'Europe/Berlin', week: { 7: { shifts: [{ from: '02:30', to: '04:00' }] } } });
    const opening = skipped.next(Date.parse('2026-03-28T12:00:00Z'));
    expect(skipped.format(opening)).toBe('2026-03-29T03:00:00+02:00');
    expect(skipped.format(skipped.add(opening, wh(1)))).toBe('2026-03-29T04:00:00+02:00');
  });

  it('leave no working day where a change swallows its only shift', () => {
    const swallowed = office({ zone: 'Europe/Berlin', week: { 7: { shifts: [{ from: '02:00', to: '03:00' }] } } });
    expect(swallowed.format(swallowed.add(Date.parse('2026-03-22T10:00:00Z'), wd(1)))).toBe(
      '2026-04-05T03:00:00+02:00',
    );
  });

  it('begin a date when its midnight is skipped, and know dates that never were', () => {
    const beirut = createZone('Asia/Beirut', 20_454, 20_818);
    const changeDay = Date.UTC(2026, 2, 29) / 86_400_000;
    expect(new Date(beirut.instantOf(changeDay, 0)).toISOString()).toBe('2026-03-28T22:00:00.000Z');
    const apia = office({ zone: 'Pacific/Apia', covers: { from: '2011-12-01', to: '2012-01-31' } });
    expect(apia.dateOf(Date.parse('2011-12-30T09:59:00Z'))).toBe('2011-12-29');
    expect(apia.dateOf(Date.parse('2011-12-30T10:01:00Z'))).toBe('2011-12-31');
    expect(apia.format(apia.add(Date.parse('2011-12-29T20:00:00Z'), wd(1)))).toBe('2012-01-02T17:00:00+14:00');
  });
});

describe('a zone', () => {
  it('without change takes the fast path', () => {
    expect(createZone('Asia/Ho_Chi_Minh', 18_628, 47_846).fixed).toBe(true);
    expect(createZone('Europe/Berlin', 18_628, 19_000).fixed).toBe(false);
  });

  it('prints instants with its offset, and milliseconds where there are some', () => {
    const calendar = office();
    expect(calendar.format(at('2026-02-26T17:00'))).toBe('2026-02-26T17:00:00+07:00');
    expect(calendar.format(at('2026-02-26T17:00') + 5)).toBe('2026-02-26T17:00:00.005+07:00');
    expect(office({ zone: 'America/New_York' }).format(Date.parse('2026-07-01T12:00:00Z'))).toBe(
      '2026-07-01T08:00:00-04:00',
    );
    expect(office({ zone: 'Asia/Kathmandu' }).format(Date.parse('2026-07-01T12:00:00Z'))).toBe(
      '2026-07-01T17:45:00+05:45',
    );
    expect(calendar.format(Date.parse('2150-01-01T00:00:00Z'))).toBe('2150-01-01T07:00:00+07:00');
  });
});
