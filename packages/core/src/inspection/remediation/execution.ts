import { extendDeadline, sendToCase, tellParent } from '../../kernel/index.js';
import { by } from '../deed.js';
import { given } from '../fields.js';
import type { RemediationContext, RemediationEvent } from './schemas.js';
import { on, told, when } from './setup.js';
import { actionKey, changed, doersOf, endActions, letter, reopened, unfinished } from './shared.js';

type News = Extract<RemediationEvent, { type: 'action.report' | 'action.answer' }>;
const keyOf = ({ key }: News): string => key.slice(actionKey('').length);

const allDone = ({ actions }: RemediationContext): boolean =>
  Object.values(actions).some(({ status }) => status === 'done') &&
  unfinished(actions).every((key) => actions[key]?.status === 'done');

/** Nobody judges a remedy he had a part in. */
const isIndependent = (context: RemediationContext, { meta }: RemediationEvent): boolean =>
  !doersOf(context).has(meta.actor.id);

export const executionGuards = {
  isOurs: when('action.report', ({ actions }, event) => actions[keyOf(event)] !== undefined),
  wasOurs: when('action.answer', ({ actions }, event) => actions[keyOf(event)] !== undefined),
  mayRequestExtension: when(
    'extension.request',
    () => true,
    (_, { until, meta }) => until > meta.at,
  ),
  isRequested: when('extension.grant', ({ extension }) => extension !== undefined),
  wasRequested: when('extension.refuse', ({ extension }) => extension !== undefined),
  allActionsDone: when('completion.report', allDone),
  hasPeriod: when(
    'verification.accept',
    (context, event) => context.rules.effectiveness.after !== undefined && isIndependent(context, event),
  ),
  mayVerify: when('verification.accept', isIndependent),
  returnsActions: when(
    'verification.reject',
    isIndependent,
    ({ actions }, { actions: keys }) => keys.length > 0 && keys.every((key) => actions[key]?.status === 'done'),
  ),
  asksForNewActions: when('verification.reject', isIndependent, (_, { actions }) => actions.length === 0),
  mayConfirm: when('effectiveness.confirm', isIndependent),
  mayFail: when('effectiveness.fail', isIndependent),
};

export const executionActions = {
  noteAction: on('action.report', ({ actions }, event) => {
    const key = keyOf(event);
    const action = actions[key];
    // What is ended here stays ended: news may be older than that.
    if (action === undefined || action.status === 'verified' || action.status === 'dropped') return {};
    const { status, overdue, doers } = event;
    return {
      set: { actions: { ...actions, [key]: { ...action, status, overdue, doers } } },
      say: [told('action.changed', { key, status, overdue, responsible: action.unit })],
    };
  }),
  noteEnd: on('action.answer', ({ actions }, event) => {
    const key = keyOf(event);
    const action = actions[key];
    if (action === undefined) return {};
    const { status, overdue, doers } = event.output;
    return {
      set: { actions: { ...actions, [key]: { ...action, status, overdue, doers } } },
      say: [told('action.changed', { key, status, overdue, responsible: action.unit })],
    };
  }),
  requestExtension: on('extension.request', ({ unit }, event) => {
    const { until, reason, meta } = event;
    return {
      set: { extension: { until, reason, by: meta.actor.id } },
      say: [told('extension.requested', { until, reason, ...by(event, unit) })],
    };
  }),
  grantExtension: on('extension.grant', (context, event) => {
    const { until, reason, legalBasis } = event;
    return {
      // A new promise: who was told of the old one is told again if the new one is broken too.
      set: { extension: undefined, extensions: context.extensions + 1, escalated: [] },
      say: [
        extendDeadline({
          deadline: 'remedy',
          budget: { until },
          reason,
          onlyLater: true,
          ...given({ legalBasis }),
        }),
        told('extension.granted', { until, reason, ...given({ legalBasis }), ...by(event, context.authority) }),
        letter('extension', context, event, { until, reason, ...given({ legalBasis }) }),
      ],
    };
  }),
  refuseExtension: on('extension.refuse', ({ authority }, event) => ({
    set: { extension: undefined },
    say: [told('extension.refused', { reason: event.reason, ...by(event, authority) })],
  })),
  reportCompletion: on('completion.report', ({ unit }, event) => ({
    say: [
      told('completion.reported', {
        summary: event.summary,
        ...given({ document: event.document }),
        ...by(event, unit),
      }),
    ],
  })),
  accept: on('verification.accept', (context, event) => {
    const ended = endActions(context.actions, event.conclusion);
    return {
      set: { ...ended.set, verifiedBy: event.meta.actor.id },
      say: [
        told('verification.accepted', {
          conclusion: event.conclusion,
          evidence: event.evidence,
          ...by(event, context.authority),
        }),
        ...(ended.say ?? []),
      ],
    };
  }),
  reject: on('verification.reject', (context, event) => {
    const { reason, actions: keys } = event;
    const actions = Object.fromEntries(
      Object.entries(context.actions).map(([key, action]) => [
        key,
        keys.includes(key) ? { ...action, status: 'open' as const } : action,
      ]),
    );
    return {
      set: { actions, afresh: false },
      say: [
        told('verification.rejected', { reason, actions: keys, ...by(event, context.authority) }),
        ...keys.map((key) => sendToCase({ key: actionKey(key), event: { type: 'action.return', reason } })),
        letter('non-acceptance', context, event, { reason }),
      ],
    };
  }),
  askEffectiveness: on('effectiveness.due', ({ unit, termsFrom }) => ({
    say: [told('effectiveness.due', { responsible: unit, since: termsFrom })],
  })),
  confirm: on('effectiveness.confirm', (context, event) => {
    const { measure, evidence, meta } = event;
    return {
      set: { closedAt: meta.at },
      say: [
        told('effectiveness.confirmed', { measure, evidence, ...by(event, context.authority) }),
        ...changed(context, event, 'closed'),
      ],
    };
  }),
  fail: on('effectiveness.fail', (context, event) => {
    const { measure, evidence, reason } = event;
    return {
      set: reopened(context, event),
      say: [
        told('effectiveness.failed', { measure, evidence, reason, ...by(event, context.authority) }),
        ...changed(context, event, 'open', reason),
        letter('non-acceptance', context, event, { reason }),
      ],
    };
  }),
  /** The request for the remedy named a date: the unit is told of the new one. */
  tellNewDate: on('remedy.reprojected', (context, event) => {
    const { dueBefore, dueAfter, reason, legalBasis } = event;
    return { say: [letter('new-date', context, event, { dueAt: dueBefore, until: dueAfter, reason, legalBasis })] };
  }),
  /** The term has passed: the round knows it, and the first of the ladder is told. */
  noteLate: on('remedy.overdue', (context, event) => ({
    set: { missed: [...context.missed, event.dueAt] },
    say: [tellParent({ event: { type: 'remedy.report', status: 'open', late: true, at: event.meta.at } })],
  })),
  notePlanOverdue: on('plan.overdue', ({ unit }, { dueAt }) => ({
    say: [told('plan.overdue', { responsible: unit, dueAt })],
  })),
  noteReviewOverdue: on('review.overdue', ({ authority }, { dueAt }) => ({
    say: [told('review.overdue', { responsible: authority, dueAt })],
  })),
  noteVerificationOverdue: on('verification.overdue', ({ authority }, { dueAt }) => ({
    say: [told('verification.overdue', { responsible: authority, dueAt })],
  })),
  noteAssessmentOverdue: on('assessment.overdue', ({ authority }, { dueAt }) => ({
    say: [told('assessment.overdue', { responsible: authority, dueAt })],
  })),
};
