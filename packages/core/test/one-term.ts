import { assign, setup } from 'xstate';
import { z } from 'zod';
import {
  type DeadlineSpec,
  defineWorkflow,
  machineTypes,
  overruledEventSchema,
  reprojectedEventSchema,
  rungEventSchema,
  type Workflow,
} from '../src/index.js';

const nothing = z.strictObject({});
const schemas = {
  input: nothing,
  context: z.strictObject({ noted: z.number() }),
  events: {
    start: nothing,
    pause: nothing,
    resume: nothing,
    answer: nothing,
    reopen: nothing,
    end: nothing,
    'rung.note': rungEventSchema,
    'rung.end': rungEventSchema,
    'rung.crash': rungEventSchema,
    'term.overruled': overruledEventSchema,
    'term.reprojected': reprojectedEventSchema,
  },
};

const machine = setup({
  types: machineTypes(schemas),
  actions: {
    note: assign({ noted: ({ context }) => context.noted + 1 }),
    crash: assign(() => {
      throw new Error('a typo in a template');
    }),
  },
}).createMachine({
  context: { noted: 0 },
  on: { 'term.overruled': { actions: 'note' }, 'term.reprojected': { actions: 'note' } },
  initial: 'idle',
  states: {
    idle: { on: { start: 'running', pause: 'paused' } },
    running: {
      tags: 'running',
      on: {
        pause: 'paused',
        answer: 'answered',
        end: 'ended',
        'rung.note': { actions: 'note' },
        'rung.end': 'ended',
        'rung.crash': { actions: ['note', 'crash'] },
      },
    },
    paused: {
      tags: ['running', 'paused'],
      on: { resume: 'running', answer: 'answered', end: 'ended', 'rung.end': 'ended' },
    },
    answered: { tags: 'answered', on: { reopen: 'running', end: 'ended' } },
    ended: { tags: 'ended', type: 'final' },
  },
});

type Term = DeadlineSpec<{ noted: number }>;

const everybody = [{ roles: ['clerk', 'officer', 'head'] }];

/** A case with one term called `answer`, of 5 working days unless the test says otherwise. */
export const oneTerm = (
  term: Partial<Term> = {},
  others: Readonly<Record<string, Term>> = {},
  unordered: readonly string[] = [],
): Workflow =>
  defineWorkflow({
    id: 'one-term',
    version: '1',
    unordered,
    schemas,
    machine,
    access: {
      open: everybody,
      start: everybody,
      pause: everybody,
      resume: everybody,
      answer: everybody,
      reopen: everybody,
      end: everybody,
      extend: everybody,
      waive: everybody,
      reproject: [{ roles: ['head'] }],
    },
    deadlines: {
      answer: {
        title: { vi: 'Thời hạn', en: 'Answer' },
        owner: 'authority',
        startsIn: 'running',
        suspendedIn: ['paused'],
        metIn: ['answered'],
        stoppedIn: ['ended'],
        budget: { amount: 5, unit: 'workingDay' },
        ...term,
      },
      ...others,
    },
  });
