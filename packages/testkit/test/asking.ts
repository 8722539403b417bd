import { answerEventSchema, defineWorkflow, machineTypes, openCase, sendToCase, tellParent } from '@motcua/core';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';

const nothing = z.strictObject({});
const everybody = [{ roles: ['officer'] }];
export const officer = { id: 'minh', roles: ['officer'] };

const askSchemas = {
  input: nothing,
  context: z.strictObject({ heard: z.array(z.string()), progress: z.number() }),
  events: {
    ask: nothing,
    cancel: nothing,
    end: nothing,
    ask_wrong: nothing,
    answered: answerEventSchema,
    progressed: answerEventSchema,
  },
};
/** A case that asks an agency, and hears its answer. */
export const asking = defineWorkflow({
  id: 'asking',
  version: '1',
  schemas: askSchemas,
  machine: setup({
    types: machineTypes(askSchemas),
    actions: {
      ask: emit(() =>
        openCase({ key: 'police', workflow: 'agency', input: { question: 'who?' }, replyEvent: 'answered' }),
      ),
      askWrongly: emit(() =>
        openCase({ key: 'police', workflow: 'agency', input: { question: 7 }, replyEvent: 'answered' }),
      ),
      cancel: emit(() => sendToCase({ key: 'police', event: { type: 'withdraw' } })),
      hear: assign({
        heard: ({ context, event }) =>
          event.type === 'answered' ? [...context.heard, `${event.occurrence}:${String(event.output)}`] : context.heard,
      }),
      progress: assign({ progress: ({ context }) => context.progress + 1 }),
    },
  }).createMachine({
    context: { heard: [], progress: 0 },
    initial: 'idle',
    on: { answered: { actions: 'hear' }, progressed: { actions: 'progress' }, end: '.ended' },
    states: {
      idle: { on: { ask: { target: 'waiting', actions: 'ask' }, ask_wrong: { actions: 'askWrongly' } } },
      waiting: {
        on: { answered: { target: 'idle', actions: 'hear' }, cancel: { actions: 'cancel' }, ask: { actions: 'ask' } },
      },
      ended: { type: 'final' },
    },
  }),
  access: { open: everybody, ask: everybody, cancel: everybody, end: everybody, ask_wrong: everybody },
});

const agencySchemas = {
  input: z.strictObject({ question: z.string() }),
  context: z.strictObject({ answer: z.string() }),
  events: { reply: z.strictObject({ text: z.string() }), note: nothing, withdraw: nothing },
};
/** The sub-case at the agency. Only a case that asks opens one. */
export const agency = defineWorkflow({
  id: 'agency',
  version: '1',
  schemas: agencySchemas,
  machine: setup({
    types: { ...machineTypes(agencySchemas), output: {} as string },
    actions: {
      keep: assign({ answer: ({ event }) => (event.type === 'reply' ? event.text : '(withdrawn)') }),
      tell: emit(() => tellParent({ event: { type: 'progressed', output: null } })),
    },
  }).createMachine({
    context: { answer: '' },
    output: ({ context }) => context.answer,
    initial: 'open',
    states: {
      open: {
        on: {
          reply: { target: 'done', actions: 'keep' },
          note: { actions: 'tell' },
          withdraw: { target: 'done', actions: 'keep' },
        },
      },
      done: { type: 'final' },
    },
  }),
  access: { open: [], reply: everybody, note: everybody },
});
