import { conclusionActions, conclusionGuards } from './conclusion.js';
import { endActions } from './ends.js';
import { preparationActions, preparationGuards } from './preparation.js';
import { remedyActions, remedyGuards } from './remedies.js';
import { base } from './setup.js';

const round = base.extend({
  actions: { ...preparationActions, ...conclusionActions, ...remedyActions, ...endActions },
  guards: { ...preparationGuards, ...conclusionGuards, ...remedyGuards },
});

const openVisits = { target: '#inspection.onSite', actions: 'openVisits' } as const;

const preparing = round.createStateConfig({
  initial: 'forming',
  tags: 'preparing',
  on: { 'round.change': { guard: 'mayChange', actions: 'change' } },
  states: {
    forming: {
      on: { 'team.decide': { guard: 'decidesTeam', target: 'announcing', actions: 'decideTeam' } },
    },
    announcing: {
      tags: 'announcing',
      on: {
        'notice.send': { target: 'reporting', actions: 'sendNotice' },
        'notice.overdue': { actions: 'noteNoticeOverdue' },
        'visits.open': { guard: 'isSurprise', ...openVisits },
      },
    },
    reporting: {
      tags: 'self-report',
      on: {
        'report.submit': { target: 'ready', actions: 'submitReport' },
        'report.waive': { target: 'ready', actions: 'waiveReport' },
        'report.remind': { actions: 'remindReport' },
        'report.overdue': { actions: 'noteReportOverdue' },
      },
    },
    ready: { tags: 'announced', on: { 'visits.open': openVisits } },
  },
});

const concluding = round.createStateConfig({
  initial: 'drafting',
  tags: 'conclusion',
  entry: 'reportConcluding',
  on: {
    'finding.record': { guard: 'mayFind', actions: 'find' },
    'finding.decide': { guard: 'mayDecideDispute', actions: 'decideDispute' },
    'remedy.request': { guard: 'needsRemedy', actions: 'requestRemedy' },
    'conclusion.overdue': { actions: 'noteConclusionOverdue' },
  },
  states: {
    drafting: {
      on: { 'conclusion.draft': { guard: 'mayDraft', target: 'commenting', actions: 'draft' } },
    },
    commenting: {
      tags: 'comments',
      on: {
        'finding.dispute': { guard: 'mayDispute', actions: 'dispute' },
        'comments.submit': { target: 'settling', actions: 'comment' },
        'comments.lapse': { target: 'settling', actions: 'lapseComments' },
      },
    },
    settling: {
      on: {
        'conclusion.draft': { guard: 'mayDraft', target: 'commenting', actions: 'draft' },
        'conclusion.sign': { guard: 'maySign', target: '#inspection.publishing', actions: 'sign' },
      },
    },
  },
});

/** One round of inspection: a team, a subject and its units, from the decision to the last remedy. */
export const roundMachine = round.createMachine({
  id: 'inspection',
  context: ({ input: { meta: _, carried = [], ...input } }) => ({
    ...input,
    carried,
    visits: {},
    findings: {},
    recommendations: {},
    remedies: {},
    changes: 0,
    named: [],
    lateTerms: [],
  }),
  output: ({ context }) => context.ended ?? null,
  initial: 'preparing',
  entry: 'plan',
  on: {
    'team.change': { guard: 'changesTeam', actions: 'changeTeam' },
    'term.overruled': { actions: 'takeBackLateness' },
    'remedy.report': { actions: 'noteRemedy' },
    'remedy.answer': { actions: 'noteRemedyEnd' },
  },
  states: {
    preparing: {
      ...preparing,
      on: {
        ...preparing.on,
        'conflict.declare': [
          { guard: 'needsNewTeam', target: '.forming', actions: 'declareConflict' },
          { guard: 'mayDeclare', actions: 'declareConflict' },
        ],
        'round.cancel': { target: 'cancelled', actions: 'cancel' },
      },
    },
    onSite: {
      tags: 'on-site',
      entry: 'reportOnSite',
      on: {
        'visit.answer': [
          { guard: 'endsLastVisit', target: 'concluding', actions: 'closeVisit' },
          { actions: 'closeVisit' },
        ],
        'conflict.declare': { guard: 'mayDeclare', actions: 'declareConflict' },
        'finding.record': { guard: 'mayFind', actions: 'find' },
        'remedy.request': { guard: 'needsRemedy', actions: 'requestRemedy' },
        'round.cancel': { target: 'cancelled', actions: 'cancel' },
      },
    },
    concluding,
    publishing: {
      tags: ['signed', 'publication'],
      on: {
        'conclusion.publish': { target: 'following', actions: 'publish' },
        'publication.overdue': { actions: 'notePublicationOverdue' },
      },
    },
    following: {
      tags: ['signed', 'following'],
      entry: 'reportFollowing',
      on: {
        'recommendation.answer': { guard: 'isRecommended', actions: 'answerRecommendation' },
        'round.close': { guard: 'mayClose', target: 'closed', actions: 'close' },
      },
    },
    closed: {
      tags: ['signed', 'closed'],
      entry: 'reportClosed',
      on: {
        'recommendation.answer': { guard: 'isRecommended', actions: 'answerRecommendation' },
        'remedy.report': [
          { guard: 'reopensRound', target: 'following', actions: ['noteRemedy', 'reopenRound'] },
          { actions: 'noteRemedy' },
        ],
        'round.archive': { target: 'archived', actions: ['archive', 'archiveRemedies'] },
      },
    },
    archived: { type: 'final', tags: 'signed' },
    cancelled: { type: 'final', tags: 'cancelled' },
  },
});
