import { defineWorkflow, extendDeadline, fact, machineTypes, rungEventSchema } from '@motcua/core';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({ applicant: z.string() }),
  context: z.strictObject({ applicant: z.string(), reminders: z.number() }),
  events: {
    'papers.request': z.strictObject({}),
    'papers.bring': z.strictObject({}),
    grant: z.strictObject({}),
    apologise: z.strictObject({ until: z.number() }),
    withdraw: z.strictObject({}),
    'term.overdue': rungEventSchema,
    'papers.lapse': rungEventSchema,
  },
  facts: { granted: z.strictObject({ to: z.string() }), reminded: z.strictObject({ times: z.number() }) },
};

const machine = setup({
  types: machineTypes(schemas),
  actions: {
    announce: emit(({ context }) => fact('granted', { to: context.applicant })),
    count: assign({ reminders: ({ context }) => context.reminders + 1 }),
    remind: emit(({ context }) => fact('reminded', { times: context.reminders })),
    extend: emit(({ event }) =>
      extendDeadline({
        deadline: 'answer',
        budget: { until: event.type === 'apologise' ? event.until : 0 },
        reason: 'late',
      }),
    ),
  },
}).createMachine({
  context: ({ input }) => ({ applicant: input.applicant, reminders: 0 }),
  initial: 'examining',
  on: { withdraw: '.withdrawn' },
  states: {
    examining: {
      tags: 'answering',
      on: {
        grant: { target: 'granted', actions: 'announce' },
        'papers.request': 'waiting',
        apologise: { actions: 'extend' },
        'term.overdue': { actions: ['count', 'remind'] },
      },
    },
    waiting: { tags: ['answering', 'waiting'], on: { 'papers.bring': 'examining', 'papers.lapse': 'withdrawn' } },
    granted: { tags: 'answered', type: 'final' },
    withdrawn: { tags: 'ended', type: 'final' },
  },
});

/** A permit with one term of 5 working days, for the tests of the kit itself. */
export const permit = defineWorkflow({
  id: 'permit',
  version: '1',
  schemas,
  machine,
  access: {
    open: [{ roles: ['clerk'] }],
    'papers.request': [{ roles: ['officer'] }],
    'papers.bring': [{ roles: ['clerk'] }],
    grant: [{ roles: ['officer'] }],
    apologise: [{ roles: ['officer'] }],
    withdraw: [{ roles: ['clerk'] }],
    extend: [{ roles: ['head'] }],
    waive: [{ roles: ['head'] }],
  },
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn', en: 'Answer' },
      owner: 'authority',
      startsIn: 'answering',
      suspendedIn: ['waiting'],
      metIn: ['answered'],
      stoppedIn: ['ended'],
      budget: { amount: 5, unit: 'workingDay' },
      extension: { maxTimes: 1 },
      rungs: {
        warn: { at: { percent: 80 }, effect: 'advisory', outage: 'if-useful' },
        due: { at: 'due', effect: 'escalating', event: 'term.overdue' },
        late: {
          at: { after: { amount: 1, unit: 'workingDay' } },
          effect: 'escalating',
          repeat: { every: { amount: 1, unit: 'workingDay' }, times: 2 },
          outage: 'coalesce',
        },
        lapse: { at: { suspendedFor: { amount: 10, unit: 'workingDay' } }, effect: 'fatal', event: 'papers.lapse' },
      },
    },
  },
});

export const clerk = { id: 'lan', roles: ['clerk'] };
export const officer = { id: 'minh', roles: ['officer'] };
export const head = { id: 'son', roles: ['head'] };
