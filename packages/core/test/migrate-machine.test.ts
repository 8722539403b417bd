import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineMigration, examineMigration, type MigrationSpec, type MigrationView } from '../src/index.js';
import { head } from './actors.js';
import { at, caseRun, print, testEnv } from './case-run.js';
import { type TinyOptions, tiny } from './tiny-workflow.js';

const from = (before: TinyOptions, after: TinyOptions, spec: Omit<MigrationSpec<never>, 'from' | 'to'> = {}) =>
  defineMigration({ from: tiny('1', before), to: tiny('2', after), ...spec });

const opened = (migration: ReturnType<typeof from>, ...events: readonly string[]) => {
  const run = caseRun(migration.from);
  run.open('2026-03-02T09:00');
  for (const event of events) run.send(event, '2026-03-02T09:00');
  return run;
};
const examine = (run: ReturnType<typeof opened>, migration: ReturnType<typeof from>) =>
  examineMigration(migration, run.envelope(), { actor: head, receivedAt: at('2026-03-02T10:00') }, testEnv());
const move = (run: ReturnType<typeof opened>, migration: ReturnType<typeof from>) =>
  run.migrate(migration, '2026-03-02T10:00');

describe('regions side by side', () => {
  const region = (first: string, second: string, event: string) => ({
    initial: first,
    states: { [first]: { on: { [event]: second } }, [second]: {} },
  });
  const before: TinyOptions = {
    type: 'parallel',
    states: { papers: region('open', 'closed', 'close'), money: region('owed', 'paid', 'pay') },
  };

  test('move one by one, each to the state that stands for its own', () => {
    const after: TinyOptions = {
      type: 'parallel',
      states: { papers: region('open', 'closed', 'close'), fee: region('owed', 'settled', 'pay') },
    };
    const migration = from(before, after, { states: { 'money.owed': 'fee.owed', 'money.paid': 'fee.settled' } });
    const run = opened(migration, 'pay');
    move(run, migration);
    expect(run.envelope()).toMatchObject({
      state: 'papers.open|fee.settled',
      machine: { value: { papers: 'open', fee: 'settled' } },
    });
  });

  test('may be merged into one, by lines that all lead there', () => {
    const after: TinyOptions = { states: { begun: { on: { close: 'ready', pay: 'ready' } }, ready: {} } };
    const states = { 'papers.open': 'begun', 'money.owed': 'begun', 'papers.closed': 'ready', 'money.paid': 'ready' };
    const migration = from(before, after, { states });
    const run = opened(migration);
    move(run, migration);
    expect(run.envelope().state).toBe('begun');
    expect(examine(opened(migration, 'pay'), migration)).toMatchObject([{ kind: 'state-lost' }]);
  });

  test('lose the case when the new version has a region no line leads to', () => {
    const after: TinyOptions = { ...before, states: { ...before.states, post: region('none', 'sent', 'post') } };
    const migration = from(before, after);
    expect(examine(opened(migration), migration)).toMatchObject([
      { kind: 'state-lost', why: 'a case cannot be in papers.open and money.owed together, or must be in more' },
    ]);
  });
});

describe('a history state', () => {
  const before: TinyOptions = {
    states: {
      work: {
        initial: 'a',
        states: { a: { on: { next: 'b' } }, b: {}, back: { type: 'history' } },
        on: { pause: 'away' },
      },
      away: { on: { resume: 'work.back' } },
    },
  };
  const renamed: TinyOptions = {
    states: {
      job: {
        initial: 'a',
        states: { a: { on: { next: 'b2' } }, b2: {}, back: { type: 'history' } },
        on: { pause: 'away' },
      },
      away: { on: { resume: 'job.back' } },
    },
  };

  test('returns to what stands for the state that was left', () => {
    const states = { 'work.back': 'job.back', 'work.a': 'job.a', 'work.b': 'job.b2' };
    const migration = from(before, renamed, { states });
    const run = opened(migration, 'next', 'pause');
    move(run, migration);
    run.send('resume', '2026-03-02T11:00');
    expect(run.envelope().state).toBe('job.b2');
  });

  test('that nothing stands for, or that returns to nothing, loses the case: it would begin again unnoticed', () => {
    const forgotten = from(before, renamed, { states: { 'work.a': 'job.a', 'work.b': 'job.b2' } });
    expect(examine(opened(forgotten, 'next', 'pause'), forgotten)).toMatchObject([
      { kind: 'state-lost', state: 'work.back' },
    ]);
    const nowhere = from(before, renamed, { states: { 'work.back': 'job.back' } });
    expect(examine(opened(nowhere, 'next', 'pause'), nowhere)).toMatchObject([{ kind: 'state-lost', state: 'work.b' }]);
  });

  test('that went away for good is forgotten', () => {
    const after: TinyOptions = {
      states: {
        ...before.states,
        work: { initial: 'a', states: { a: { on: { next: 'b' } }, b: {} }, on: { pause: 'away' } },
        away: { on: { resume: 'work' } },
      },
    };
    const migration = from(before, after);
    const run = opened(migration, 'next', 'pause');
    move(run, migration);
    expect(run.envelope().machine).not.toHaveProperty('history');
  });
});

