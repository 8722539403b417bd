import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type DeadlineMapping,
  type DeadlineSpec,
  defineMigration,
  dueOf,
  examineMigration,
  explainLedger,
  printExplanation,
} from '../src/index.js';
import { head } from './actors.js';
import { at, caseRun, print, testEnv } from './case-run.js';
import { officeCalendar } from './office-calendar.js';
import { type TinyContext, type TinyOptions, tiny } from './tiny-workflow.js';

type Term = Partial<DeadlineSpec<TinyContext>> & { readonly startsIn: string };

const working = { tags: 'working', on: { answer: 'answered', wait: 'waiting' } };
const waiting = { tags: ['working', 'waiting'], on: { bring: 'working' } };
const answered = { tags: 'answered', on: { reopen: 'working' } };
const states = { working, waiting, answered };
const days = (amount: number) => ({ amount, unit: 'workingDay' }) as const;
const rungs = {
  warn: { at: { before: days(1) }, effect: 'advisory' },
  due: { at: 'due', effect: 'escalating' },
} as const;
const answer: Term = {
  startsIn: 'working',
  suspendedIn: ['waiting'],
  metIn: ['answered'],
  reopen: 'continue',
  extension: { maxTimes: 1 },
  budget: days(5),
  rungs,
};
const one = tiny('1', { states, deadlines: { answer } });
const moved = { 'deadline-moved': 'the new law' };

/** A migration to a version in which the terms are the ones given. */
const to = (
  deadlines: Readonly<Record<string, Term>>,
  mapping: Readonly<Record<string, DeadlineMapping>> = {},
  changed: Partial<TinyOptions> = {},
  from = one,
) => defineMigration({ from, to: tiny('2', { states, deadlines, ...changed }), deadlines: mapping });

/** A case of version 1, received on Monday 2 March 2026 at 9:00: answer due on Monday the 9th. */
const opened = (first = one) => {
  const run = caseRun(first, env);
  run.open('2026-03-02T09:00');
  return run;
};
const env = testEnv();
const examine = (run: ReturnType<typeof opened>, migration: ReturnType<typeof to>, when = '2026-03-04T10:00') =>
  examineMigration(migration, run.envelope(), { actor: head, receivedAt: at(when) }, env);

