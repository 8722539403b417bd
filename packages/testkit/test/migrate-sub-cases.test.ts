import {
  answerEventSchema,
  defineMigration,
  defineWorkflow,
  type Migration,
  type MigrationSpec,
  machineTypes,
  openCase,
  sendToCase,
} from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import { checkReplay, exportJournals, type Simulation, simulate } from '../src/index.js';
import { agency, asking, officer } from './asking.js';

const nothing = z.strictObject({});
const everybody = [{ roles: ['officer'] }];
const schemas = {
  input: nothing,
  context: z.strictObject({ heard: z.array(z.string()), progress: z.number() }),
  events: {
    ask: nothing,
    cancel: nothing,
    end: nothing,
    ask_wrong: nothing,
    opinion: answerEventSchema,
    noted: answerEventSchema,
  },
};

/** The case that asks, in a version that calls its sub-case and the events of it by other names. */
const askingNext = defineWorkflow({
  id: 'asking',
  version: '2',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: {
      ask: emit(() =>
        openCase({ key: 'tax', workflow: 'agency', input: { question: 'how much?' }, replyEvent: 'opinion' }),
      ),
      askPolice: emit(() =>
        openCase({ key: 'police', workflow: 'agency', input: { question: 'who?' }, replyEvent: 'opinion' }),
      ),
      cancel: emit(() => sendToCase({ key: 'bureau', event: { type: 'withdraw' } })),
      hear: assign({
        heard: ({ context, event }) =>
          event.type === 'opinion'
            ? [...context.heard, `${event.key} ${event.occurrence}:${String(event.output)}`]
            : context.heard,
      }),
      progress: assign({ progress: ({ context }) => context.progress + 1 }),
    },
  }).createMachine({
    context: { heard: [], progress: 0 },
    initial: 'idle',
    on: { opinion: { actions: 'hear' }, noted: { actions: 'progress' }, end: '.ended' },
    states: {
      idle: { on: { ask: { target: 'waiting', actions: 'ask' }, ask_wrong: { actions: 'askPolice' } } },
      waiting: {
        on: {
          opinion: { target: 'idle', actions: 'hear' },
          cancel: { actions: 'cancel' },
          ask_wrong: { actions: 'askPolice' },
        },
      },
      ended: { type: 'final' },
    },
  }),
  access: {
    open: everybody,
    ask: everybody,
    cancel: everybody,
    end: everybody,
    ask_wrong: everybody,
    migrate: everybody,
  },
});

const migration = (spec: Omit<MigrationSpec, 'from' | 'to'> = {}): Migration =>
  defineMigration({ from: asking, to: askingNext, ...spec });
const renamed = migration({ children: { police: 'bureau' }, events: { answered: 'opinion', progressed: 'noted' } });
const store = createMemoryStore;

const workflows = [asking, askingNext, agency];
const actor = { kind: 'person', ...officer } as const;
const grounds = { actor, reason: 'new names', legalBasis: 'a decree' };

/** A case of version 1 that waits for the police. */
async function waiting(options: Partial<Parameters<typeof simulate>[0]> = {}) {
  const sim = await simulate({ workflows, start: '2026-03-02T09:00+07:00', ...options });
  const parent = await sim.open({ input: {}, version: '1' });
  await sim.as(officer).send(parent, 'ask');
  return { sim, parent, child: `${parent}/police.1`, as: sim.as(officer) };
}
const move = (sim: Simulation, to: Migration) => sim.engine.applyMigration(sim.engine.planMigration(to), grounds);
const contextOf = async (sim: Simulation, caseId: string) => (await sim.case(caseId)).machine.context;

