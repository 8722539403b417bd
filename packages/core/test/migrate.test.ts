import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineMigration, examineMigration, type MigrationSpec } from '../src/index.js';
import { timerRows } from '../src/kernel/timer-key.js';
import { clerk, head } from './actors.js';
import { at, caseRun, testEnv } from './case-run.js';
import { deepFreeze } from './deep-freeze.js';
import { withFrozenGlobals } from './frozen-globals.js';
import { type TinyOptions, tiny } from './tiny-workflow.js';

const working = { tags: 'working', on: { answer: 'answered', wait: 'waiting' } };
const waiting = { tags: ['working', 'waiting'], on: { bring: 'working' } };
const answered = { tags: 'answered', on: { reopen: 'working' } };
const answer = { startsIn: 'working', suspendedIn: ['waiting'], metIn: ['answered'], reopen: 'continue' } as const;
const rungs = {
  warn: { at: { before: { amount: 1, unit: 'workingDay' } }, effect: 'advisory' },
  due: { at: 'due', effect: 'escalating' },
} as const;

const options: TinyOptions = { states: { working, waiting, answered }, deadlines: { answer: { ...answer, rungs } } };
const one = tiny('1', options);

/** Version 2 differs in what is given; a migration from 1 to it. */
const to = (changed: Partial<TinyOptions>, spec: Omit<MigrationSpec<never>, 'from' | 'to'> = {}) =>
  defineMigration({ from: one, to: tiny('2', { ...options, ...changed }), ...spec });

/** A case of version 1, received on Monday 2 March 2026. */
const opened = (first = one) => {
  const run = caseRun(first);
  run.open('2026-03-02T09:00');
  return run;
};
const findings = (run: ReturnType<typeof opened>, migration: ReturnType<typeof to>, when = '2026-03-04T10:00') =>
  examineMigration(migration, run.envelope(), { actor: head, receivedAt: at(when) }, testEnv());

