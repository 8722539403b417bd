import { defineWorkflow, machineTypes, rungEventSchema, tellParent } from '@motcua/core';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';

const nothing = z.strictObject({});
const schemas = {
  input: z.strictObject({ question: z.string() }),
  context: z.strictObject({ answer: z.string() }),
  events: {
    agree: nothing,
    object: nothing,
    note: nothing,
    recall: nothing,
    'silence.agrees': rungEventSchema,
  },
};

/** The sub-case: an opinion with a term of its own, after which silence agrees. */
export const opinion = defineWorkflow({
  id: 'opinion',
  version: '1',
  schemas,
  machine: setup({
    types: { ...machineTypes(schemas), output: {} as string },
    actions: {
      agree: assign({ answer: 'agrees' }),
      object: assign({ answer: 'objects' }),
      tell: emit(() => tellParent({ event: { type: 'opinion.progressed', output: null } })),
    },
  }).createMachine({
    context: { answer: '' },
    output: ({ context }) => context.answer,
    initial: 'asked',
    states: {
      asked: {
        tags: 'asked',
        on: {
          agree: { target: 'given', actions: 'agree' },
          object: { target: 'given', actions: 'object' },
          note: { actions: 'tell' },
          recall: 'recalled',
          'silence.agrees': { target: 'silent', actions: 'agree' },
        },
      },
      given: { type: 'final' },
      silent: { tags: 'silent', type: 'final' },
      recalled: { tags: 'recalled', type: 'final' },
    },
  }),
  access: {
    open: [],
    agree: [{ roles: ['consultee'] }],
    object: [{ roles: ['consultee'] }],
    note: [{ roles: ['consultee'] }],
  },
  deadlines: {
    reply: {
      title: { vi: 'Thời hạn góp ý', en: 'Opinion' },
      owner: 'consultee',
      startsIn: 'asked',
      stoppedIn: ['silent', 'recalled'],
      budget: { amount: 6, unit: 'workingHour' },
      rungs: {
        warn: { at: { percent: 50 }, effect: 'advisory', outage: 'if-useful' },
        due: { at: 'due', effect: 'fatal', event: 'silence.agrees' },
      },
    },
  },
});
