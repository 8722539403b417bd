import { createCalendar, defineMigration, defineWorkflow, type Workflow, type WorkflowSpec } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import {
  checkReplay,
  exportJournals,
  plainCalendar,
  readJournals,
  type Simulation,
  simulate,
  writeJournal,
} from '../src/index.js';

const nothing = z.strictObject({});
const facts = { granted: z.strictObject({ to: z.string(), fee: z.number().optional() }) };
const everybody = [{ roles: ['clerk'] }];

interface Change {
  readonly version?: string;
  readonly days?: number;
  readonly mayGrant?: (context: { noted: number }) => boolean;
  readonly fee?: number;
  readonly step?: number;
  readonly renamed?: string;
  readonly spec?: Partial<WorkflowSpec>;
}

/** A permit, in which one thing can be changed. */
function permit({
  version = '1',
  days = 5,
  mayGrant = () => true,
  fee,
  step = 1,
  renamed,
  spec,
}: Change = {}): Workflow {
  const examining = renamed ?? 'examining';
  const machine = setup({
    types: {} as { context: { noted: number } },
    guards: { mayGrant: ({ context }) => mayGrant(context) },
    actions: {
      note: assign({ noted: ({ context }) => context.noted + step }),
      announce: emit({ type: 'granted', to: 'Hoa', ...(fee !== undefined && { fee }) } as never),
    },
  }).createMachine({
    context: { noted: 0 },
    initial: examining,
    states: {
      [examining]: {
        tags: 'running',
        on: { note: { actions: 'note' }, grant: { guard: 'mayGrant', target: 'granted', actions: 'announce' } },
      },
      granted: { tags: 'answered' },
    },
  } as never);
  return defineWorkflow({
    id: 'permit',
    version,
    schemas: {
      input: nothing,
      context: z.strictObject({ noted: z.number() }),
      events: { note: nothing, grant: nothing },
      facts,
    },
    machine: machine as never,
    deadlines: {
      answer: {
        title: { vi: 'Hạn', en: 'Answer' },
        owner: 'authority',
        startsIn: 'running',
        metIn: ['answered'],
        budget: () => ({ amount: days, unit: 'workingDay' }),
      },
    },
    access: { open: everybody, note: everybody, grant: everybody, migrate: everybody },
    ...spec,
  } as never);
}

const lan = { id: 'lan', roles: ['clerk'] };

/** Two cases as a store holds them: one noted twice and granted, one only opened; and whatever else happened. */
async function record(workflows: readonly Workflow[], more: (sim: Simulation) => Promise<unknown> = async () => {}) {
  const store = createMemoryStore();
  await using sim = await simulate({ workflows, store, start: '2026-03-02T09:00+07:00' });
  const first = await sim.open({ input: {}, version: '1' });
  await sim.open({ input: {}, version: '1' });
  for (const event of ['note', 'note', 'grant']) await sim.as(lan).send(first, event);
  await more(sim);
  const lines: string[] = [];
  for await (const recorded of exportJournals({ store })) lines.push(writeJournal(recorded));
  return readJournals(lines.join(''));
}

const parts = ({ differences }: Awaited<ReturnType<typeof checkReplay>>) =>
  differences.map(({ caseId, revision, command, part, path }) => [caseId, revision, command, part, path].join(' '));