/** `working` has another name. */
const elsewhere: Partial<TinyOptions> = {
  states: {
    examining: working,
    waiting: { ...waiting, on: { bring: 'examining' } },
    answered: { ...answered, on: { reopen: 'examining' } },
  },
};
const shorter = { deadlines: { answer: { ...answer, rungs, budget: { amount: 3, unit: 'workingDay' } } } } as const;
describe('a case that moves to another version', () => {
  test('stays what it was where nothing changed, and is decided by the new version from then on', () => {
    const run = opened();
    const before = run.envelope();
    expect(run.migrate(to({}), '2026-03-04T10:00')).toMatchObject({
      status: 'accepted',
      revision: 2,
      state: 'working',
    });
    const { version, definitionHash, revision, writtenAt, occurredAt, ...same } = run.envelope();
    expect(before).toMatchObject(same);
    expect({ version, revision }).toEqual({ version: '2', revision: 2 });
    expect(definitionHash).toBe(tiny('2', options).definitionHash);
    expect(run.timers()).toEqual(timerRows(before));
    expect(run.send('answer', '2026-03-05T10:00')).toMatchObject({ status: 'accepted', state: 'answered' });
  });

  test('has it on record: in the journal with both definitions, as a fact, and for the auditor', () => {
    const run = opened();
    const migration = to({});
    run.migrate(migration, '2026-03-04T10:00');
    expect(run.decision()?.audit).toMatchObject({ action: 'migrate', outcome: 'accepted', actor: { id: 'an' } });
    expect(run.decision()?.change?.journal).toMatchObject({
      command: { type: 'migrate', from: { version: '1', definitionHash: one.definitionHash }, to: { version: '2' } },
      facts: [{ type: 'workflow.migrated', from: '1', to: '2', reason: 'for a reason', legalBasis: 'an article' }],
      ledger: [],
    });
  });

  test('goes to the state that stands for its own, with the tags of that', () => {
    const run = opened();
    expect(findings(run, to(elsewhere))).toMatchObject([{ kind: 'state-lost', state: 'working' }]);
    const migration = to(elsewhere, { states: { working: 'examining' } });
    expect(findings(run, migration)).toEqual([{ kind: 'state-moved', from: 'working', to: 'examining' }]);
    run.migrate(migration, '2026-03-04T10:00');
    expect(run.envelope()).toMatchObject({ state: 'examining', tags: ['working'], status: 'active' });
    expect(run.decision()?.change?.journal).toMatchObject({ from: 'working', to: 'examining' });
  });

  test('gets its context from the function given, which sees a copy, and is parsed by the new schema', () => {
    const context = z.strictObject({ tier: z.enum(['commune', 'province']), noted: z.number().default(0) });
    const run = opened();
    expect(findings(run, to({ context, start: { tier: 'commune', noted: 0 } }))).toEqual([
      { kind: 'context-refused', issues: [expect.objectContaining({ path: 'tier' })] },
    ]);
    const migration = to(
      { context, start: { tier: 'commune', noted: 0 } },
      { context: (old: Record<string, unknown>) => Object.assign(old, { tier: 'commune' }) },
    );
    const before = deepFreeze(run.envelope());
    run.migrate(migration, '2026-03-04T10:00');
    expect(run.envelope().machine.context).toEqual({ tier: 'commune', noted: 0 });
    expect(before.machine.context).toEqual({});
  });

  test('runs no entry action, but leaves a state that waits for nothing', () => {
    const states = { working: { ...working, always: 'checked' }, checked: { ...working }, waiting, answered };
    const run = opened();
    run.migrate(to({ states }), '2026-03-04T10:00');
    expect(run.envelope().state).toBe('checked');
    expect(run.send('nonsense', '2026-03-04T11:00')).toMatchObject({ status: 'refused', code: 'MC_EVENT_UNKNOWN' });
    expect(run.send('bring', '2026-03-04T11:00')).toMatchObject({ code: 'MC_EVENT_NOT_ALLOWED' });
  });

  test('may still be told of an act of an earlier hour, which meets its term in time', () => {
    const run = opened();
    const migration = to({ ...elsewhere, ...shorter }, { states: { working: 'examining' } });
    run.migrate(migration, '2026-03-06T08:00', { accepted: { 'deadline-moved': 'new law' } });
    run.pass('2026-03-06T08:00');
    expect(run.envelope().occurredAt).toBe(at('2026-03-02T09:00'));
    run.send('answer', '2026-03-06T09:00', { occurredAt: '2026-03-05T16:00' });
    expect(run.kinds()).toEqual(['started', 'migrated', 'breached', 'met']);
    // Judged by the end that was in force when it happened.
    expect(run.ledger().entries.at(-1)).toMatchObject({ dueAt: at('2026-03-09T17:00'), overrules: [2] });
    expect(run.standing('2026-03-06T10:00')).toMatchObject({ breached: false, status: 'met' });
  });

  test('moves after its last act, whatever time is given, and moves once', () => {
    const run = opened();
    run.send('wait', '2026-03-04T10:00');
    run.migrate(to(shorter), '2026-03-04T12:00', {
      occurredAt: '2026-03-01T00:00',
      accepted: { 'deadline-moved': 'x' },
    });
    expect(run.ledger().entries.at(-1)).toMatchObject({ kind: 'migrated', at: at('2026-03-04T10:00') });
    expect(run.migrate(to({}), '2026-03-04T12:00', { occurredAt: '2026-03-05T00:00' })).toMatchObject({
      status: 'dropped',
      code: 'MC_MIGRATION_STALE',
    });
  });

  test('is decided purely: frozen case, frozen clock, JSON only', () => {
    const run = opened();
    deepFreeze(run.envelope());
    withFrozenGlobals(() =>
      run.migrate(to(shorter), '2026-03-04T10:00', { accepted: { 'deadline-moved': 'new law' } }),
    );
    const { change } = run.decision() ?? {};
    expect(change?.envelope.version).toBe('2');
    expect(JSON.parse(JSON.stringify(change))).toStrictEqual(change);
  });
});

