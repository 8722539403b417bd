import { describe, expect, test } from 'vitest';
import {
  type Calendar,
  createCalendar,
  explainLedger,
  type LedgerEntry,
  latenessOf,
  printExplanation,
} from '../src/index.js';
import { officer } from './actors.js';
import { at, type CaseRun, caseRun, print, testEnv } from './case-run.js';
import { after, before, closedOn, withdrawn } from './late-announcement.js';
import { oneTerm } from './one-term.js';

type Term = NonNullable<Parameters<typeof oneTerm>[0]>;
const days = (amount: number) => ({ amount, unit: 'workingDay' }) as const;
const storm = closedOn(before, ['2026-01-08', '2026-01-09'], '5');
const calendars: readonly Calendar[] = [before, after, withdrawn, storm];

/** A term of working days on the calendar as known before the announcement. */
function opened(received: string, amount: number, term: Term = {}): CaseRun {
  const workflow = oneTerm({ budget: days(amount), ...term });
  // New terms count on the last version given: here the old one.
  const run = caseRun(workflow, testEnv([after, withdrawn, storm, before]));
  run.open(received);
  run.send('start', received);
  return run;
}

const lookup = testEnv(calendars).calendars.get;
const lastLine = (run: CaseRun) => run.ledger().entries.at(-1) as Extract<LedgerEntry, { kind: 'reprojected' }>;
const explained = (run: CaseRun) => explainLedger(run.ledger(), { vi: 'Hạn', en: 'Term' }, lookup);

