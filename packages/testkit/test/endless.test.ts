import { answerEventSchema, defineWorkflow, machineTypes, openCase } from '@motcua/core';
import { expect, test } from 'vitest';
import { emit, setup } from 'xstate';
import { z } from 'zod';
import { simulate, specification } from '../src/index.js';

const nothing = z.strictObject({});
const access = { open: [{ roles: ['clerk'] }] };
const start = '2026-03-02T09:00+07:00';

const pendulum = defineWorkflow({
  id: 'pendulum',
  version: '1',
  schemas: { input: nothing, context: nothing, events: {} },
  machine: setup({}).createMachine({
    context: {},
    initial: 'left',
    states: { left: { after: { 1000: 'right' } }, right: { after: { 1000: 'left' } } },
  }),
  access,
});

const schemas = { input: nothing, context: nothing, events: { answered: answerEventSchema } };
const asker = defineWorkflow({
  id: 'asker',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: { ask: emit(() => openCase({ key: 'question', workflow: 'oracle', input: {}, replyEvent: 'answered' })) },
  }).createMachine({ context: {}, entry: 'ask', on: { answered: { actions: 'ask' } } }),
  access,
});
const oracle = defineWorkflow({
  id: 'oracle',
  version: '1',
  schemas: { input: nothing, context: nothing, events: {} },
  machine: setup({}).createMachine({ context: {}, initial: 'done', states: { done: { type: 'final' } } }),
  access,
});

test('a machine whose timers lead into one another ends a simulation with an error that shows the loop', async () => {
  await using sim = await simulate({ workflows: [pendulum], start, maxCommits: 100 });
  await sim.open({ input: {} });
  await expect(sim.pass({ amount: 1, unit: 'workingDay' })).rejects.toThrow(
    /more than 100 commits.*fire → (left|right)/u,
  );
});

test('cases that answer one another at the same instant for ever end a simulation too', async () => {
  await using sim = await simulate({ workflows: [asker, oracle], start, maxCommits: 100 });
  await expect(sim.open({ input: {} })).rejects.toThrow(/more than 100 commits.*answer/u);
});

test('a specification stops at a machine that never comes to rest', () => {
  const given = specification(pendulum).given({ open: {}, actor: { id: 'lan', roles: ['clerk'] }, at: start });
  expect(() => given.when({ passing: true, at: '2026-03-09T09:00+07:00' })).toThrow(
    /timers fired before one happening/u,
  );
});