describe('a case does not move', () => {
  const accepted = { 'deadline-moved': 'new law' };
  test.each<[string, string, () => ReturnType<ReturnType<typeof opened>['migrate']>]>([
    [
      'by somebody without the right',
      'MC_ACCESS_DENIED',
      () => opened().migrate(to({}), '2026-03-04T10:00', { actor: clerk }),
    ],
    [
      'when the new version lets nobody',
      'MC_ACCESS_DENIED',
      () => opened().migrate(to({ spec: { access: { open: [{ roles: ['clerk'] }] } } }), '2026-03-04T10:00'),
    ],
    [
      'in the future',
      'MC_TIME_OUT_OF_BOUNDS',
      () => opened().migrate(to({}), '2026-03-04T10:00', { occurredAt: '2026-03-05T10:00' }),
    ],
    [
      'when it is not concerned',
      'MC_MIGRATION_REFUSED',
      () => opened().migrate(to({}, { applies: () => false }), '2026-03-04T10:00'),
    ],
    [
      'when a date would move unexplained',
      'MC_MIGRATION_REFUSED',
      () => opened().migrate(to(shorter), '2026-03-04T10:00'),
    ],
    [
      'on a revision it has left',
      'MC_REVISION_MISMATCH',
      () => opened().migrate(to(shorter), '2026-03-04T10:00', { accepted, expectedRevision: 7 }),
    ],
  ])('%s: %s', (_what, code, migrate) => {
    expect(migrate()).toMatchObject({ status: 'refused', code });
  });

  test('when it has ended', () => {
    const states = {
      working: { tags: 'working', on: { answer: 'answered' } },
      answered: { tags: 'answered', type: 'final' },
    };
    const first = tiny('1', { states });
    const run = opened(first);
    run.send('answer', '2026-03-03T09:00');
    const migration = defineMigration({ from: first, to: tiny('2', { states }) });
    expect(run.migrate(migration, '2026-03-04T10:00')).toMatchObject({ code: 'MC_CASE_CLOSED' });
    expect(findings(run, migration)).toEqual([{ kind: 'not-concerned' }]);
  });

  test('when code of the new version throws, which is a finding too', () => {
    const boom = () => {
      throw new Error('a typo in the index');
    };
    const run = opened();
    expect(findings(run, to({ spec: { index: boom } }))).toMatchObject([{ kind: 'failed', code: 'MC_MACHINE_FAILED' }]);
    expect(run.migrate(to({ spec: { index: boom } }), '2026-03-04T10:00')).toMatchObject({ status: 'failed' });
    expect(findings(run, to({}, { context: boom }))).toMatchObject([
      { kind: 'failed', message: 'a typo in the index' },
    ]);
    expect(findings(run, to({}, { applies: boom }))).toMatchObject([{ kind: 'failed' }]);
  });

  test('where its state or its context has no place, whoever answers for that; the refusal says why it was left', () => {
    const run = opened();
    const reply = run.migrate(to(elsewhere), '2026-03-04T10:00', {
      accepted: { 'state-lost': 'closed by hand next week' },
    });
    expect(reply).toMatchObject({
      status: 'refused',
      code: 'MC_MIGRATION_REFUSED',
      message: expect.stringContaining('closed by hand next week'),
    });
    expect(run.envelope()).toMatchObject({ version: '1', revision: 1 });
  });

  test('by a migration nobody declared: MC_MIGRATION_UNKNOWN', () => {
    const run = opened();
    const { from, to: next } = to({});
    const call = () =>
      run.decide({
        ...run.commands[0],
        ...{ type: 'migrate', id: 'x', from, to: next, reason: 'x', legalBasis: 'x', accepted: {} },
      } as never);
    expect(call).toThrow(expect.objectContaining({ code: 'MC_MIGRATION_UNKNOWN' }));
  });
});