describe('a term counted again on a new calendar version', () => {
  test('moves later with the dates that say so, and keeps the receipt and the count', () => {
    const run = opened('2025-12-29T09:00', 5);
    expect(run.due()).toBe('2026-01-06T17:00');
    expect(run.reproject(after, '2025-12-30T09:00')).toMatchObject({ status: 'accepted' });
    expect(run.due()).toBe('2026-01-07T17:00');
    expect(lastLine(run)).toMatchObject({
      kind: 'reprojected',
      at: at('2025-12-30T09:00'),
      actor: 'son',
      reason: 'for a reason',
      legalBasis: 'an article',
      calendar: { id: 'office', version: '3' },
      dueBefore: at('2026-01-06T17:00'),
      dueAfter: at('2026-01-07T17:00'),
      because: [{ date: '2026-01-02', after: { kind: 'swap-off', source: 'Văn bản 12729/VPCP-KGVX ngày 25/12/2025' } }],
    });
    expect(lastLine(run)).not.toHaveProperty('counted');
    expect(run.decision()?.change?.journal.facts).toMatchObject([
      {
        type: 'deadline.reprojected',
        deadline: 'answer',
        dueBefore: at('2026-01-06T17:00'),
        dueAfter: at('2026-01-07T17:00'),
        because: [{ date: '2026-01-02' }],
        legalBasis: 'an article',
      },
    ]);
  });

  test('does not move earlier: the promise stands, and the explanation says against what', () => {
    const run = opened('2026-01-05T09:00', 5);
    expect(run.due()).toBe('2026-01-12T17:00');
    run.reproject(after, '2026-01-06T09:00');
    expect(run.due()).toBe('2026-01-12T17:00');
    expect(lastLine(run)).toMatchObject({
      notBefore: at('2026-01-12T17:00'),
      counted: at('2026-01-10T17:00'),
      because: [{ date: '2026-01-10', after: { kind: 'swap-work' } }],
    });
    const text = printExplanation(explained(run), 'en');
    expect(text).toContain('the end stays, 2026-01-12T17:00:00+07:00; the new count gives 2026-01-10T17:00:00+07:00');
    expect(text).toContain('2026-01-10 worked in exchange, New Year break (Văn bản 12729/VPCP-KGVX ngày 25/12/2025)');
    expect(text).toContain('the promised end at 17:00 on Monday 12 January 2026 stands and is not brought forward');
    expect(explained(run).counting.to).toBe(run.ledger().dueAt);
    expect(printExplanation(explained(run), 'vi')).toContain('ngày đã hẹn được giữ');
    expect(run.factTypes()).toEqual(['deadline.reprojected']);
  });

  test.each<[string, Term, 'keep' | 'move' | undefined, string]>([
    ['when the term says so', { earlierEnd: 'move' }, undefined, '2026-01-10T17:00'],
    [
      'when the case says so',
      { earlierEnd: ({ noted }) => (noted === 0 ? 'move' : 'keep') },
      undefined,
      '2026-01-10T17:00',
    ],
    ['when the plan says so', {}, 'move', '2026-01-10T17:00'],
    ['but not when the plan says otherwise', { earlierEnd: 'move' }, 'keep', '2026-01-12T17:00'],
  ])('moves earlier %s', (_, term, earlierEnd, due) => {
    const run = opened('2026-01-05T09:00', 5, term);
    run.reproject(after, '2026-01-06T09:00', earlierEnd === undefined ? {} : { earlierEnd });
    expect(run.due()).toBe(due);
    expect('notBefore' in lastLine(run)).toBe(due.endsWith('12T17:00'));
  });

  test('changes its calendar silently when the date stays, so that what comes later is counted on the new one', () => {
    const run = opened('2025-12-29T09:00', 10);
    run.reproject(after, '2025-12-30T09:00');
    expect(run.due()).toBe('2026-01-13T17:00');
    expect(run.factTypes()).toEqual([]);
    expect(lastLine(run)).not.toHaveProperty('because');
    run.send('pause', '2025-12-31T10:00');
    run.send('resume', '2026-01-05T10:00');
    // Only 31 December was lost: the 1st and, by now, the 2nd were days off.
    expect(run.due()).toBe('2026-01-14T17:00');
  });

  test('is counted in a pause like in a run, and the promise of before the pause stands', () => {
    const run = opened('2026-01-05T09:00', 5);
    run.send('pause', '2026-01-06T10:00');
    run.reproject(after, '2026-01-06T11:00');
    expect([run.ledger().status, run.due()]).toEqual(['suspended', '2026-01-12T17:00']);
    run.send('resume', '2026-01-07T10:00');
    expect(run.due()).toBe('2026-01-12T17:00');
    const longer = opened('2025-12-29T09:00', 5);
    longer.send('pause', '2025-12-30T10:00');
    longer.reproject(after, '2025-12-30T11:00');
    expect(longer.due()).toBe('2026-01-07T17:00');
  });

  test('moves its rungs, and what has fired fires again for a later end that is still ahead', () => {
    const rungs: Term['rungs'] = {
      warn: { at: { before: days(1) }, effect: 'advisory' },
      due: { at: 'due', effect: 'escalating' },
    };
    const run = opened('2025-12-29T09:00', 5, { rungs });
    expect(run.armed()).toEqual(['warn 2026-01-05T17:00', 'due 2026-01-06T17:00']);
    run.pass('2026-01-05T18:00');
    run.reproject(after, '2026-01-06T09:00');
    expect(run.armed()).toEqual(['warn 2026-01-06T17:00', 'due 2026-01-07T17:00']);
    expect(run.envelope().deadline).toMatchObject({ dueAt: at('2026-01-07T17:00'), soonAt: at('2026-01-06T17:00') });
    expect(run.timers().map(({ fireAt }) => print(fireAt))).toEqual(['2026-01-06T17:00', '2026-01-07T17:00']);
    expect(run.standing('2026-01-06T18:00').colour).toBe('due-soon');
  });

  test('is told to the machine when its end moves, and not when it stays', () => {
    const events = { reprojected: 'term.reprojected' };
    const moved = opened('2025-12-29T09:00', 5, { events });
    moved.reproject(after, '2025-12-30T09:00');
    expect(moved.envelope().machine.context).toEqual({ noted: 1 });
    const kept = opened('2026-01-05T09:00', 5, { events });
    kept.reproject(after, '2026-01-06T09:00');
    expect(kept.envelope().machine.context).toEqual({ noted: 0 });
  });

  test('is no act: a signature of before it is still recorded after it', () => {
    const run = opened('2025-12-29T09:00', 5);
    run.reproject(after, '2026-01-05T10:00');
    expect(run.send('answer', '2026-01-05T11:00', { occurredAt: '2026-01-05T09:00' }).status).toBe('accepted');
    expect(run.kinds()).toEqual(['started', 'reprojected', 'met']);
  });
});