describe('journals decided again', () => {
  test('by the same definitions give the same cases', async () => {
    const report = await checkReplay({ journals: await record([permit()]), workflows: [permit()] });
    expect(report).toEqual({
      same: true,
      cases: 2,
      commands: 5,
      differing: 0,
      definitions: [],
      differences: [],
      text: '2 cases with 5 commands were replayed: all come out as they were stored.',
    });
  });

  test('find a guard that was changed under the old version, where the hash cannot see it', async () => {
    const journals = await record([permit()]);
    const workflows = [permit({ mayGrant: ({ noted }) => noted > 2 })];
    const report = await checkReplay({ journals, workflows });
    expect(report).toMatchObject({ same: false, differing: 1, definitions: [] });
    expect(report.differences).toEqual([
      {
        tenant: 'test',
        caseId: 'case-1',
        workflow: 'permit',
        version: '1',
        revision: 4,
        command: 'send grant',
        part: 'refused',
        path: '',
        stored: 'accepted',
        replayed: expect.stringMatching(/^MC_EVENT_NOT_ALLOWED: Case case-1 cannot take "grant"/u),
      },
    ]);
    expect(report.text).toMatch(
      /^2 cases with 5 commands were replayed: 1 come out differently\.\ncase-1 at revision 4, send grant: refused\n {2}- accepted\n {2}\+ MC_EVENT/u,
    );
  });

  test('find a budget that was changed, with the ends of the terms before and after', async () => {
    const report = await checkReplay({ journals: await record([permit()]), workflows: [permit({ days: 3 })] });
    expect(parts(report)).toEqual([
      'case-1 1 open facts [0].dueAt',
      'case-1 1 open ledger [0].entry.budget.amount',
      'case-1 1 open due answer/1',
      'case-2 1 open facts [0].dueAt',
      'case-2 1 open ledger [0].entry.budget.amount',
      'case-2 1 open due answer/1',
    ]);
    expect(report.differences[2]).toMatchObject({
      stored: '2026-03-09T17:00:00+07:00',
      replayed: '2026-03-05T17:00:00+07:00',
    });
  });

  test('find a state that was renamed, and explain that the definition is another one', async () => {
    const report = await checkReplay({
      journals: await record([permit()]),
      workflows: [permit({ renamed: 'reviewing' })],
    });
    expect(report.definitions).toMatchObject([
      { workflow: 'permit', version: '1', storedHash: permit().definitionHash, cases: 2 },
    ]);
    expect(report.differences[0]).toMatchObject({ part: 'state', stored: '"examining"', replayed: '"reviewing"' });
    expect(report.text).toContain('An engine would refuse them with MC_ENVELOPE_MISMATCH');
  });

  test('find a fact that was changed', async () => {
    const report = await checkReplay({ journals: await record([permit()]), workflows: [permit({ fee: 15 })] });
    expect(parts(report)).toEqual(['case-1 4 send grant facts [0].fee']);
    expect(report.differences[0]).toMatchObject({ stored: '(nothing)', replayed: '15' });
  });

  test('find an action that was changed: the context of the case comes out differently', async () => {
    const report = await checkReplay({ journals: await record([permit()]), workflows: [permit({ step: 2 })] });
    expect(parts(report)).toEqual(['case-1 4 send grant context noted']);
    expect(report.differences[0]).toMatchObject({ stored: '2', replayed: '4' });
  });

  test('find an index that was changed', async () => {
    const indexed = permit({ spec: { index: () => ({ code: 'P-1' }) } });
    const report = await checkReplay({ journals: await record([permit()]), workflows: [indexed] });
    expect(parts(report)).toContain('case-2 1 open envelope index.code');
  });

  test('find code that throws where it did not', async () => {
    const boom = () => {
      throw new Error('a typo');
    };
    const report = await checkReplay({ journals: await record([permit()]), workflows: [permit({ mayGrant: boom })] });
    expect(report.differences).toMatchObject([
      { part: 'refused', replayed: expect.stringContaining('MC_MACHINE_FAILED') },
    ]);
  });

  test('find a definition that was changed where no story reaches: only the hash is another one', async () => {
    const workflows = [permit({ spec: { access: { open: everybody, note: everybody, grant: everybody } } })];
    const report = await checkReplay({ journals: await record([permit()]), workflows });
    expect(report).toMatchObject({ same: false, differing: 0, differences: [] });
    expect(report.definitions).toMatchObject([{ givenHash: workflows[0]?.definitionHash, cases: 2 }]);
  });

  test('say which version is missing', async () => {
    const report = await checkReplay({ journals: await record([permit()]), workflows: [permit({ version: '2' })] });
    expect(report.definitions).toEqual([
      { workflow: 'permit', version: '1', storedHash: permit().definitionHash, cases: 2 },
    ]);
    expect(report.text).toContain('the version was not given');
  });

  test('keep the differences of the first cases only, and count all', async () => {
    const report = await checkReplay({ journals: await record([permit()]), workflows: [permit({ days: 3 })], keep: 1 });
    expect(report.differing).toBe(2);
    expect(new Set(report.differences.map(({ caseId }) => caseId))).toEqual(new Set(['case-1']));
  });
});

describe('calendars', () => {
  const later = () => createCalendar({ ...plainCalendar().definition, version: '2', rows: [] });

  test('of a later version change nothing: each command is counted on the one it was counted on', async () => {
    const journals = await record([permit()]);
    const report = await checkReplay({ journals, workflows: [permit()], calendars: [plainCalendar(), later()] });
    expect(report.same).toBe(true);
  });

  test('that were counted on and are not given are missed', async () => {
    const report = await checkReplay({
      journals: await record([permit()]),
      workflows: [permit()],
      calendars: [later()],
    });
    expect(report.differences[0]).toMatchObject({ part: 'failed', replayed: expect.stringContaining('plain@1') });
  });
});

