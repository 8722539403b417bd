import { examinationActions, examinationGuards } from './examination.js';
import { minutesActions, minutesGuards } from './minutes.js';
import { base } from './setup.js';

const visit = base.extend({
  actions: { ...examinationActions, ...minutesActions },
  guards: { ...examinationGuards, ...minutesGuards },
});

const cancel = { target: '#visit.cancelled', actions: 'endCancelled' } as const;

/** A visit to one unit: examined by its checklists, ended by minutes that both sides sign, or that one refuses. */
export const visitMachine = visit.createMachine({
  id: 'visit',
  context: ({ input: { meta: _, ...input } }) => ({
    ...input,
    answers: {},
    findings: {},
    checks: {},
    judged: {},
    named: [],
    scores: [],
    signed: [],
    drafts: 0,
    lateTerms: [],
  }),
  output: ({ context }) => context.output ?? null,
  initial: 'scheduled',
  entry: 'schedule',
  on: {
    'team.update': { actions: 'updateTeam' },
    'term.overruled': { actions: 'takeBackLateness' },
    'visit.withdraw': cancel,
  },
  states: {
    scheduled: {
      tags: 'visiting',
      on: {
        'visit.start': { guard: 'mayStart', target: 'examining', actions: 'start' },
        'visit.postpone': { guard: 'mayPostpone', actions: 'postpone' },
        'visit.cancel': cancel,
        'visit.remind': { actions: 'remind' },
        'visit.overdue': { actions: 'noteOverdue' },
      },
    },
    examining: {
      initial: 'onSite',
      on: {
        'answers.record': { guard: 'mayAnswer', actions: 'answer' },
        'sample.record': { guard: 'mayDraw', actions: 'recordSample' },
        'sample.check': { guard: 'mayCheck', actions: 'checkSample' },
        'finding.record': { guard: 'mayFind', actions: 'find' },
        'finding.withdraw': { guard: 'mayWithdrawFinding', actions: 'withdrawFinding' },
        'carried.judge': { guard: 'mayJudge', actions: 'judge' },
      },
      states: {
        onSite: {
          tags: 'visiting',
          on: {
            'visit.finish': [
              { guard: 'finishesFile', target: '#visit.reviewed', actions: ['finish', 'endReviewed'] },
              { guard: 'mayFinish', target: 'writing', actions: 'finish' },
            ],
            'visit.overdue': { actions: 'noteOverdue' },
          },
        },
        writing: {
          tags: ['examined', 'minutes'],
          on: {
            'minutes.draft': { target: '#visit.signing', actions: 'draftMinutes' },
            'minutes.overdue': { actions: 'noteMinutesOverdue' },
          },
        },
      },
    },
    signing: {
      tags: ['examined', 'signing'],
      on: {
        'minutes.sign': [
          { guard: 'signsLast', target: 'signed', actions: ['sign', 'endSigned'] },
          { guard: 'maySign', actions: 'sign' },
        ],
        'minutes.return': { target: 'examining.writing', actions: 'returnMinutes' },
        'minutes.refuse': { target: 'refused', actions: ['refuse', 'endRefused'] },
        'signature.lapse': { target: 'unsigned', actions: 'endUnsigned' },
      },
    },
    signed: { type: 'final', tags: ['examined', 'ended'] },
    refused: { type: 'final', tags: ['examined', 'ended'] },
    unsigned: { type: 'final', tags: ['examined', 'lapsed'] },
    reviewed: { type: 'final', tags: 'examined' },
    cancelled: { type: 'final', tags: ['cancelled'] },
  },
});