describe('a promise that was kept', () => {
  const kept = (term: Term = {}) => {
    const run = opened('2026-01-05T09:00', 5, term);
    run.reproject(after, '2026-01-06T09:00');
    return run;
  };

  test('survives the next version, whatever that counts', () => {
    const run = kept();
    run.reproject(withdrawn, '2026-01-07T09:00');
    expect(run.due()).toBe('2026-01-12T17:00');
    run.reproject(after, '2026-01-08T09:00');
    expect(run.due()).toBe('2026-01-12T17:00');
    expect(run.kinds()).toEqual(['started', 'reprojected', 'reprojected', 'reprojected']);
  });

  test('is the new one when a version had moved the end later', () => {
    const run = opened('2025-12-29T09:00', 5);
    run.reproject(after, '2025-12-30T09:00');
    run.reproject(withdrawn, '2025-12-31T09:00');
    expect(run.due()).toBe('2026-01-07T17:00');
    expect(lastLine(run)).toMatchObject({ counted: at('2026-01-06T17:00'), notBefore: at('2026-01-07T17:00') });
  });

  test('ends when a later version may move it', () => {
    const run = kept();
    run.reproject(withdrawn, '2026-01-07T09:00');
    run.reproject(after, '2026-01-08T09:00', { earlierEnd: 'move' });
    expect(run.due()).toBe('2026-01-10T17:00');
  });

  test('is what an extension is counted from', () => {
    const run = kept({ extension: { maxTimes: 1 } });
    expect(run.extend('answer', days(1), '2026-01-07T09:00').status).toBe('accepted');
    expect(run.due()).toBe('2026-01-13T17:00');
  });

  test('gives way to a shortening', () => {
    const run = kept();
    run.extend('answer', { until: at('2026-01-08T17:00') }, '2026-01-07T09:00');
    expect([run.kinds().at(-1), run.due()]).toEqual(['shortened', '2026-01-08T17:00']);
  });

  test('gives way to a full term that starts from zero', () => {
    const run = kept({ interruption: 'restart' });
    run.send('pause', '2026-01-06T10:00');
    run.send('resume', '2026-01-06T11:00');
    expect(run.due()).toBe('2026-01-12T17:00');
    run.send('pause', '2026-01-06T14:00');
    run.send('resume', '2026-01-07T14:00');
    expect(run.due()).toBe('2026-01-13T17:00');
  });
});

describe('a breach by the old count', () => {
  const rungs = { due: { at: 'due', effect: 'escalating', event: 'rung.note' } } as const;
  const events = { overruled: 'term.overruled', reprojected: 'term.reprojected' };
  /** Due Friday 9 January, breached then; the storm of the 8th and 9th moves the end to Tuesday the 13th. */
  const breached = () => {
    const run = opened('2026-01-05T09:00', 4, { rungs, events });
    run.pass('2026-01-09T18:00');
    expect(run.envelope().machine.context).toEqual({ noted: 1 });
    return run;
  };

  test('is overruled by a later end that is still ahead', () => {
    const run = breached();
    run.reproject(storm, '2026-01-12T08:00');
    expect([run.due(), run.kinds()]).toEqual(['2026-01-13T17:00', ['started', 'breached', 'reprojected']]);
    expect(lastLine(run)).toMatchObject({ overrules: [1] });
    expect(run.standing('2026-01-12T09:00')).toMatchObject({ breached: false, colour: 'on-time' });
    expect(run.armed()).toEqual(['due 2026-01-13T17:00']);
    // Overruled and moved: the machine heard of both.
    expect(run.envelope().machine.context).toEqual({ noted: 3 });
    const known = (when: string) => latenessOf(run.ledger(), at(when), lookup).late;
    expect([known('2026-01-12T07:59'), known('2026-01-12T08:00')]).toEqual([true, false]);
  });

  test('is one of the new end, when that has passed as well', () => {
    const run = breached();
    run.reproject(storm, '2026-01-14T08:00');
    expect(run.kinds()).toEqual(['started', 'breached', 'reprojected', 'breached']);
    expect(run.ledger().entries.at(-1)).toMatchObject({
      at: at('2026-01-13T17:00'),
      dueAt: at('2026-01-13T17:00'),
      lagMs: 15 * 3_600_000,
    });
    expect(run.standing('2026-01-14T09:00').breached).toBe(true);
    expect(run.factTypes()).toEqual(['deadline.reprojected', 'deadline.breached']);
    // Overruled, moved, and due again.
    expect(run.envelope().machine.context).toEqual({ noted: 4 });
  });

  test('stays when an earlier end has passed', () => {
    const run = opened('2026-01-05T09:00', 5, { rungs, earlierEnd: 'move' });
    run.pass('2026-01-13T08:00');
    run.reproject(after, '2026-01-13T09:00');
    expect(run.kinds()).toEqual(['started', 'breached', 'reprojected', 'breached']);
    expect(run.standing('2026-01-13T10:00')).toMatchObject({ breached: true });
    expect(run.envelope().machine.context).toEqual({ noted: 1 });
  });
});

