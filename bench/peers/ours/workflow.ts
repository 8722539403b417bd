import { type Actor, defineWorkflow, fact, machineTypes } from '@motcua/core';
import { emit, setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({ applicant: z.string() }),
  context: z.strictObject({ applicant: z.string(), rounds: z.number() }),
  events: { ask: z.strictObject({}), bring: z.strictObject({}) },
  facts: { brought: z.strictObject({ rounds: z.number() }) },
};
const all = [{ roles: ['officer'] }];

/**
 * Each event changes the state, suspends or resumes the term and so moves its firings; every second one sends a
 * message. A ledger line, a journal entry and an audit record come with each.
 */
export const permit = defineWorkflow({
  id: 'permit',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: { tell: emit(({ context }) => fact('brought', { rounds: context.rounds })) },
  }).createMachine({
    context: ({ input }) => ({ applicant: input.applicant, rounds: 0 }),
    initial: 'examining',
    states: {
      examining: { tags: 'ours', on: { ask: 'waiting' } },
      waiting: { tags: ['ours', 'theirs'], on: { bring: { target: 'examining', actions: 'tell' } } },
    },
  }),
  access: { open: all, ask: all, bring: all },
  index: ({ context }) => ({ subject: context.applicant, unit: 'counter', category: 'permit' }),
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn trả lời', en: 'Answer' },
      owner: 'authority',
      startsIn: 'ours',
      suspendedIn: ['theirs'],
      budget: { amount: 3, unit: 'workingDay' },
      rungs: { soon: { at: { percent: 70 }, effect: 'advisory' }, due: { at: 'due', effect: 'escalating' } },
    },
  },
});

export const officer: Actor = { kind: 'person', id: 'minh', roles: ['officer'] };
export const EVENTS = 8;
export const TENANT = 'hanoi';

export const eventOf = (step: number) => ({ type: step % 2 === 0 ? 'ask' : 'bring' });
