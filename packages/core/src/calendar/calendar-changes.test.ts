import { expect, it } from 'vitest';
import { calendarChanges } from './index.js';
import { office, officeDefinition, row } from './test/office.js';

const changes = (before: Parameters<typeof office>[0], after: Parameters<typeof office>[0]) =>
  calendarChanges(office(before).definition, office(after).definition).map(
    ({ date, before: old, after: now }) => `${date} ${old?.kind ?? '-'} ${now?.kind ?? '-'}`,
  );

it('names the dates that have other hours, with the rows of both versions', () => {
  const holiday = row('2026-03-03', 'holiday');
  const closed = row('2026-03-04', 'office-off');
  expect(changes({ rows: [holiday] }, { rows: [holiday, closed] })).toEqual(['2026-03-04 - office-off']);
  expect(changes({ rows: [holiday, closed] }, { rows: [holiday] })).toEqual(['2026-03-04 office-off -']);
  expect(changes({ rows: [closed] }, { rows: [closed, row('2026-03-04', 'office-open')] })).toEqual([
    '2026-03-04 office-off office-open',
  ]);
  const [first] = calendarChanges(office().definition, office({ rows: [closed] }).definition);
  expect(first?.after).toEqual({ kind: 'office-off', name: closed.name, source: 'Decree 1' });
});

it('is silent about a row that changes no hours', () => {
  const provisional = row('2026-03-03', 'holiday', { status: 'provisional' });
  expect(changes({ rows: [provisional] }, { rows: [row('2026-03-03', 'substitute')] })).toEqual([]);
  expect(changes({ rows: [] }, { rows: [row('2026-03-07', 'holiday')] })).toEqual([]);
});

it('names every date of a weekday whose hours changed, within what both cover', () => {
  const short = { shifts: [{ from: '07:30', to: '11:30' }] };
  const covers = { from: '2026-03-01', to: '2026-03-16' };
  const { week } = officeDefinition;
  expect(changes({ covers }, { week: { ...week, 1: short } })).toEqual([
    '2026-03-02 - -',
    '2026-03-09 - -',
    '2026-03-16 - -',
  ]);
});
