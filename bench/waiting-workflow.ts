import { type Actor, type DeadlineSpec, defineWorkflow, machineTypes, rungEventSchema } from '@motcua/core';
import { assign, setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({ applicant: z.string(), until: z.array(z.number()) }),
  context: z.strictObject({ applicant: z.string(), until: z.array(z.number()), reminders: z.number() }),
  events: { grant: z.strictObject({}), 'term.overdue': rungEventSchema },
};
type Context = z.infer<(typeof schemas)['context']>;

const term = (place: number): DeadlineSpec<Context> => ({
  title: { vi: 'Thời hạn', en: 'Term' },
  owner: place === 0 ? 'authority' : 'step',
  startsIn: 'ours',
  metIn: ['answered'],
  budget: ({ until }) => ({ until: until[place] ?? 0 }),
  rungs: { due: { at: 'due', effect: 'escalating', event: 'term.overdue' } },
});

/** A case that waits, with three terms whose ends are told when it is opened. */
export const waitingCase = defineWorkflow({
  id: 'waiting-case',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: { count: assign({ reminders: ({ context }) => context.reminders + 1 }) },
  }).createMachine({
    context: ({ input }) => ({ applicant: input.applicant, until: input.until, reminders: 0 }),
    initial: 'examining',
    states: {
      examining: { tags: 'ours', on: { grant: 'granted', 'term.overdue': { actions: 'count' } } },
      granted: { tags: 'answered', type: 'final' },
    },
  }),
  access: { open: [{ roles: ['officer'] }], grant: [{ roles: ['officer'] }] },
  index: ({ context }) => ({ subject: context.applicant, unit: 'ward-1', deadline: 'answer' }),
  deadlines: { answer: term(0), examine: term(1), approve: term(2) },
});

export const TENANT = 'bench';
export const officer: Actor = { kind: 'person', id: 'minh', roles: ['officer'] };
