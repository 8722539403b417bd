// #region workflow
import { defineWorkflow, fact, machineTypes } from '@motcua/core';
import { emit, setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({ applicant: z.string(), stall: z.string() }),
  context: z.strictObject({ applicant: z.string(), stall: z.string() }),
  events: { 'papers.request': z.strictObject({}), 'papers.bring': z.strictObject({}), grant: z.strictObject({}) },
  facts: { granted: z.strictObject({ stall: z.string() }) },
};

const machine = setup({
  types: machineTypes(schemas),
  actions: { announce: emit(({ context }) => fact('granted', { stall: context.stall })) },
}).createMachine({
  context: ({ input }) => ({ applicant: input.applicant, stall: input.stall }),
  initial: 'examining',
  states: {
    examining: { tags: 'ours', on: { grant: { target: 'granted', actions: 'announce' }, 'papers.request': 'waiting' } },
    waiting: { tags: ['ours', 'theirs'], on: { 'papers.bring': 'examining' } },
    granted: { tags: 'answered', type: 'final' },
  },
});

/** A permit for a market stall: answered in 3 working days, which stand still while papers are missing. */
export const stallPermit = defineWorkflow({
  id: 'stall-permit',
  version: '1',
  schemas,
  machine,
  access: {
    open: [{ roles: ['clerk'] }],
    'papers.request': [{ roles: ['officer'] }],
    'papers.bring': [{ roles: ['clerk'] }],
    grant: [{ roles: ['officer'] }],
  },
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn trả lời', en: 'Answer' },
      owner: 'authority',
      startsIn: 'ours',
      suspendedIn: ['theirs'],
      metIn: ['answered'],
      budget: { amount: 3, unit: 'workingDay' },
      rungs: { soon: { at: { percent: 70 }, effect: 'advisory' }, due: { at: 'due', effect: 'escalating' } },
    },
  },
});
// #endregion
