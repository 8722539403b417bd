import { defineWorkflow, fact, machineTypes, rungEventSchema } from '@motcua/core';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({ applicant: z.string() }),
  context: z.strictObject({ applicant: z.string(), apologies: z.number() }),
  events: { issue: z.strictObject({}), 'term.overdue': rungEventSchema },
  facts: { 'apology.sent': z.strictObject({ to: z.string() }), issued: z.strictObject({ to: z.string() }) },
};

const machine = setup({
  types: machineTypes(schemas),
  actions: {
    apologise: emit(({ context }) => fact('apology.sent', { to: context.applicant })),
    countApology: assign({ apologies: ({ context }) => context.apologies + 1 }),
    announce: emit(({ context }) => fact('issued', { to: context.applicant })),
  },
}).createMachine({
  context: ({ input }) => ({ applicant: input.applicant, apologies: 0 }),
  initial: 'processing',
  states: {
    processing: {
      tags: 'processing',
      on: {
        issue: { target: 'issued', actions: 'announce' },
        'term.overdue': { actions: ['countApology', 'apologise'] },
      },
    },
    issued: { tags: 'answered', type: 'final' },
  },
});

/** An extract from the land register: 10 working days; late, the office apologises and the head hears of it daily. */
export const landExtract = defineWorkflow({
  id: 'land-extract',
  version: '1',
  schemas,
  machine,
  access: { open: [{ roles: ['clerk'] }], issue: [{ roles: ['officer'] }] },
  index: ({ context }) => ({ subject: context.applicant, deadline: 'answer' }),
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn giải quyết', en: 'Time to answer' },
      owner: 'authority',
      startsIn: 'processing',
      metIn: ['answered'],
      budget: { amount: 10, unit: 'workingDay' },
      rungs: {
        warning: { at: { before: { amount: 2, unit: 'workingDay' } }, effect: 'advisory' },
        due: { at: 'due', effect: 'escalating', event: 'term.overdue' },
        head: {
          at: { after: { amount: 1, unit: 'workingDay' } },
          effect: 'escalating',
          repeat: { every: { amount: 1, unit: 'workingDay' }, times: 2 },
        },
      },
    },
  },
});
