import { dossier } from './setup.js';

/** Back to where the work was left. */
const back = '#dossier.processing.back';

/** Times that the limit does not count: each has a holder of its own, and an end. */
export const consulting = dossier.createStateConfig({
  tags: ['limit', 'excluded'],
  on: {
    'consultation.request': { guard: 'mayConsult', actions: 'consult' },
    'consultation.answer': [
      { guard: 'isLastAsked', target: back, actions: 'noteAnswer' },
      { guard: 'isAsked', actions: 'noteAnswer' },
    ],
    'consultation.cancel': [
      { guard: 'cancelsLast', target: back, actions: 'cancelConsultation' },
      { guard: 'mayCancel', actions: 'cancelConsultation' },
    ],
  },
});

export const verifyingApart = dossier.createStateConfig({
  tags: ['limit', 'excluded', 'verification'],
  on: { 'verification.record': { target: back, actions: 'recordVerification' } },
});

export const posting = dossier.createStateConfig({
  tags: ['limit', 'excluded', 'posting'],
  on: {
    'posting.object': { actions: 'noteObjection' },
    'posting.end': { target: back, actions: 'endPosting' },
  },
});

export const supplementing = dossier.createStateConfig({
  tags: ['limit', 'excluded', 'supplementing'],
  entry: 'tellSupplement',
  on: {
    'supplement.provide': [
      { guard: 'providesAll', target: 'processing.examining', actions: 'provideSupplement' },
      { guard: 'mayProvide', actions: 'provideSupplement' },
    ],
    'supplement.lapse': [
      { guard: 'lapseCloses', target: 'stopped', actions: 'lapseSupplement' },
      { target: 'processing.examining', actions: 'lapseSupplement' },
    ],
  },
});

export const paying = dossier.createStateConfig({
  initial: 'assessing',
  tags: ['limit', 'excluded'],
  entry: 'tellPayment',
  states: {
    assessing: {
      tags: 'assessing',
      on: {
        'obligation.notify': [
          { guard: 'owesNothing', target: back, actions: 'notifyObligation' },
          { target: 'due', actions: 'notifyObligation' },
        ],
      },
    },
    due: {
      tags: 'paying',
      on: {
        'obligation.confirm': { target: back, actions: 'confirmObligation' },
        'obligation.defer': { target: back, actions: 'deferObligation' },
        'payment.lapse': [
          { guard: 'lapseStops', target: '#dossier.stopped', actions: 'lapsePayment' },
          { actions: 'lapsePayment' },
        ],
      },
    },
  },
});

export const suspended = dossier.createStateConfig({
  tags: ['limit', 'excluded'],
  on: { resume: { target: back, actions: 'resume' } },
});
