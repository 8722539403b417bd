import { vietnamCalendar } from '@motcua/calendar-vn';
import { defineWorkflow, fact, machineTypes } from '@motcua/core';
import { emit, setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({ applicant: z.string() }),
  context: z.strictObject({ applicant: z.string() }),
  events: { grant: z.strictObject({}) },
  facts: {
    'permit.asked': z.strictObject({ applicant: z.string() }),
    'permit.granted': z.strictObject({ applicant: z.string() }),
  },
};

/** A permit that is asked for and granted: a fact each. */
export const permit = defineWorkflow({
  id: 'permit',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: {
      note: emit(({ context }) => fact('permit.asked', { applicant: context.applicant })),
      announce: emit(({ context }) => fact('permit.granted', { applicant: context.applicant })),
    },
  }).createMachine({
    context: ({ input }) => ({ applicant: input.applicant }),
    initial: 'asked',
    states: {
      asked: { entry: 'note', on: { grant: { target: 'granted', actions: 'announce' } } },
      granted: { type: 'final' },
    },
  }),
  access: { open: [{ roles: ['clerk'] }], grant: [{ roles: ['clerk'] }] },
  deadlines: {},
});

export const calendars = [vietnamCalendar()];
export const clerk = { kind: 'person', id: 'lan', unit: 'counter', roles: ['clerk'] } as const;
