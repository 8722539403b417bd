// #region opinion
import { defineWorkflow, machineTypes, rungEventSchema } from '@motcua/core';
import { assign, setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({ question: z.string().min(1) }),
  context: z.strictObject({ question: z.string(), opinion: z.enum(['agrees', 'objects']) }),
  events: { object: z.strictObject({}), agree: z.strictObject({}), 'silence.agrees': rungEventSchema },
};

const machine = setup({
  types: machineTypes(schemas),
  actions: { objects: assign({ opinion: 'objects' }) },
}).createMachine({
  context: ({ input }) => ({ question: input.question, opinion: 'agrees' }),
  initial: 'asked',
  states: {
    asked: {
      tags: 'asked',
      on: { agree: 'answered', object: { target: 'answered', actions: 'objects' }, 'silence.agrees': 'silent' },
    },
    answered: { type: 'final' },
    silent: { tags: 'silent', type: 'final' },
  },
  output: ({ context }) => context.opinion,
});

/** Asked for an opinion, with a term of its own: silence counts as agreement. */
export const opinion = defineWorkflow({
  id: 'opinion',
  version: '1',
  schemas,
  machine,
  deadlines: {
    reply: {
      title: { vi: 'Thời hạn trả lời ý kiến', en: 'Opinion' },
      owner: 'consultee',
      startsIn: 'asked',
      stoppedIn: ['silent'],
      budget: { amount: 2, unit: 'workingDay' },
      rungs: { due: { at: 'due', effect: 'fatal', event: 'silence.agrees' } },
    },
  },
  access: {
    open: [{ roles: ['officer'] }],
    agree: [{ roles: ['consultee'] }],
    object: [{ roles: ['consultee'] }],
  },
});
// #endregion
