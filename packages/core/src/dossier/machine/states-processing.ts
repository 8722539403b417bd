import { dossier } from './setup.js';

const submit = [
  { guard: 'submitsForReview', target: 'reviewing', actions: 'submitDraft' },
  { guard: 'maySubmit', target: 'signing', actions: 'submitDraft' },
] as const;
const consult = [
  { guard: 'consultsApart', target: '#dossier.consulting', actions: 'consult' },
  { guard: 'mayConsult', actions: 'consult' },
] as const;
const owe = { guard: 'owesMoney', target: '#dossier.paying', actions: 'requestObligation' } as const;

export const processing = dossier.createStateConfig({
  initial: 'awaitingAssignment',
  tags: 'limit',
  entry: 'tellProcessing',
  on: { suspend: { target: 'suspended', actions: 'suspend' } },
  states: {
    back: { type: 'history' },
    awaitingAssignment: {
      tags: ['notice', 'stage-assign'],
      on: {
        assign: { target: 'examining', actions: 'assign' },
        claim: { target: 'examining', actions: 'claim' },
      },
    },
    examining: {
      tags: ['notice', 'stage-examine'],
      on: {
        'supplement.request': { guard: 'mayAskPapers', target: '#dossier.supplementing', actions: 'requestSupplement' },
        'consultation.request': consult,
        'verification.start': [
          { guard: 'verifiesApart', target: '#dossier.verifyingApart', actions: 'startVerification' },
          { target: 'verifying', actions: 'startVerification' },
        ],
        'posting.start': [
          { guard: 'postsApart', target: '#dossier.posting', actions: 'startPosting' },
          { guard: 'mayPost', target: 'posting', actions: 'startPosting' },
        ],
        'obligation.request': owe,
        'examination.conclude': { guard: 'mayConclude', target: 'drafting', actions: 'conclude' },
        'draft.submit': submit,
      },
    },
    verifying: {
      tags: ['verification', 'stage-examine', 'aside'],
      on: { 'verification.record': { target: 'examining', actions: 'recordVerification' } },
    },
    posting: {
      tags: ['posting', 'stage-examine', 'aside'],
      on: {
        'posting.object': { actions: 'noteObjection' },
        'posting.end': { target: 'examining', actions: 'endPosting' },
      },
    },
    drafting: {
      tags: 'stage-draft',
      on: { 'consultation.request': consult, 'obligation.request': owe, 'draft.submit': submit },
    },
    reviewing: {
      tags: 'stage-review',
      on: {
        'review.approve': { guard: 'mayApprove', target: 'signing', actions: 'approve' },
        'review.return': { target: 'drafting', actions: 'returnFromReview' },
      },
    },
    signing: {
      tags: 'stage-sign',
      on: {
        sign: [
          { guard: 'signsForNumbering', target: 'issuing', actions: 'sign' },
          { guard: 'maySign', target: '#dossier.resolved', actions: 'sign' },
        ],
        'sign.return': { target: 'drafting', actions: 'returnFromSigning' },
      },
    },
    issuing: { tags: 'stage-issue', on: { 'result.issue': { target: '#dossier.resolved', actions: 'issue' } } },
  },
});
