import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import { defineMigration, defineWorkflow, extendDeadline, fact, machineTypes } from '../src/index.js';
import { leaveRequest, leaveSchemas } from './leave-request.js';

const schemas = {
  ...leaveSchemas,
  context: leaveSchemas.context
    .omit({ reminded: true })
    .extend({ tier: z.enum(['commune', 'province']), reminders: z.number() }),
};

const machine = setup({
  types: machineTypes(schemas),
  actions: {
    slip: emit(({ context }) => fact('slip.issued', { applicant: context.applicant })),
    announce: emit(({ event }) => fact('granted', { by: event.meta.actor.id, at: event.meta.at })),
    chooseRule: assign({
      rule: ({ event, context }) => (event.type === 'papers.ask' ? (event.rule ?? context.rule) : context.rule),
    }),
    remind: assign({ reminders: ({ context }) => context.reminders + 1 }),
    apologise: emit(({ event }) =>
      extendDeadline({
        deadline: 'reply',
        budget: { until: event.type === 'apologise' ? event.until : 0 },
        reason: 'late',
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
    tier: 'commune',
    receivedAt: input.meta.at,
    reminders: 0,
    rule: 'pause',
  }),
  initial: 'received',
  states: {
    received: { on: { accept: { target: 'processing.reviewing', actions: 'slip' }, withdraw: 'withdrawn' } },
    processing: {
      initial: 'reviewing',
      tags: ['answering'],
      on: { withdraw: 'withdrawn', 'term.overdue': { actions: 'remind' }, apologise: { actions: 'apologise' } },
      states: {
        reviewing: {
          on: {
            grant: { target: '#leave.granted', actions: 'announce' },
            'papers.ask': { target: 'waiting', actions: 'chooseRule' },
            crash: { actions: 'boom' },
          },
        },
        waiting: { tags: ['waiting'], on: { 'papers.bring': 'reviewing', 'papers.lapse': '#leave.withdrawn' } },
      },
    },
    granted: { tags: ['answered'], on: { reopen: 'processing.reviewing' } },
    withdrawn: { tags: ['ended'], type: 'final' },
  },
});

/** The leave request under a new law: states, the term and the context have new names, and a day less is granted. */
export const leaveRequestNext = defineWorkflow({
  id: 'leave-request',
  version: '2',
  schemas,
  machine,
  deadlines: {
    reply: {
      title: { vi: 'Thời hạn trả lời', en: 'Reply' },
      owner: 'authority',
      startsIn: 'answering',
      suspendedIn: ['waiting'],
      metIn: ['answered'],
      stoppedIn: ['ended'],
      budget: { amount: 4, unit: 'workingDay' },
      interruption: ({ rule }) => rule,
      extension: { maxTimes: 1 },
      reopen: 'continue',
      rungs: {
        soon: { at: { percent: 75 }, effect: 'advisory' },
        due: { at: 'due', effect: 'escalating', event: 'term.overdue' },
        late: {
          at: { after: { amount: 1, unit: 'workingDay' } },
          effect: 'escalating',
          repeat: { every: { amount: 1, unit: 'workingDay' }, times: 3 },
        },
        lapse: { at: { suspendedFor: { amount: 10, unit: 'workingDay' } }, effect: 'fatal', event: 'papers.lapse' },
      },
    },
  },
  access: { ...leaveRequest.spec.access, migrate: [{ roles: ['head'] }] },
  index: ({ context }) => ({ subject: context.applicant, unit: context.unit, deadline: 'reply' }),
  holder: ({ context, hasTag }) =>
    hasTag('answered')
      ? undefined
      : hasTag('waiting')
        ? { kind: 'citizen', id: context.applicant }
        : { kind: 'unit', id: context.unit },
});

/** From the leave request to the one under the new law. */
export const toNext = defineMigration<{ readonly reminded: number }>({
  from: leaveRequest,
  to: leaveRequestNext,
  states: { 'open.examining': 'processing.reviewing', 'open.waiting': 'processing.waiting' },
  context: ({ reminded, ...context }) => ({ ...context, reminders: reminded, tier: 'commune' }),
  deadlines: { answer: { to: 'reply', rungs: { warn: 'soon' }, reason: 'the new law grants 4 working days' } },
});