describe('a case that moves while a sub-case is open', () => {
  test('hears what the sub-case says under the old names, by the new ones', async () => {
    const world = await waiting();
    await using sim = world.sim;
    expect(await move(sim, renamed)).toMatchObject({ migrated: 1 });
    expect((await sim.case(world.parent)).children).toMatchObject({
      bureau: { caseId: world.child, status: 'open', replyEvent: 'answered' },
    });
    await world.as.send(world.child, 'note');
    expect(await contextOf(sim, world.parent)).toMatchObject({ progress: 1 });
    await world.as.send(world.child, { type: 'reply', text: 'him' });
    expect(await contextOf(sim, world.parent)).toMatchObject({ heard: ['bureau 1:him'] });
    expect((await sim.case(world.parent)).children['bureau']).toMatchObject({ status: 'answered' });
  });

  test('tells it things by its new key', async () => {
    const world = await waiting();
    await using sim = world.sim;
    await move(sim, renamed);
    await world.as.send(world.parent, 'cancel');
    expect(await sim.case(world.child)).toMatchObject({ status: 'done' });
    expect(await contextOf(sim, world.parent)).toMatchObject({ heard: ['bureau 1:(withdrawn)'] });
  });

  test('may open another one under the old key, which is not taken for the first', async () => {
    const world = await waiting();
    await using sim = world.sim;
    await move(sim, renamed);
    await world.as.send(world.parent, 'ask_wrong');
    expect(await sim.case(`${world.parent}/police.2`)).toMatchObject({ status: 'active' });
    await world.as.send(world.child, { type: 'reply', text: 'first' });
    await world.as.send(`${world.parent}/police.2`, { type: 'reply', text: 'second' });
    expect(await contextOf(sim, world.parent)).toMatchObject({ heard: ['bureau 1:first', 'police 2:second'] });
  });

  test('would lose its answer where no line says what it comes as, and is told so by the plan', async () => {
    const world = await waiting();
    await using sim = world.sim;
    const totals = await sim.engine.planMigration(migration()).totals();
    expect(totals.unexplained).toMatchObject([{ kind: 'answer-lost', cases: 1 }]);
    await expect(move(sim, migration())).rejects.toMatchObject({ code: 'MC_MIGRATION_BLOCKED' });
    const accept = { 'answer-lost': 'asked again by letter' };
    const plan = sim.engine.planMigration(migration());
    expect(await sim.engine.applyMigration(plan, { ...grounds, accept })).toMatchObject({ migrated: 1 });
  });

  test('loses nothing when the sub-case has answered', async () => {
    const world = await waiting();
    await using sim = world.sim;
    await world.as.send(world.child, { type: 'reply', text: 'him' });
    expect((await sim.engine.planMigration(migration()).totals()).unexplained).toEqual([]);
  });

  test('comes out the same when its journal is replayed', async () => {
    const kept = store();
    const world = await waiting({ store: kept });
    await using sim = world.sim;
    await move(sim, renamed);
    await world.as.send(world.child, { type: 'reply', text: 'him' });
    const report = await checkReplay({ journals: exportJournals({ store: kept }), workflows, migrations: [renamed] });
    expect(report.same, report.text).toBe(true);
    expect(report.cases).toBe(2);
  });
});

describe('a sub-case that moves', () => {
  const agencyNext = defineWorkflow({
    ...agency.spec,
    version: '2',
    schemas: {
      ...agency.spec.schemas,
      events: { reply: z.strictObject({ text: z.string() }), note: nothing, 'take-back': nothing },
    },
    machine: setup({
      actions: { keep: assign({ answer: ({ event }) => ('text' in event ? String(event['text']) : '(taken back)') }) },
    }).createMachine({
      types: {} as { context: { answer: string } },
      context: { answer: '' },
      output: ({ context }) => context.answer,
      initial: 'open',
      states: {
        open: {
          on: {
            reply: { target: 'done', actions: 'keep' },
            note: {},
            'take-back': { target: 'done', actions: 'keep' },
          },
        },
        done: { type: 'final' },
      },
    }),
    access: { ...agency.spec.access, migrate: everybody },
  } as never);
  const toNext = defineMigration({ from: agency, to: agencyNext, events: { withdraw: 'take-back' } });

  test('still answers the case that opened it, and hears it under the old names', async () => {
    const world = await waiting({ workflows: [asking, askingNext, agencyNext, agency] });
    await using sim = world.sim;
    expect(await move(sim, toNext)).toMatchObject({ migrated: 1 });
    expect((await sim.case(world.child)).parent).toMatchObject({
      caseId: world.parent,
      renamed: { withdraw: 'take-back' },
    });
    await world.as.send(world.parent, 'cancel');
    expect(await contextOf(sim, world.parent)).toMatchObject({ heard: ['1:(taken back)'] });
  });
});