describe('a running term', () => {
  test('is left alone when the new version grants the same: no line, no new firing', () => {
    const run = opened();
    expect(examine(run, to({ answer }))).toEqual([]);
    run.migrate(to({ answer }), '2026-03-04T10:00');
    expect(run.kinds()).toEqual(['started']);
    expect(run.armed()).toEqual(['warn 2026-03-06T17:00', 'due 2026-03-09T17:00']);
  });

  test('is counted anew from its anchor when it grants something else, with a line that says what and why', () => {
    const run = opened();
    const migration = to({ answer: { ...answer, budget: days(3), legalBasis: 'Decree 118/2025, art. 18' } });
    expect(examine(run, migration)).toEqual([
      {
        kind: 'deadline-moved',
        deadline: 'answer',
        occurrence: 1,
        dueBefore: at('2026-03-09T17:00'),
        dueAfter: at('2026-03-05T17:00'),
        workingMs: -2 * 8 * 3_600_000,
        calendarDays: -4,
      },
    ]);
    run.migrate(migration, '2026-03-04T10:00', { accepted: moved });
    expect(run.due()).toBe('2026-03-05T17:00');
    expect(run.ledger().entries.at(-1)).toEqual({
      kind: 'migrated',
      at: at('2026-03-04T10:00'),
      recordedAt: at('2026-03-04T10:00'),
      actor: 'an',
      version: '2',
      granted: { budget: days(3), counting: {} },
      dueBefore: at('2026-03-09T17:00'),
      dueAfter: at('2026-03-05T17:00'),
      reason: 'the new law',
      legalBasis: 'Decree 118/2025, art. 18',
    });
    expect(run.factTypes()).toEqual(['workflow.migrated', 'deadline.migrated']);
    expect(run.armed()).toEqual(['warn 2026-03-04T17:00', 'due 2026-03-05T17:00']);
  });

  test('moves without anybody answering for it where the migration itself gives the reason', () => {
    const run = opened();
    const migration = to(
      { answer: { ...answer, budget: days(3) } },
      { answer: { reason: 'Decree 118/2025 grants 3 working days' } },
    );
    expect(run.migrate(migration, '2026-03-04T10:00')).toMatchObject({ status: 'accepted' });
    expect(run.ledger().entries.at(-1)).toMatchObject({ reason: 'Decree 118/2025 grants 3 working days' });
  });

  test('keeps what it was granted where the migration says so; the next occurrence is granted the new', () => {
    const run = opened();
    const migration = to({ answer: { ...answer, reopen: 'reset', budget: days(3) } }, { answer: { grant: 'kept' } });
    expect(examine(run, migration)).toEqual([]);
    run.migrate(migration, '2026-03-04T10:00');
    expect(run.due()).toBe('2026-03-09T17:00');
    run.send('answer', '2026-03-05T10:00');
    run.send('reopen', '2026-03-16T09:00');
    expect(run.due()).toBe('2026-03-19T17:00');
  });

  test('keeps its interruptions and what was added to it', () => {
    const run = opened();
    run.send('wait', '2026-03-03T10:00');
    run.send('bring', '2026-03-05T10:00');
    run.extend('answer', days(2), '2026-03-05T11:00');
    expect(run.due()).toBe('2026-03-13T17:00');
    run.migrate(to({ answer: { ...answer, budget: days(6) } }), '2026-03-06T10:00', { accepted: moved });
    expect(run.due()).toBe('2026-03-16T17:00');
    expect(dueOf(run.ledger().entries, env.calendars.get)).toBe(run.ledger().dueAt);
    expect(run.extend('answer', days(1), '2026-03-09T10:00')).toMatchObject({ code: 'MC_EXTENSION_OVER_CAP' });
  });

  test('is not counted anew because the case has changed since: only what the two versions say of it counts', () => {
    const drifting: TinyOptions = {
      states,
      deadlines: { answer: { ...answer, budget: ({ used }) => days(used === 1 ? 2 : 5) } },
      context: z.strictObject({ used: z.number() }),
      start: { used: 0 },
    };
    const first = tiny('1', drifting);
    const second = tiny('2', drifting);
    const run = opened(first);
    const drifted = { ...run.envelope(), machine: { ...run.envelope().machine, context: { used: 1 } } };
    const migration = defineMigration({ from: first, to: second });
    expect(examineMigration(migration, drifted, { actor: head, receivedAt: at('2026-03-04T10:00') }, env)).toEqual([]);
  });

  test('does not begin because the case has changed since, where it granted nothing when it could have begun', () => {
    const later: TinyOptions = {
      states,
      deadlines: { answer: { ...answer, budget: ({ used }) => (used === 1 ? days(2) : undefined) } },
      context: z.strictObject({ used: z.number() }),
      start: { used: 0 },
    };
    const first = tiny('1', later);
    const run = opened(first);
    const drifted = { ...run.envelope(), machine: { ...run.envelope().machine, context: { used: 1 } } };
    const migration = defineMigration({ from: first, to: tiny('2', later) });
    expect(examineMigration(migration, drifted, { actor: head, receivedAt: at('2026-03-04T10:00') }, env)).toEqual([]);
  });

  test('counts from another anchor, or on another calendar, where the new version says so', () => {
    const anchored = { ...answer, anchor: () => at('2026-03-04T08:00') };
    const run = opened();
    run.migrate(to({ answer: anchored }), '2026-03-04T10:00', { accepted: moved });
    expect(run.due()).toBe('2026-03-11T17:00');
    expect(run.ledger().entries[0]).toMatchObject({ kind: 'started', at: at('2026-03-02T09:00') });

    const court = { ...officeCalendar, id: 'court', version: '7' };
    const elsewhere = caseRun(one, testEnv([officeCalendar, court]));
    elsewhere.open('2026-03-02T09:00');
    elsewhere.migrate(to({ answer: { ...answer, calendar: 'court' } }), '2026-03-04T10:00');
    expect(elsewhere.ledger().entries.at(-1)).toMatchObject({ granted: { calendar: { id: 'court', version: '7' } } });
  });

  test('that began again after an interruption does not go back to its first anchor', () => {
    const restarting = { ...answer, interruption: 'restart' } as const;
    const first = tiny('1', { states, deadlines: { answer: restarting } });
    const run = opened(first);
    run.send('wait', '2026-03-03T10:00');
    run.send('bring', '2026-03-16T10:00');
    const anchor = () => at('2026-03-01T08:00');
    const migration = to({ answer: { ...restarting, budget: days(6), anchor } }, {}, {}, first);
    run.migrate(migration, '2026-03-17T10:00', { accepted: moved });
    expect(run.due()).toBe('2026-03-24T17:00');
  });

  test('that is overdue under the new law is breached as soon as it has moved; the plan says so', () => {
    const run = opened();
    const migration = to({ answer: { ...answer, budget: days(1) } });
    expect(examine(run, migration).map(({ kind }) => kind)).toEqual(['rung-overdue', 'rung-overdue', 'deadline-moved']);
    run.migrate(migration, '2026-03-04T10:00', { accepted: moved });
    expect(run.recover('2026-03-04T10:00')).toEqual([
      'answer/1/warn/0 2026-03-02T17:00',
      'answer/1/due/0 2026-03-03T17:00',
    ]);
    expect(run.standing('2026-03-04T10:00')).toMatchObject({ breached: true });
  });

  test('that was breached and gets a later end is on time again, and can be breached again', () => {
    const run = opened();
    run.pass('2026-03-10T09:00');
    run.migrate(to({ answer: { ...answer, budget: days(10) } }), '2026-03-10T10:00', { accepted: moved });
    expect(run.ledger().entries.at(-1)).toMatchObject({ kind: 'migrated', overrules: [1] });
    expect(run.factTypes()).toContain('deadline.migrated');
    expect(run.standing('2026-03-10T10:00')).toMatchObject({ breached: false, colour: 'on-time' });
    expect(run.armed()).toEqual(['warn 2026-03-13T17:00', 'due 2026-03-16T17:00']);
    run.pass('2026-03-17T09:00');
    expect(run.standing('2026-03-17T09:00')).toMatchObject({ breached: true });
  });

  test('that is late by its new end as well was breached there, and the machine hears of both', () => {
    const events = { overruled: 'take-back' };
    const late = { ...rungs, due: { at: 'due', effect: 'escalating', event: 'overdue' } } as const;
    const hearing = {
      working: { ...working, on: { ...working.on, overdue: 'noted', 'take-back': 'working' } },
      noted: { tags: 'working', on: { 'take-back': 'working', overdue: 'noted' } },
    };
    const all = { ...states, ...hearing };
    const first = tiny('1', { states: all, deadlines: { answer: { ...answer, rungs: late } } });
    const run = opened(first);
    run.pass('2026-03-12T09:00');
    expect(run.envelope().state).toBe('noted');
    const longer = to({ answer: { ...answer, rungs: late, events, budget: days(6) } }, {}, { states: all }, first);
    run.migrate(longer, '2026-03-12T10:00', { accepted: moved });
    expect(run.kinds()).toEqual(['started', 'breached', 'migrated', 'breached']);
    expect(run.ledger().entries.at(-1)).toMatchObject({ dueAt: at('2026-03-10T17:00') });
    expect(run.standing('2026-03-12T10:00')).toMatchObject({ breached: true });
    // Taken back, and heard of again.
    expect(run.envelope().state).toBe('noted');
    expect(run.pass('2026-04-01T09:00')).toEqual([]);

    const enough = caseRun(first, env);
    enough.open('2026-03-02T09:00');
    enough.pass('2026-03-12T09:00');
    const muchLonger = to({ answer: { ...answer, rungs: late, events, budget: days(10) } }, {}, { states: all }, first);
    enough.migrate(muchLonger, '2026-03-12T10:00', { accepted: moved });
    expect(enough.kinds()).toEqual(['started', 'breached', 'migrated']);
    expect(enough.envelope().state).toBe('working');
  });

  test('belongs to whom the new version says', () => {
    const run = opened();
    run.migrate(to({ answer: { ...answer, owner: 'consultee' } }), '2026-03-04T10:00');
    expect(run.ledger()).toMatchObject({ owner: 'consultee' });
  });

  test('tells in both languages where its end comes from', () => {
    const run = opened();
    run.migrate(to({ answer: { ...answer, budget: days(3) } }), '2026-03-04T10:00', { accepted: moved });
    const explanation = explainLedger(run.ledger(), { vi: 'Hạn', en: 'Answer' }, env.calendars.get);
    expect(printExplanation(explanation, 'en')).toMatch(
      /moved to version 2: 2026-03-09T17:00:00\+07:00 → 2026-03-05T17:00:00\+07:00 \(the new law\) \[an article\]/u,
    );
    expect(printExplanation(explanation, 'vi')).toContain('chuyển sang phiên bản 2: 2026-03-09');
    expect(explanation).toMatchObject({ dueAt: run.ledger().dueAt, counting: { to: run.ledger().dueAt } });
  });
});

