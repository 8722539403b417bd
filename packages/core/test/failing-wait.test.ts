import { expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { z } from 'zod';
import { defineWorkflow, machineTypes } from '../src/index.js';
import { clerk } from './actors.js';
import { ref, startOffice } from './office.js';

const nothing = z.strictObject({});
const schemas = { input: nothing, context: nothing, events: { touch: nothing, go: nothing } };
const workflow = defineWorkflow({
  id: 'failing-wait',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: {
      crash: assign(() => {
        throw new Error('a typo in a template');
      }),
    },
  }).createMachine({
    context: {},
    initial: 'waiting',
    states: {
      waiting: {
        after: { 60000: { target: 'gone', actions: 'crash' } },
        initial: 'one',
        states: { one: { after: { 7200000: 'two' }, on: { touch: 'two' } }, two: { on: { touch: 'one' } } },
        on: { go: 'gone' },
      },
      gone: {},
    },
  }),
  access: { open: [{ roles: ['clerk'] }], touch: [{ roles: ['clerk'] }], go: [{ roles: ['clerk'] }] },
});

test('a wait whose end makes machine code throw ends once, on record; the case stays and goes on', async () => {
  await using office = await startOffice({ workflows: [workflow] });
  const { engine, clock } = office;
  await engine.open({ ...ref(), workflow: 'failing-wait', actor: clerk, input: {} });
  clock.set('2026-03-02T09:05');
  await engine.settle();
  const journal = await engine.history(ref());
  expect(journal.map(({ command, to }) => [command.type, to])).toEqual([
    ['open', 'waiting.one'],
    ['fire', 'waiting.one'],
  ]);
  expect(journal[1]?.facts).toMatchObject([{ type: 'timer.event-failed', reason: expect.stringContaining('a typo') }]);
  expect((await engine.get(ref())).timers.map(({ id }) => id)).toEqual(['xstate.after.7200000.(machine).waiting.one']);
  expect((await engine.send({ ...ref(), actor: clerk, event: { type: 'touch' } })).status).toBe('accepted');
  clock.set('2026-03-02T09:10');
  await engine.settle();
  expect(await engine.history(ref())).toHaveLength(3);
});
