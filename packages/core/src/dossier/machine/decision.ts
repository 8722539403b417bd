import { extendDeadline } from '../../kernel/index.js';
import type { DossierContext } from '../schemas.js';
import { by, type DossierEvent, given, letter, on, told, when } from './deed.js';
import { handedOver, violator } from './shared.js';

const asksNobody = ({ consultations }: DossierContext) =>
  Object.values(consultations).every(({ status }) => status !== 'open');

/** Nobody approves or signs his own draft. */
const isNotDrafter = ({ draft }: DossierContext, event: DossierEvent) => draft?.by !== event.meta.actor.id;

export const decisionGuards = {
  mayConclude: when('examination.conclude', asksNobody),
  maySubmit: when('draft.submit', asksNobody),
  submitsForReview: when('draft.submit', (context) => asksNobody(context) && context.procedure.route.review),
  mayApprove: when('review.approve', isNotDrafter),
  maySign: when('sign', isNotDrafter),
  signsForNumbering: when(
    'sign',
    (context, event) => isNotDrafter(context, event) && context.procedure.route.numbering,
  ),
  mayApologise: when(
    'apology.issue',
    (context) =>
      context.limitFrom !== undefined &&
      context.ended === undefined &&
      context.result === undefined &&
      context.apology.used < context.procedure.apology.maxTimes,
    (context, { until, meta }) => until > Math.max(meta.at, context.overdue?.dueAt ?? 0, context.apology.dueAt ?? 0),
  ),
  owesApology: when('apology.due', ({ apology, procedure }) => apology.used < procedure.apology.maxTimes),
};

export const decisionActions = {
  conclude: on('examination.conclude', (context, event) => ({
    set: { stageLate: false },
    say: [
      told('examination.concluded', { outcome: event.outcome, ...given({ note: event.note }), ...by(context, event) }),
      handedOver(context, event, { stage: 'examine', officer: context.assignee }),
    ],
  })),
  submitDraft: on('draft.submit', (context, event) => {
    const { outcome, reason, document, meta } = event;
    const version = (context.draft?.version ?? 0) + 1;
    return {
      set: { draft: { by: meta.actor.id, outcome, version, ...given({ reason }) }, stageLate: false },
      say: [
        told('draft.submitted', { outcome, version, ...given({ document }), ...by(context, event) }),
        handedOver(context, event, { stage: 'draft' }),
      ],
    };
  }),
  approve: on('review.approve', (context, event) => ({
    set: { stageLate: false },
    say: [
      told('draft.approved', { ...given({ note: event.note }), ...by(context, event) }),
      handedOver(context, event, { stage: 'review' }),
    ],
  })),
  returnFromReview: on('review.return', (context, event) => ({
    set: { stageLate: false },
    say: [
      told('draft.returned', { at: 'review', reason: event.reason, ...by(context, event) }),
      handedOver(context, event, { stage: 'review', officer: context.assignee, remark: event.reason }),
    ],
  })),
  returnFromSigning: on('sign.return', (context, event) => ({
    set: { stageLate: false },
    say: [
      told('draft.returned', { at: 'sign', reason: event.reason, ...by(context, event) }),
      handedOver(context, event, { stage: 'sign', officer: context.assignee, remark: event.reason }),
    ],
  })),
  sign: on('sign', (context, event) => {
    const { draft, procedure, code = '' } = context;
    const outcome = draft?.outcome ?? 'granted';
    const signed = {
      outcome,
      signedBy: event.meta.actor.id,
      signedAt: event.meta.at,
      ...given({ reason: draft?.reason }),
    };
    const number = procedure.route.numbering ? undefined : (event.number ?? code);
    return {
      set: {
        result: { ...signed, ...given({ number }) },
        stageLate: false,
        ...(number !== undefined && { overdue: undefined }),
      },
      say: [
        told('result.signed', { outcome, ...given({ document: event.document }), ...by(context, event) }),
        handedOver(context, event, { stage: 'sign' }),
        ...(number === undefined
          ? []
          : [told('result.issued', { outcome, number, ...given({ reason: draft?.reason }), ...by(context, event) })]),
      ],
    };
  }),
  issue: on('result.issue', (context, event) => {
    const { result } = context;
    if (result === undefined) return {};
    return {
      set: { result: { ...result, number: event.number }, stageLate: false, overdue: undefined },
      say: [
        told('result.issued', {
          outcome: result.outcome,
          number: event.number,
          ...given({ reason: result.reason }),
          ...by(context, event),
        }),
        handedOver(context, event, { stage: 'issue' }),
      ],
    };
  }),
  oweApology: on('apology.due', (context, event) => ({
    set: { apology: { ...context.apology, owedAt: event.meta.at, dueAt: event.dueAt } },
    say: [told('apology.owed', { dueAt: event.dueAt, ...violator(context) })],
  })),
  /** 61/2018 art. 19.9: reason, responsible unit, new date; at most once; one working day ahead. */
  apologise: on('apology.issue', (context, event) => {
    const { reason, until, responsible, legalBasis, meta } = event;
    const { used, owedAt } = context.apology;
    const timely = owedAt === undefined || meta.at <= owedAt;
    return {
      set: { apology: { used: used + 1, until, responsible, issuedAt: meta.at, timely }, overdue: undefined },
      say: [
        extendDeadline({
          deadline: 'resolution',
          budget: { until },
          onlyLater: true,
          reason,
          ...given({ legalBasis }),
        }),
        told('apology.issued', { reason, until, responsible, timely, ...by(context, event) }),
        letter('apology', context, event, {
          reason,
          until,
          responsible,
          ...given({
            legalBasis,
            receivedAt: context.receivedAt,
            dueAt: context.apology.dueAt ?? context.overdue?.dueAt,
          }),
        }),
        ...(timely
          ? []
          : [
              told('violation.recorded', {
                kind: 'apology-not-in-time',
                unit: responsible,
                ...given({ dueAt: owedAt }),
              }),
            ]),
      ],
    };
  }),
  noteOverdue: on('resolution.overdue', (context, event) => ({
    set: { overdue: { dueAt: event.dueAt } },
    say: [
      told('violation.recorded', {
        kind: context.apology.used === 0 ? 'late-without-apology' : 'late-after-apology',
        dueAt: event.dueAt,
        ...violator(context),
      }),
    ],
  })),
  noteStageLate: on('stage.overdue', (context, event) => ({
    set: { stageLate: true },
    say: [
      told('violation.recorded', {
        kind: 'stage-late',
        stage: event.deadline,
        dueAt: event.dueAt,
        ...violator(context),
      }),
    ],
  })),
};
