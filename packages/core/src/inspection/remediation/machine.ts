import { escalationActions } from './escalation.js';
import { executionActions, executionGuards } from './execution.js';
import { exitActions, exitGuards } from './exits.js';
import { planningActions, planningGuards } from './planning.js';
import { base } from './setup.js';

const remediation = base.extend({
  actions: { ...planningActions, ...executionActions, ...escalationActions, ...exitActions },
  guards: { ...planningGuards, ...executionGuards, ...exitGuards },
});

const carry = { target: '#remediation.carried', actions: 'carryForward' } as const;
const again = '#remediation.working.planning';

/** The remedy is being worked on: planned, approved, carried out. */
const working = remediation.createStateConfig({
  initial: 'planning',
  tags: 'remedy',
  on: {
    'extension.request': { guard: 'mayRequestExtension', actions: 'requestExtension' },
    'extension.grant': { guard: 'isRequested', actions: 'grantExtension' },
    'extension.refuse': { guard: 'wasRequested', actions: 'refuseExtension' },
    'deviation.request': { guard: 'mayRequestDeviation', actions: 'requestDeviation' },
    'deviation.accept': { guard: 'mayAcceptDeviation', target: '#remediation.deviating', actions: 'acceptDeviation' },
    'deviation.refuse': { guard: 'mayRefuseDeviation', actions: 'refuseDeviation' },
    'remedy.overdue': { actions: ['noteLate', 'tellFirst'] },
    'remedy.escalate': { actions: 'tellNext' },
    'carry-forward': carry,
  },
  states: {
    back: { type: 'history', target: 'planning' },
    planning: {
      tags: 'planning',
      on: {
        'containment.record': { actions: 'contain' },
        'cause.analyse': { guard: 'hasCause', actions: 'analyse' },
        'actions.propose': { guard: 'fitsPlan', actions: 'propose' },
        'action.drop': { guard: 'dropsPlanned', actions: 'drop' },
        'plan.submit': { guard: 'isPlan', target: 'reviewing', actions: 'submitPlan' },
        'plan.overdue': { actions: 'notePlanOverdue' },
      },
    },
    reviewing: {
      tags: 'reviewing',
      on: {
        'plan.approve': { guard: 'mayApprove', target: 'acting', actions: 'approvePlan' },
        'plan.return': { target: 'planning', actions: 'returnPlan' },
        'review.overdue': { actions: 'noteReviewOverdue' },
      },
    },
    acting: {
      on: {
        /** A plan that needs more is approved again; what is under way goes on. */
        'actions.propose': { guard: 'fitsPlan', target: 'planning', actions: 'propose' },
        'action.drop': { guard: 'dropsOpen', actions: 'drop' },
        'completion.report': { guard: 'allActionsDone', target: '#remediation.verifying', actions: 'reportCompletion' },
      },
    },
  },
});

/** The remedy of one nonconformity, from its containment to the proof that it worked (ISO 9001:2015, 10.2). */
export const remediationMachine = remediation.createMachine({
  id: 'remediation',
  context: ({ input: { meta: _, ...input } }) => ({
    ...input,
    actions: {},
    extensions: 0,
    escalated: [],
    missed: [],
    reopened: 0,
    named: [],
    termsFrom: input.countedFrom,
    afresh: true,
  }),
  output: ({ context }) => context.output ?? null,
  initial: 'working',
  entry: 'register',
  on: {
    'action.report': { guard: 'isOurs', actions: 'noteAction' },
    'action.answer': { guard: 'wasOurs', actions: 'noteEnd' },
    'unit.transfer': { actions: 'moveToUnit' },
    'remedy.overruled': { actions: 'takeBackLateness' },
    'remedy.reprojected': { actions: 'tellNewDate' },
    annul: { target: '.annulled', actions: 'annul' },
  },
  states: {
    working,
    verifying: {
      tags: ['remedied', 'verifying'],
      on: {
        'verification.accept': [
          { guard: 'hasPeriod', target: 'observing', actions: 'accept' },
          { guard: 'mayVerify', target: 'carried', actions: ['accept', 'leaveToInspection'] },
        ],
        'verification.reject': [
          { guard: 'returnsActions', target: 'working.acting', actions: 'reject' },
          { guard: 'asksForNewActions', target: again, actions: 'reject' },
        ],
        'verification.overdue': { actions: 'noteVerificationOverdue' },
        'carry-forward': carry,
      },
    },
    observing: {
      tags: ['remedied', 'observing'],
      on: { 'effectiveness.due': { target: 'assessing', actions: 'askEffectiveness' } },
    },
    assessing: {
      tags: ['remedied', 'assessing'],
      on: {
        'effectiveness.confirm': { guard: 'mayConfirm', target: 'closed', actions: 'confirm' },
        'effectiveness.fail': { guard: 'mayFail', target: again, actions: 'fail' },
        'assessment.overdue': { actions: 'noteAssessmentOverdue' },
      },
    },
    deviating: {
      tags: ['remedy', 'deviation'],
      on: {
        'deviation.revoke': { target: 'working.back', actions: 'revokeDeviation' },
        'deviation.expire': { target: 'working.back', actions: 'expireDeviation' },
      },
    },
    carried: {
      tags: 'carried',
      on: {
        'reinspection.record': [
          { guard: 'remedied', target: 'closed', actions: 'closeByInspection' },
          { guard: 'notRemedied', target: again, actions: 'reopenByInspection' },
        ],
      },
    },
    closed: {
      tags: ['remedied', 'closed'],
      on: {
        reopen: { target: again, actions: 'reopen' },
        archive: { target: 'archived', actions: 'archive' },
      },
    },
    annulled: { type: 'final', tags: 'ended' },
    archived: { type: 'final', tags: 'ended' },
  },
});
