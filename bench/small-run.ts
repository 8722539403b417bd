import { type Actor, defineWorkflow, type EventObject, machineTypes } from '@motcua/core';
import { setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({ applicant: z.string() }),
  context: z.strictObject({ applicant: z.string() }),
  events: { ask: z.strictObject({}), bring: z.strictObject({}), grant: z.strictObject({}), fetch: z.strictObject({}) },
};
const all = [{ roles: ['officer'] }];

/** A permit with one term of three working days: the smallest workflow that has a clock which stops. */
export const permit = defineWorkflow({
  id: 'permit',
  version: '1',
  schemas,
  machine: setup({ types: machineTypes(schemas) }).createMachine({
    context: ({ input }) => ({ applicant: input.applicant }),
    initial: 'examining',
    states: {
      examining: { tags: 'ours', on: { ask: 'waiting', grant: 'granted' } },
      waiting: { tags: ['ours', 'theirs'], on: { bring: 'examining' } },
      granted: { tags: 'answered', on: { fetch: 'fetched' } },
      fetched: { tags: 'answered', type: 'final' },
    },
  }),
  access: { open: all, ask: all, bring: all, grant: all, fetch: all },
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn trả lời', en: 'Answer' },
      owner: 'authority',
      startsIn: 'ours',
      suspendedIn: ['theirs'],
      metIn: ['answered'],
      budget: { amount: 3, unit: 'workingDay' },
      rungs: { due: { at: 'due', effect: 'escalating' } },
    },
  },
});

export const officer: Actor = { kind: 'person', id: 'minh', roles: ['officer'] };
export const permitSteps: readonly (readonly [Actor, EventObject])[] = ['ask', 'bring', 'grant', 'fetch'].map(
  (type) => [officer, { type }] as const,
);