describe('a term with another name', () => {
  const renamed = { reply: { ...answer, rungs: { soon: rungs.warn, due: rungs.due } } };
  const mapping = { answer: { to: 'reply', rungs: { warn: 'soon' } } };

  test('is lost unless the migration says what it goes on as', () => {
    const run = opened();
    const migration = to(renamed);
    expect(examine(run, migration).map(({ kind }) => kind)).toEqual(['deadline-lost', 'deadline-started']);
    expect(run.migrate(migration, '2026-03-04T10:00')).toMatchObject({ code: 'MC_MIGRATION_REFUSED' });
  });

  test('goes on with all its occurrences, and what has fired does not fire again', () => {
    const run = opened();
    run.pass('2026-03-06T18:00');
    const migration = to(renamed, mapping);
    expect(examine(run, migration, '2026-03-07T10:00')).toEqual([
      { kind: 'deadline-renamed', deadline: 'answer', to: 'reply' },
    ]);
    run.migrate(migration, '2026-03-07T10:00');
    expect(run.ledger('reply').entries.at(-1)).toMatchObject({ kind: 'migrated', was: 'answer', version: '2' });
    expect(run.pass('2026-03-10T09:00')).toEqual(['reply/1/due/0 2026-03-09T17:00']);
    run.send('answer', '2026-03-10T10:00');
    run.send('reopen', '2026-03-11T10:00');
    expect(run.kinds('reply')).toEqual(['started', 'migrated', 'breached', 'met', 'reopened']);
  });

  test('takes a term along that is over, so that it can be opened again', () => {
    const run = opened();
    run.send('answer', '2026-03-04T10:00');
    run.migrate(to(renamed, mapping), '2026-03-05T10:00');
    expect(run.kinds('reply')).toEqual(['started', 'met', 'migrated']);
    expect(run.ledger('reply')).toMatchObject({ status: 'met' });
    expect(run.timers()).toEqual([]);
    run.send('reopen', '2026-03-06T10:00');
    expect(run.kinds('reply')).toEqual(['started', 'met', 'migrated', 'reopened']);
    expect(run.ledger('reply').occurrence).toBe(1);
  });
});

