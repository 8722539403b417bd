import { expect, test } from 'vitest';
import { officeCalendar } from '../../test/office-calendar.js';
import { parseInstant } from '../calendar/index.js';
import type { LedgerEntry } from '../contract/deadline.js';
import { project, runningSegments } from './project.js';

const at = (text: string) => parseInstant(`${text}+07:00`);
const by = { actor: 'minh', recordedAt: at('2026-03-02T09:00') };
const started: LedgerEntry = {
  kind: 'started',
  at: at('2026-03-02T09:00'),
  ...by,
  budget: { amount: 3, unit: 'workingDay' },
  then: [{ amount: 20, unit: 'calendarDay' }],
  counting: {},
  calendar: { id: 'office', version: '1' },
};

test('a ledger that does not begin with its start is refused', () => {
  expect(() => project([])).toThrow(expect.objectContaining({ code: 'MC_ENVELOPE_MISMATCH' }));
  expect(() => project([{ kind: 'resumed', at: 0, ...by }])).toThrow(
    expect.objectContaining({ code: 'MC_ENVELOPE_MISMATCH' }),
  );
});

test('budgets run one after another, extensions after them', () => {
  const extended: LedgerEntry = {
    kind: 'extended',
    at: 0,
    ...by,
    budget: { amount: 1, unit: 'month' },
    dueBefore: 0,
    dueAfter: 1,
  };
  const { term, extensions } = project([started, extended]);
  expect(term.then).toEqual([
    { amount: 20, unit: 'calendarDay' },
    { amount: 1, unit: 'month' },
  ]);
  expect(extensions).toBe(1);
});

test('starting again drops extensions and interruptions, and keeps the budgets that were granted', () => {
  const { term } = project([
    started,
    { kind: 'extended', at: 0, ...by, budget: { amount: 1, unit: 'month' }, dueBefore: 0, dueAfter: 1 },
    { kind: 'suspended', at: at('2026-03-03T10:00'), ...by, rule: 'pause' },
    { kind: 'resumed', at: at('2026-03-04T10:00'), ...by },
    { kind: 'suspended', at: at('2026-03-05T10:00'), ...by, rule: 'restart' },
    { kind: 'resumed', at: at('2026-03-06T10:00'), ...by },
  ]);
  expect(term).toMatchObject({
    from: at('2026-03-06T10:00'),
    then: [{ amount: 20, unit: 'calendarDay' }],
    interruptions: [],
  });
});

test('a new calendar version replaces the calendar, not the count', () => {
  const reprojected: LedgerEntry = {
    kind: 'reprojected',
    at: 0,
    ...by,
    calendar: { id: 'office', version: '2' },
    dueBefore: 0,
    dueAfter: 1,
  };
  expect(project([started, reprojected])).toMatchObject({
    calendar: { id: 'office', version: '2' },
    term: { from: started.at },
  });
});

test('the running parts of a term are what its interruptions leave, overlaps counted once', () => {
  const term = {
    ...project([started]).term,
    interruptions: [
      { from: at('2026-03-04T09:00'), to: at('2026-03-05T09:00') },
      { from: at('2026-03-03T09:00'), to: at('2026-03-04T12:00') },
    ],
  };
  const parts = runningSegments(term, at('2026-03-06T09:00')).map(({ from, to }) =>
    [from, to].map((instant) => officeCalendar.format(instant).slice(5, 16)),
  );
  expect(parts).toEqual([
    ['03-02T09:00', '03-03T09:00'],
    ['03-05T09:00', '03-06T09:00'],
  ]);
});
