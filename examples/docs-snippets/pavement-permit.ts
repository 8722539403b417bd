// #region schemas
import { answerEventSchema, extendDeadline, fact, machineTypes, openCase, rungEventSchema } from '@motcua/core';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';

export const schemas = {
  input: z.strictObject({ applicant: z.string(), unit: z.string(), days: z.number().int().min(1) }),
  context: z.strictObject({
    applicant: z.string(),
    unit: z.string(),
    days: z.number(),
    opinion: z.enum(['agrees', 'objects']).optional(),
    lateSince: z.number().optional(),
  }),
  events: {
    'papers.request': z.strictObject({ missing: z.string().min(1) }),
    'papers.bring': z.strictObject({}),
    'police.ask': z.strictObject({ question: z.string().min(1) }),
    'police.answer': answerEventSchema.extend({ output: z.enum(['agrees', 'objects']) }),
    'delay.announce': z.strictObject({ until: z.number().int(), reason: z.string().min(1) }),
    'term.overdue': rungEventSchema,
    grant: z.strictObject({}),
  },
  facts: {
    'papers.requested': z.strictObject({ missing: z.string(), by: z.string() }),
    'permit.granted': z.strictObject({ applicant: z.string(), days: z.number() }),
  },
};
// #endregion

// #region machine
const setUp = setup({
  types: machineTypes(schemas),
  guards: { policeAgrees: ({ context }) => context.opinion === 'agrees' },
  actions: {
    tellWhatIsMissing: emit(({ event }) =>
      fact('papers.requested', {
        missing: event.type === 'papers.request' ? event.missing : '',
        by: event.meta.actor.id,
      }),
    ),
    askPolice: emit(({ event }) =>
      openCase({
        key: 'police',
        workflow: 'opinion',
        input: { question: event.type === 'police.ask' ? event.question : '' },
        replyEvent: 'police.answer',
      }),
    ),
    noteOpinion: assign({
      opinion: ({ event, context }) => (event.type === 'police.answer' ? event.output : context.opinion),
    }),
    noteLateness: assign({
      lateSince: ({ event, context }) => (event.type === 'term.overdue' ? event.dueAt : context.lateSince),
    }),
    moveTerm: emit(({ event }) =>
      extendDeadline({
        deadline: 'answer',
        budget: { until: event.type === 'delay.announce' ? event.until : 0 },
        reason: event.type === 'delay.announce' ? event.reason : '',
        legalBasis: 'Decree 61/2018/NĐ-CP, art. 19.9',
      }),
    ),
    announce: emit(({ context }) => fact('permit.granted', { applicant: context.applicant, days: context.days })),
  },
});

export const machine = setUp.createMachine({
  id: 'permit',
  context: ({ input }) => ({ applicant: input.applicant, unit: input.unit, days: input.days }),
  initial: 'processing',
  states: {
    processing: {
      initial: 'examining',
      tags: 'answering',
      on: {
        'term.overdue': { actions: 'noteLateness' },
        'delay.announce': { actions: 'moveTerm' },
      },
      states: {
        examining: {
          on: {
            'papers.request': { target: 'waiting', actions: 'tellWhatIsMissing' },
            'police.ask': { target: 'asking', actions: 'askPolice' },
            grant: { guard: 'policeAgrees', target: '#permit.granted', actions: 'announce' },
          },
        },
        waiting: { tags: 'waiting', on: { 'papers.bring': 'examining' } },
        asking: { on: { 'police.answer': { target: 'examining', actions: 'noteOpinion' } } },
      },
    },
    granted: { tags: 'answered', type: 'final' },
  },
});
// #endregion