describe('a term the new version does not have', () => {
  test('ends with the reason the migration gives', () => {
    const run = opened();
    const migration = to({}, { answer: { ended: 'districts have no say any more' } });
    expect(examine(run, migration)).toMatchObject([
      { kind: 'deadline-lost', deadline: 'answer', reason: 'districts have no say any more' },
    ]);
    run.migrate(migration, '2026-03-04T10:00');
    expect(run.ledger()).toMatchObject({ status: 'stopped' });
    expect(run.ledger().entries.at(-1)).toMatchObject({
      kind: 'stopped',
      reason: 'districts have no say any more',
      legalBasis: 'an article',
    });
    expect(run.timers()).toEqual([]);
  });

  test('ends with the reason of whoever answers for it', () => {
    const run = opened();
    run.migrate(to({}), '2026-03-04T10:00', { accepted: { 'deadline-lost': 'settled by letter' } });
    expect(run.ledger().entries.at(-1)).toMatchObject({ kind: 'stopped', reason: 'settled by letter' });
  });

  test('is one it declares without granting this case anything', () => {
    const run = opened();
    expect(examine(run, to({ answer: { ...answer, budget: () => undefined } }))).toMatchObject([
      { kind: 'deadline-lost' },
    ]);
  });

  test('stays on the case as history when it is over', () => {
    const run = opened();
    run.send('answer', '2026-03-04T10:00');
    expect(examine(run, to({}))).toEqual([]);
    run.migrate(to({}), '2026-03-05T10:00');
    expect(run.kinds()).toEqual(['started', 'met']);
  });
});

