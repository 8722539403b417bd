import { defineWorkflow, machineTypes, personal } from '@motcua/core';
import { setup } from 'xstate';
import { z } from 'zod';

const application = z.strictObject({ stall: z.string(), vendor: personal(z.string(), { subject: 'vendor' }) });
const schemas = {
  input: application,
  context: application,
  events: { accept: z.strictObject({}), grant: z.strictObject({}) },
};
const officers = [{ roles: ['officer'] }];

/** A permit for a market stall: five working days from its acceptance. The vendor is personal data. */
export const stallWorkflow = defineWorkflow({
  id: 'stall',
  version: '1',
  schemas,
  machine: setup({ types: machineTypes(schemas) }).createMachine({
    context: ({ input: { stall, vendor } }) => ({ stall, vendor }),
    initial: 'received',
    states: {
      received: { on: { accept: 'examining' } },
      examining: { tags: ['ours'], on: { grant: 'granted' } },
      granted: { type: 'final', tags: ['done'] },
    },
  }),
  access: {
    open: officers,
    accept: officers,
    grant: officers,
    extend: officers,
    'file.hold': officers,
    'file.release': officers,
    'file.correct': officers,
    'file.dispose': officers,
  },
  deadlines: {
    decision: {
      title: { vi: 'Thời hạn quyết định', en: 'Decision' },
      owner: 'authority',
      startsIn: 'ours',
      metIn: ['done'],
      budget: { amount: 5, unit: 'workingDay' },
    },
  },
});
