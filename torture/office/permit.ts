import {
  answerEventSchema,
  defineWorkflow,
  extendDeadline,
  fact,
  machineTypes,
  openCase,
  rungEventSchema,
  sendToCase,
} from '@motcua/core';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';

const nothing = z.strictObject({});
const HOUR_MS = 3_600_000;
const clerk = [{ roles: ['clerk'] }];
const officer = [{ roles: ['officer'] }];

const schemas = {
  input: z.strictObject({
    applicant: z.string(),
    interruption: z.enum(['pause', 'exclude', 'restart']),
  }),
  context: z.strictObject({
    applicant: z.string(),
    interruption: z.enum(['pause', 'exclude', 'restart']),
    reminders: z.number().int(),
    nudges: z.number().int(),
    opinions: z.array(z.string()),
  }),
  events: {
    accept: nothing,
    'papers.request': nothing,
    'papers.bring': nothing,
    consult: nothing,
    'consult.recall': nothing,
    apologise: z.strictObject({ hours: z.number().int() }),
    grant: nothing,
    withdraw: nothing,
    'term.overdue': rungEventSchema,
    'papers.lapse': rungEventSchema,
    'opinion.given': answerEventSchema,
    'opinion.progressed': answerEventSchema,
  },
  facts: {
    'letter.accepted': z.strictObject({ to: z.string() }),
    'letter.reminded': z.strictObject({ times: z.number() }),
    'letter.granted': z.strictObject({ to: z.string() }),
    nudged: z.strictObject({ times: z.number() }),
  },
};

const machine = setup({
  types: machineTypes(schemas),
  delays: { quiet: 6 * HOUR_MS },
  actions: {
    confirm: emit(({ context }) => fact('letter.accepted', { to: context.applicant })),
    announce: emit(({ context }) => fact('letter.granted', { to: context.applicant })),
    countReminder: assign({ reminders: ({ context }) => context.reminders + 1 }),
    remind: emit(({ context }) => fact('letter.reminded', { times: context.reminders })),
    countNudge: assign({ nudges: ({ context }) => context.nudges + 1 }),
    nudge: emit(({ context }) => fact('nudged', { times: context.nudges })),
    ask: emit(({ context }) =>
      openCase({
        key: 'police',
        workflow: 'opinion',
        input: { question: context.applicant },
        replyEvent: 'opinion.given',
      }),
    ),
    recall: emit(() => sendToCase({ key: 'police', event: { type: 'recall' } })),
    hear: assign({
      opinions: ({ context, event }) =>
        event.type === 'opinion.given'
          ? [...context.opinions, `${event.occurrence}:${String(event.output)}`]
          : context.opinions,
    }),
    promise: emit(() =>
      extendDeadline({
        deadline: 'answer',
        budget: { amount: 4, unit: 'workingHour' },
        onlyLater: true,
        reason: 'the file is large',
        legalBasis: 'art. 19',
      }),
    ),
  },
}).createMachine({
  context: ({ input }) => ({
    applicant: input.applicant,
    interruption: input.interruption,
    reminders: 0,
    nudges: 0,
    opinions: [],
  }),
  initial: 'received',
  on: {
    withdraw: '.withdrawn',
    'opinion.progressed': { actions: ['countNudge', 'nudge'] },
    'opinion.given': { actions: 'hear' },
  },
  states: {
    received: { on: { accept: { target: 'examining', actions: 'confirm' } } },
    examining: {
      tags: 'answering',
      after: { quiet: { actions: ['countNudge', 'nudge'] } },
      on: {
        'papers.request': 'waiting',
        consult: { target: 'consulting', actions: 'ask' },
        apologise: { actions: 'promise' },
        grant: { target: 'granted', actions: 'announce' },
        'term.overdue': { actions: ['countReminder', 'remind'] },
      },
    },
    waiting: {
      tags: ['answering', 'waiting'],
      on: { 'papers.bring': 'examining', 'papers.lapse': 'lapsed' },
    },
    consulting: {
      tags: ['answering', 'consulting'],
      on: {
        'opinion.given': { target: 'examining', actions: 'hear' },
        'consult.recall': { target: 'examining', actions: 'recall' },
        'term.overdue': { actions: ['countReminder', 'remind'] },
      },
    },
    granted: { tags: 'answered', type: 'final' },
    withdrawn: { tags: 'ended', type: 'final' },
    lapsed: { tags: 'ended', type: 'final' },
  },
});

/** The case: every kind of rung, interruption, sub-case, extension and machine timer the engine knows. */
export const permit = defineWorkflow({
  id: 'permit',
  version: '1',
  schemas,
  machine,
  access: {
    open: clerk,
    accept: clerk,
    'papers.bring': clerk,
    withdraw: clerk,
    'papers.request': officer,
    consult: officer,
    'consult.recall': officer,
    apologise: officer,
    grant: officer,
    extend: [{ roles: ['head'] }],
    waive: [{ roles: ['head'] }],
  },
  index: ({ context }) => ({ text: context.applicant, deadline: 'answer' }),
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn giải quyết', en: 'Answer' },
      owner: 'authority',
      startsIn: 'answering',
      suspendedIn: ['waiting'],
      metIn: ['answered'],
      stoppedIn: ['ended'],
      budget: { amount: 2, unit: 'workingDay' },
      counting: { cutOff: { at: '15:00' } },
      interruption: ({ interruption }) => interruption,
      extension: { maxTimes: 3 },
      rungs: {
        half: { at: { percent: 50 }, effect: 'advisory', outage: 'if-useful' },
        warn: { at: { before: { amount: 3, unit: 'workingHour' } }, effect: 'advisory', outage: 'if-useful' },
        due: { at: 'due', effect: 'escalating', event: 'term.overdue' },
        late: {
          at: { after: { amount: 2, unit: 'workingHour' } },
          effect: 'escalating',
          repeat: { every: { amount: 3, unit: 'workingHour' }, times: 4 },
          outage: 'coalesce',
        },
        chase: {
          at: { after: { amount: 1, unit: 'workingDay' } },
          effect: 'escalating',
          repeat: { every: { amount: 1, unit: 'workingDay' }, times: 2 },
        },
        lapse: { at: { suspendedFor: { amount: 4, unit: 'workingDay' } }, effect: 'fatal', event: 'papers.lapse' },
        nudge: { at: { suspendedFor: { amount: 1, unit: 'workingDay' } }, effect: 'advisory' },
      },
    },
    consultation: {
      title: { vi: 'Bước lấy ý kiến', en: 'Consultation step' },
      owner: 'step',
      startsIn: 'consulting',
      stoppedIn: ['ended'],
      budget: { amount: 4, unit: 'workingHour' },
      within: 'answer',
      rungs: { due: { at: 'due', effect: 'escalating' } },
    },
  },
});