describe('a term the old version did not have', () => {
  test('begins with the migration, or at its anchor', () => {
    const run = opened();
    const migration = to({
      answer,
      check: { startsIn: 'working', budget: days(1), metIn: ['answered'] },
      late: { startsIn: 'working', anchor: () => at('2026-03-02T09:00'), metIn: ['answered'] },
    });
    expect(examine(run, migration)).toEqual([
      { kind: 'deadline-started', deadline: 'check', dueAt: at('2026-03-05T17:00') },
      { kind: 'deadline-started', deadline: 'late', dueAt: at('2026-03-09T17:00') },
    ]);
    run.migrate(migration, '2026-03-04T10:00');
    expect([run.due('check'), run.due('late')]).toEqual(['2026-03-05T17:00', '2026-03-09T17:00']);
  });

  test('does not begin where the case is not', () => {
    const run = opened();
    run.send('answer', '2026-03-03T10:00');
    expect(examine(run, to({ answer, check: { startsIn: 'working' } }))).toEqual([]);
  });

  test('is not one that granted this case nothing before', () => {
    const none: Term = { startsIn: 'working', budget: () => undefined };
    const first = tiny('1', { states, deadlines: { answer, none } });
    const run = opened(first);
    expect(examine(run, to({ answer, none }, {}, {}, first))).toEqual([]);
    const granted = examine(run, to({ answer, none: { startsIn: 'working', budget: days(2) } }, {}, {}, first));
    expect(granted).toMatchObject([{ kind: 'deadline-started', deadline: 'none' }]);
  });
});

describe('a term whose state means something else in the new version', () => {
  const paused = { ...states, working: { ...working, tags: ['working', 'waiting'] } };

  test('is suspended, resumed, met or stopped as the tags say, once somebody answers for it', () => {
    const run = opened();
    const migration = to({ answer }, {}, { states: paused });
    expect(examine(run, migration)).toEqual([
      { kind: 'deadline-switched', deadline: 'answer', occurrence: 1, from: 'running', to: 'suspended' },
    ]);
    expect(run.migrate(migration, '2026-03-04T10:00')).toMatchObject({ code: 'MC_MIGRATION_REFUSED' });
    run.migrate(migration, '2026-03-04T10:00', { accepted: { 'deadline-switched': 'excluded by art. 19' } });
    expect(run.ledger()).toMatchObject({ status: 'suspended' });
    expect(run.kinds()).toEqual(['started', 'suspended']);
  });

  test('is explained by the reason the migration gives for the term', () => {
    const run = opened();
    const migration = to({ answer }, { answer: { reason: 'excluded by art. 19' } }, { states: paused });
    expect(run.migrate(migration, '2026-03-04T10:00')).toMatchObject({ status: 'accepted' });
  });
});

test('timers of the store are those of the envelope after a migration', () => {
  const run = opened();
  run.migrate(to({ answer: { ...answer, budget: days(3) } }), '2026-03-04T10:00', { accepted: moved });
  expect(run.timers().map(({ key, fireAt }) => `${key} ${print(fireAt)}`)).toEqual([
    'deadline/answer/1/warn/0 2026-03-04T17:00',
    'deadline/answer/1/due/0 2026-03-05T17:00',
  ]);
});
