import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import { defineWorkflow, extendDeadline, fact, machineTypes, rungEventSchema } from '../src/index.js';

export const leaveSchemas = {
  input: z.strictObject({ applicant: z.string(), unit: z.string() }),
  context: z.strictObject({
    applicant: z.string(),
    unit: z.string(),
    receivedAt: z.number(),
    reminded: z.number(),
    rule: z.enum(['pause', 'exclude', 'restart']),
  }),
  events: {
    accept: z.strictObject({}),
    'papers.ask': z.strictObject({ rule: z.enum(['pause', 'exclude', 'restart']).optional() }),
    'papers.bring': z.strictObject({}),
    grant: z.strictObject({}),
    reopen: z.strictObject({}),
    apologise: z.strictObject({ until: z.number() }),
    withdraw: z.strictObject({}),
    crash: z.strictObject({}),
    'term.overdue': rungEventSchema,
    'papers.lapse': rungEventSchema,
  },
  facts: {
    granted: z.strictObject({ by: z.string(), at: z.number() }),
    'slip.issued': z.strictObject({ applicant: z.string() }),
  },
};

const machine = setup({
  types: machineTypes(leaveSchemas),
  actions: {
    slip: emit(({ context }) => fact('slip.issued', { applicant: context.applicant })),
    announce: emit(({ event }) => fact('granted', { by: event.meta.actor.id, at: event.meta.at })),
    chooseRule: assign({
      rule: ({ event, context }) => (event.type === 'papers.ask' ? (event.rule ?? context.rule) : context.rule),
    }),
    remind: assign({ reminded: ({ context }) => context.reminded + 1 }),
    apologise: emit(({ event }) =>
      extendDeadline({
        deadline: 'answer',
        budget: { until: event.type === 'apologise' ? event.until : 0 },
        reason: 'late',
        legalBasis: 'Decree 61/2018 art. 19.9',
      }),
    ),
    boom: assign(() => {
      throw new Error('a typo in a template');
    }),
  },
}).createMachine({
  id: 'leave',
  context: ({ input }) => ({
    applicant: input.applicant,
    unit: input.unit,
    receivedAt: input.meta.at,
    reminded: 0,
    rule: 'pause',
  }),
  initial: 'received',
  states: {
    received: { on: { accept: { target: 'open.examining', actions: 'slip' }, withdraw: 'withdrawn' } },
    open: {
      initial: 'examining',
      tags: ['answering'],
      on: { withdraw: 'withdrawn', 'term.overdue': { actions: 'remind' }, apologise: { actions: 'apologise' } },
      states: {
        examining: {
          on: {
            grant: { target: '#leave.granted', actions: 'announce' },
            'papers.ask': { target: 'waiting', actions: 'chooseRule' },
            crash: { actions: 'boom' },
          },
        },
        waiting: { tags: ['waiting'], on: { 'papers.bring': 'examining', 'papers.lapse': '#leave.withdrawn' } },
      },
    },
    granted: { tags: ['answered'], on: { reopen: 'open.examining' } },
    withdrawn: { tags: ['ended'], type: 'final' },
  },
});

/** A small workflow with every kind of term, used by the tests of the kernel and the engine. */
export const leaveRequest = defineWorkflow({
  id: 'leave-request',
  version: '1',
  schemas: leaveSchemas,
  machine,
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn trả lời', en: 'Answer' },
      owner: 'authority',
      startsIn: 'answering',
      suspendedIn: ['waiting'],
      metIn: ['answered'],
      stoppedIn: ['ended'],
      budget: { amount: 5, unit: 'workingDay' },
      interruption: ({ rule }) => rule,
      extension: { maxTimes: 1 },
      reopen: 'continue',
      rungs: {
        warn: { at: { percent: 80 }, effect: 'advisory' },
        due: { at: 'due', effect: 'escalating', event: 'term.overdue' },
        late: {
          at: { after: { amount: 1, unit: 'workingDay' } },
          effect: 'escalating',
          repeat: { every: { amount: 1, unit: 'workingDay' }, times: 2 },
        },
        lapse: { at: { suspendedFor: { amount: 15, unit: 'workingDay' } }, effect: 'fatal', event: 'papers.lapse' },
      },
    },
  },
  unordered: ['apologise', 'extend'],
  access: {
    reproject: [{ roles: ['head'] }],
    open: [{ roles: ['clerk'] }],
    accept: [{ roles: ['clerk'] }],
    'papers.ask': [{ roles: ['officer'], unit: 'same' }],
    'papers.bring': [{ roles: ['clerk'] }],
    grant: [{ roles: ['officer'], unit: 'same' }],
    reopen: [{ roles: ['officer'] }],
    apologise: [{ roles: ['officer'] }],
    withdraw: [{ roles: ['clerk'] }],
    crash: [{ roles: ['officer'] }],
    extend: [{ roles: ['head'] }],
    waive: [{ roles: ['head'] }],
  },
  index: ({ context }) => ({
    subject: context.applicant,
    unit: context.unit,
    text: context.applicant,
    deadline: 'answer',
  }),
  holder: ({ context, hasTag }) =>
    hasTag('answered')
      ? undefined
      : hasTag('waiting')
        ? { kind: 'citizen', id: context.applicant }
        : { kind: 'unit', id: context.unit },
});