describe('a case that moved to another version', () => {
  const next = permit({ version: '2', days: 3 });
  const toNext = defineMigration({ from: permit(), to: next, deadlines: { answer: { reason: 'the new law' } } });
  const recorded = () =>
    record([permit(), next], async ({ engine }) => {
      const actor = { kind: 'person', ...lan } as const;
      await engine.applyMigration(engine.planMigration(toNext), { actor, reason: 'new law', legalBasis: 'a decree' });
    });

  test('is decided again by both versions and the migration between', async () => {
    const report = await checkReplay({ journals: await recorded(), workflows: [permit(), next], migrations: [toNext] });
    expect(report).toMatchObject({ same: true, commands: 7 });
  });

  test('shows when the migration is missing, or does something else', async () => {
    const journals = await recorded();
    const missing = await checkReplay({ journals, workflows: [permit(), next] });
    expect(missing.differences[0]).toMatchObject({ command: 'migrate to 2', part: 'failed' });
    const other = defineMigration({ from: permit(), to: next, deadlines: { answer: { grant: 'kept' } } });
    const report = await checkReplay({ journals, workflows: [permit(), next], migrations: [other] });
    expect(parts(report)).toContain('case-2 2 migrate to 2 due answer/1');
  });

  test('compares the hash of both versions', async () => {
    const changed = permit({ version: '2', days: 3, spec: { access: { open: everybody, migrate: everybody } } });
    const migration = defineMigration({
      from: permit(),
      to: changed,
      deadlines: { answer: { reason: 'the new law' } },
    });
    const report = await checkReplay({
      journals: await recorded(),
      workflows: [permit(), changed],
      migrations: [migration],
    });
    expect(report.definitions).toMatchObject([
      { version: '2', storedHash: next.definitionHash, givenHash: changed.definitionHash, cases: 2 },
    ]);
  });
});

test('a version that every case has left is compared as well: its commands stand in the journals', async () => {
  const next = permit({ version: '2' });
  const toNext = defineMigration({ from: permit(), to: next });
  const journals = await record([permit(), next], async ({ engine }) => {
    const actor = { kind: 'person', ...lan } as const;
    await engine.applyMigration(engine.planMigration(toNext), { actor, reason: 'new law', legalBasis: 'a decree' });
  });
  const left = permit({ spec: { access: { open: everybody, note: everybody, grant: everybody } } });
  const migrations = [defineMigration({ from: left, to: next })];
  const report = await checkReplay({ journals, workflows: [left, next], migrations });
  expect(report.definitions).toMatchObject([{ version: '1', storedHash: permit().definitionHash, cases: 2 }]);
});

describe('a file of journals', () => {
  test('holds a case as it was when it was read, whatever is written meanwhile', async () => {
    const store = createMemoryStore();
    await using sim = await simulate({ workflows: [permit()], store, start: '2026-03-02T09:00+07:00' });
    const caseId = await sim.open({ input: {} });
    const history: typeof store.cases.history = async (request) => {
      await sim.as(lan).send(caseId, 'note');
      return store.cases.history(request);
    };
    const busy = { ...store, cases: { ...store.cases, history } };
    for await (const { envelope, journal } of exportJournals({ store: busy })) {
      expect([envelope.revision, journal.length]).toEqual([1, 1]);
    }
    expect((await sim.case(caseId)).revision).toBe(2);
  });

  test('is what was stored, one case a line', async () => {
    const journals = await record([permit()]);
    const text = journals.map(writeJournal).join('');
    expect(text.split('\n')).toHaveLength(3);
    expect(readJournals(text)).toEqual(journals);
    expect(journals.map(({ envelope, journal }) => [envelope.caseId, journal.length])).toEqual([
      ['case-1', 4],
      ['case-2', 1],
    ]);
  });

  test('may be of one tenant, one workflow, or the first cases only', async () => {
    const store = createMemoryStore();
    await using sim = await simulate({ workflows: [permit()], store, start: '2026-03-02T09:00+07:00' });
    for (const caseId of ['a', 'b', 'c']) await sim.open({ input: {}, caseId });
    const ids = async (wanted: Omit<Parameters<typeof exportJournals>[0], 'store'>) => {
      const found: string[] = [];
      for await (const { envelope } of exportJournals({ store, ...wanted })) found.push(envelope.caseId);
      return found;
    };
    expect(await ids({ cases: 2 })).toEqual(['a', 'b']);
    expect(await ids({ tenant: 'another' })).toEqual([]);
    expect(await ids({ workflow: 'permit', version: '1' })).toEqual(['a', 'b', 'c']);
  });

  test.each<[string, (line: string) => string, RegExp]>([
    ['no JSON', (line) => line.slice(0, -9), /Line 1 of the journals is no JSON/u],
    ['no case', () => '{}', /Line 1 of the journals is no recorded case/u],
    ['another format', (line) => line.replace('"format":1', '"format":7'), /is a case in format 7/u],
    [
      'a journal with a gap',
      (line) => line.replace('"revision":4,"command"', '"revision":9,"command"'),
      /has 4 entries of a case at revision 4/u,
    ],
  ])('with a line that is %s is refused', async (_what, broken, message) => {
    const [line = ''] = (await record([permit()])).map(writeJournal);
    expect(() => readJournals(broken(line))).toThrow(message);
  });
});
