import { dossier } from './setup.js';

/** After a verification the work begins: with the officer, or in the queue of the unit. */
const begin = (actions: readonly ('recordVerification' | 'acknowledge' | 'countFromHere')[]) =>
  [
    { guard: 'hasOfficer', target: '#dossier.processing.examining', actions },
    { target: '#dossier.processing.awaitingAssignment', actions },
  ] as const;

export const registered = dossier.createStateConfig({
  initial: 'checking',
  states: {
    checking: {
      tags: 'check',
      entry: 'tellRegistered',
      on: {
        accept: [
          { guard: 'acceptsAhead', target: '#dossier.preceding', actions: 'accept' },
          { guard: 'accepts', target: '#dossier.accepted', actions: 'accept' },
        ],
        refuse: { target: '#dossier.refused', actions: 'refuse' },
        'supplement.request': { guard: 'mayAskPapers', target: 'awaitingPapers', actions: 'requestSupplement' },
      },
    },
    awaitingPapers: {
      tags: 'supplementing',
      entry: 'tellSupplement',
      on: {
        refuse: { target: '#dossier.refused', actions: 'refuse' },
        'supplement.provide': [
          { guard: 'providesAll', target: 'checking', actions: 'provideSupplement' },
          { guard: 'mayProvide', actions: 'provideSupplement' },
        ],
        'supplement.lapse': [
          { guard: 'lapseCloses', target: '#dossier.stopped', actions: 'lapseSupplement' },
          { target: 'checking', actions: 'lapseSupplement' },
        ],
      },
    },
  },
});

/** What the law puts before the limit: a verification, or all linked agencies having the dossier. */
export const preceding = dossier.createStateConfig({
  initial: 'transferring',
  entry: 'tellAccepted',
  states: {
    transferring: {
      tags: 'transfer',
      on: {
        transfer: [
          { guard: 'limitAwaitsAgencies', target: 'linking', actions: ['transfer', 'link'] },
          { target: 'verifying', actions: 'transfer' },
        ],
      },
    },
    linking: {
      tags: 'linking',
      on: {
        'agency.acknowledge': [
          {
            guard: 'allLinked',
            target: '#dossier.processing.awaitingAssignment',
            actions: ['acknowledge', 'countFromHere'],
          },
          { guard: 'isLinked', actions: 'acknowledge' },
        ],
        'consultation.answer': [
          {
            guard: 'answersLast',
            target: '#dossier.processing.awaitingAssignment',
            actions: ['noteAnswer', 'countFromHere'],
          },
          { guard: 'isAsked', actions: 'noteAnswer' },
        ],
        'consultation.receive': [
          {
            guard: 'allReceived',
            target: '#dossier.processing.awaitingAssignment',
            actions: ['noteReceived', 'countFromHere'],
          },
          { actions: 'noteReceived' },
        ],
      },
    },
    verifying: {
      tags: 'verification',
      entry: 'tellProcessing',
      on: { 'verification.record': begin(['recordVerification', 'countFromHere']) },
    },
  },
});