describe('a term in calendar days', () => {
  const inDays = (received: string, amount: number) => opened(received, 0, { budget: { amount, unit: 'calendarDay' } });

  test('names the day it rolls over, and no other', () => {
    const run = inDays('2025-12-23T09:00', 10);
    expect(run.due()).toBe('2026-01-02T17:00');
    run.reproject(after, '2025-12-26T09:00');
    expect(run.due()).toBe('2026-01-05T17:00');
    expect(lastLine(run).because?.map(({ date }) => date)).toEqual(['2026-01-02']);
  });

  test('does not name a changed day that it only passes', () => {
    const run = inDays('2025-12-31T09:00', 10);
    expect(run.due()).toBe('2026-01-12T17:00');
    run.reproject(after, '2026-01-05T09:00');
    expect(lastLine(run)).toMatchObject({ counted: at('2026-01-10T17:00') });
    expect(lastLine(run).because?.map(({ date }) => date)).toEqual(['2026-01-10']);
  });

  test('does not move for a day in its middle', () => {
    const run = inDays('2025-12-23T09:00', 13);
    run.reproject(after, '2025-12-26T09:00');
    expect([run.due(), lastLine(run).because]).toEqual(['2026-01-05T17:00', undefined]);
  });
});

describe('a case', () => {
  test('is left alone when none of its terms is counted on the calendar that is replaced', () => {
    const run = opened('2025-12-29T09:00', 5);
    const unchanged = run.envelope();
    for (const act of [
      () => run.reproject(after, '2025-12-30T09:00', { replaces: 'another' }),
      () => run.reproject(before, '2025-12-30T09:00'),
    ]) {
      expect(act()).toMatchObject({ status: 'dropped', code: 'MC_REPROJECTION_STALE' });
      expect(run.envelope()).toBe(unchanged);
    }
  });

  test('whose terms have ended is left alone', () => {
    const run = opened('2025-12-29T09:00', 5);
    run.send('answer', '2025-12-30T09:00');
    expect(run.reproject(after, '2025-12-30T10:00')).toMatchObject({ code: 'MC_REPROJECTION_STALE' });
    run.send('end', '2025-12-30T11:00');
    expect(run.reproject(after, '2025-12-30T12:00')).toMatchObject({ code: 'MC_REPROJECTION_STALE' });
  });

  test('is counted again by nobody but who may', () => {
    const run = opened('2025-12-29T09:00', 5);
    expect(run.reproject(after, '2025-12-30T09:00', { actor: officer })).toMatchObject({
      status: 'refused',
      code: 'MC_ACCESS_DENIED',
    });
    expect(run.decision()?.audit).toMatchObject({ action: 'reproject', outcome: 'refused', actor: officer });
  });

  test('is counted on a calendar of another id when that replaces its own', () => {
    const province = createCalendar({ ...closedOn(before, ['2026-01-05'], '1').definition, id: 'province' });
    const run = caseRun(oneTerm({ budget: days(5) }), testEnv([before, province]));
    run.open('2025-12-29T09:00');
    run.send('start', '2025-12-29T09:00');
    run.reproject(province, '2025-12-30T09:00', { replaces: 'office' });
    expect([run.due(), lastLine(run).calendar]).toEqual(['2026-01-07T17:00', { id: 'province', version: '1' }]);
  });

  test('is not counted on a calendar nobody gave', () => {
    const run = opened('2025-12-29T09:00', 5);
    const unknown = closedOn(before, ['2026-01-05'], '99');
    expect(() => run.reproject(unknown, '2025-12-30T09:00')).toThrow(
      expect.objectContaining({ code: 'MC_CALENDAR_UNKNOWN' }),
    );
  });
});