describe('a timer of the machine', () => {
  const waits = (name: string, delay: string, target = 'late'): TinyOptions => ({
    delays: { grace: 3_600_000 },
    states: { [name]: { after: { [delay]: target }, on: { go: target } }, [target]: {} },
  });

  test('goes on in the state that stands for its own, for the instant it was armed for', () => {
    const migration = from(waits('waiting', 'grace'), waits('pending', 'grace'), { states: { waiting: 'pending' } });
    const run = opened(migration);
    run.migrate(migration, '2026-03-02T09:30');
    expect(run.timers().map(({ key, fireAt }) => [key, print(fireAt)])).toEqual([
      ['after/xstate.after.grace.tiny.pending/1', '2026-03-02T10:00'],
    ]);
    run.fire('after/xstate.after.grace.tiny.pending/1', '2026-03-02T10:00');
    expect(run.envelope().state).toBe('late');
  });

  test('is armed with the migration where the old version waited for nothing', () => {
    const migration = from({ states: { waiting: { on: { go: 'late' } }, late: {} } }, waits('waiting', 'grace'));
    const run = opened(migration);
    move(run, migration);
    expect(run.timers().map(({ key, fireAt }) => [key, print(fireAt)])).toEqual([
      ['after/xstate.after.grace.tiny.waiting/2', '2026-03-02T11:00'],
    ]);
  });

  test('that goes on as nothing is lost, unless the migration says what becomes of it', () => {
    const old = 'xstate.after.grace.tiny.waiting';
    const after = waits('waiting', '60000');
    const silent = from(waits('waiting', 'grace'), after);
    expect(examine(opened(silent), silent)).toMatchObject([{ kind: 'timer-lost', timer: old }]);
    expect(move(opened(silent), silent)).toMatchObject({ code: 'MC_MIGRATION_REFUSED' });

    const ended = from(waits('waiting', 'grace'), after, { timers: { [old]: { ended: 'a minute is enough' } } });
    expect(examine(opened(ended), ended)).toMatchObject([{ kind: 'timer-lost', reason: 'a minute is enough' }]);
    expect(move(opened(ended), ended)).toMatchObject({ status: 'accepted' });

    const mapped = from(waits('waiting', 'grace'), after, { timers: { [old]: 'xstate.after.60000.tiny.waiting' } });
    const run = opened(mapped);
    move(run, mapped);
    expect(run.timers()).toMatchObject([
      { key: 'after/xstate.after.60000.tiny.waiting/1', fireAt: at('2026-03-02T10:00') },
    ]);
  });
});

test('a predicate that writes into what it is shown changes nothing', () => {
  const states = { here: {} };
  const context = z.strictObject({ note: z.string() });
  const spec = {
    applies: ({ context: shown }: MigrationView<{ note: string }>) =>
      Object.assign(shown, { note: 'changed' }).note === 'changed',
  };
  const migration = from(
    { states, context, start: { note: 'kept' } },
    { states, context, start: { note: 'kept' } },
    spec,
  );
  const run = opened(migration);
  move(run, migration);
  expect(run.envelope().machine.context).toEqual({ note: 'kept' });
});

describe('whom a migration concerns', () => {
  const states = { working: { tags: 'working', on: { go: 'done' } }, done: {} };
  const deadlines = { answer: { startsIn: 'working', anchor: () => at('2026-02-27T23:30') } };
  const seen: MigrationView<unknown>[] = [];
  const migration = from(
    { states, deadlines },
    { states, deadlines },
    {
      applies: (view: MigrationView<unknown>) => {
        seen.push(view);
        return (view.anchorOf('answer') ?? view.openedOn) >= '2026-03-01';
      },
    },
  );

  test('is said by the date that counts in law: of the opening, or of a term', () => {
    expect(examine(opened(migration), migration)).toEqual([{ kind: 'not-concerned' }]);
    const view = seen.at(-1);
    expect(view).toMatchObject({
      caseId: 'c1',
      openedOn: '2026-03-02',
      openedAt: at('2026-03-02T09:00'),
      state: 'working',
    });
    expect([view?.anchorOf('answer'), view?.anchorOf('other')]).toEqual(['2026-02-27', undefined]);
    expect([view?.hasTag('working'), view?.hasTag('other')]).toEqual([true, false]);
  });
});
