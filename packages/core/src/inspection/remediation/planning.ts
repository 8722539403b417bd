import { openCase, sendToCase } from '../../kernel/index.js';
import type { ActionInput } from '../action/schemas.js';
import { by, opening } from '../deed.js';
import { given } from '../fields.js';
import type { RemediationContext } from './schemas.js';
import { always, on, told, when } from './setup.js';
import { actionKey, letter, unfinished } from './shared.js';

/** Id of the workflow of a corrective action. */
const CORRECTIVE_ACTION = 'corrective-action';

type Actions = RemediationContext['actions'];
const keysWith = (actions: Actions, status: Actions[string]['status']) =>
  Object.entries(actions).flatMap(([key, action]) => (action.status === status ? [key] : []));

/** What a plan still lacks, in words. */
export function planGaps({ nonconformity, containment, cause, actions }: RemediationContext): readonly string[] {
  return [
    ...(nonconformity.severity === 'major' && containment === undefined
      ? ['a major nonconformity needs its containment']
      : []),
    ...(cause === undefined ? ['the root cause'] : []),
    ...(keysWith(actions, 'planned').length === 0 ? ['a corrective action that is not under way yet'] : []),
  ];
}

const inPlan = ({ actions }: RemediationContext, key: string) => actions[key]?.status === 'planned';

const actionInput = (context: RemediationContext, key: string): ActionInput | undefined => {
  const action = context.actions[key];
  if (action === undefined) return undefined;
  const { title, owner, unit, expected, until } = action;
  const { code, nonconformity, rules, calendar } = context;
  return {
    remediation: code,
    title,
    owner,
    unit,
    severity: nonconformity.severity,
    expected,
    rules: { action: rules.action, extension: rules.extension },
    ...given({ until, calendar }),
  };
};

export const planningGuards = {
  fitsPlan: when(
    'actions.propose',
    () => true,
    ({ actions }, { actions: proposed, meta }) => {
      const keys = proposed.map(({ key }) => key);
      return (
        new Set(keys).size === keys.length &&
        proposed.every(
          ({ key, until }) =>
            (actions[key] === undefined || actions[key].status === 'planned') &&
            (until === undefined || until > meta.at),
        )
      );
    },
  ),
  /** Five whys lead through at least two questions to a cause. */
  hasCause: when(
    'cause.analyse',
    () => true,
    (_, { method, whys }) => method === 'categories' || whys.length >= 2,
  ),
  dropsPlanned: when(
    'action.drop',
    ({ actions }) => unfinished(actions).length > 0,
    (context, { key }) => inPlan(context, key),
  ),
  dropsOpen: when(
    'action.drop',
    ({ actions }) => unfinished(actions).length > 0,
    ({ actions }, { key }) => actions[key]?.status === 'open' || actions[key]?.status === 'planned',
  ),
  isPlan: when('plan.submit', (context) => planGaps(context).length === 0),
  /** Nobody approves a plan he drew up himself. */
  mayApprove: when('plan.approve', ({ plannedBy }, { meta }) => plannedBy !== meta.actor.id),
};

export const planningActions = {
  register: always((context, event) => {
    const { code, unit, nonconformity } = context;
    const { severity, content, statement, repeats } = nonconformity;
    return {
      say: [
        told('remediation.opened', {
          code,
          responsible: unit,
          severity,
          content,
          statement,
          recurring: repeats !== undefined,
        }),
        letter('remedy-request', context, opening(event)),
      ],
    };
  }),
  contain: on('containment.record', ({ unit }, event) => ({
    set: { containment: { measures: event.measures, at: event.meta.at, by: event.meta.actor.id } },
    say: [told('containment.recorded', { measures: event.measures, ...by(event, unit) })],
  })),
  analyse: on('cause.analyse', ({ unit }, event) => {
    const { type: _, meta: __, ...cause } = event;
    return { set: { cause }, say: [told('cause.analysed', { ...cause, ...by(event, unit) })] };
  }),
  propose: on('actions.propose', ({ actions, unit }, event) => {
    const added = event.actions.map(({ key, ...draft }): [string, Actions[string]] => [
      key,
      { ...draft, status: 'planned', doers: [], overdue: false },
    ]);
    return {
      set: { actions: { ...actions, ...Object.fromEntries(added) } },
      say: [told('actions.proposed', { actions: event.actions, ...by(event, unit) })],
    };
  }),
  drop: on('action.drop', ({ actions, unit }, event) => {
    const { key, reason } = event;
    const action = actions[key];
    if (action === undefined) return {};
    return {
      set: { actions: { ...actions, [key]: { ...action, status: 'dropped' } } },
      say: [
        told('action.dropped', { key, reason, ...by(event, unit) }),
        ...(action.status === 'open'
          ? [sendToCase({ key: actionKey(key), event: { type: 'action.drop', reason } })]
          : []),
      ],
    };
  }),
  submitPlan: on('plan.submit', ({ actions, unit }, event) => ({
    set: { plannedBy: event.meta.actor.id },
    say: [
      told('plan.submitted', {
        actions: keysWith(actions, 'planned'),
        ...given({ document: event.document }),
        ...by(event, unit),
      }),
    ],
  })),
  returnPlan: on('plan.return', ({ authority }, event) => ({
    set: { afresh: false },
    say: [told('plan.returned', { reason: event.reason, ...by(event, authority) })],
  })),
  /** Each action becomes a case of its own, with its owner and its date. */
  approvePlan: on('plan.approve', (context, event) => {
    const planned = keysWith(context.actions, 'planned');
    const opened = planned.flatMap((key) => {
      const input = actionInput(context, key);
      return input === undefined
        ? []
        : [openCase({ key: actionKey(key), workflow: CORRECTIVE_ACTION, input, replyEvent: 'action.answer' })];
    });
    const actions = Object.fromEntries(
      Object.entries(context.actions).map(([key, action]) => [
        key,
        action.status === 'planned' ? { ...action, status: 'open' as const } : action,
      ]),
    );
    return {
      set: { actions, approvedBy: event.meta.actor.id, afresh: false },
      say: [
        ...opened,
        told('plan.approved', { actions: planned, ...given({ note: event.note }), ...by(event, context.authority) }),
        letter('plan-approval', context, event, {
          items: planned.map((key) => ({ key, text: context.actions[key]?.title ?? key })),
        }),
      ],
    };
  }),
};
