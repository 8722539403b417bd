import type { Instant } from '../../contract/index.js';
import { sendToCase } from '../../kernel/index.js';
import { by } from '../deed.js';
import { given } from '../fields.js';
import type { RemediationContext, RemediationEvent } from './schemas.js';
import { on, told, when } from './setup.js';
import { actionKey, changed, doersOf, endActions, isLate, letter, reopened, unfinished } from './shared.js';

const isPending = ({ deviation }: RemediationContext) => deviation !== undefined && deviation.acceptedBy === undefined;

/** The last instant to which a deviation may be accepted: calendar arithmetic, the same in every zone without summer time. */
function latestDeviation({ rules }: RemediationContext, at: Instant): Instant {
  const { amount, unit } = rules.deviation.maxLength;
  const date = new Date(at);
  if (unit === 'calendarDay') date.setUTCDate(date.getUTCDate() + amount);
  else date.setUTCMonth(date.getUTCMonth() + amount);
  return date.getTime();
}

export const exitGuards = {
  mayRequestDeviation: when(
    'deviation.request',
    (context) => !isPending(context),
    (context, { until, meta }) => until > meta.at && until <= latestDeviation(context, meta.at),
  ),
  mayAcceptDeviation: when(
    'deviation.accept',
    (context, { meta }) => isPending(context) && (context.deviation?.until ?? 0) > meta.at,
  ),
  mayRefuseDeviation: when('deviation.refuse', isPending),
  remedied: when(
    'reinspection.record',
    (context, { meta }) => !doersOf(context).has(meta.actor.id),
    (_, { outcome }) => outcome === 'remedied',
  ),
  notRemedied: when(
    'reinspection.record',
    () => true,
    (_, { outcome }) => outcome === 'not-remedied',
  ),
};

type EndOfDeviation = Extract<RemediationEvent, { type: 'deviation.expire' | 'deviation.revoke' }>;
const deviationEnds = (context: RemediationContext, event: EndOfDeviation) => {
  const reason = event.type === 'deviation.revoke' ? event.reason : undefined;
  return {
    set: { deviation: undefined, afresh: false },
    say: [
      told('deviation.ended', {
        how: event.type === 'deviation.revoke' ? 'revoked' : 'expired',
        ...given({ reason }),
      }),
      ...changed(context, event, 'open', reason),
    ],
  };
};

export const exitActions = {
  requestDeviation: on('deviation.request', ({ unit }, event) => {
    const { until, reason, meta } = event;
    return {
      set: { deviation: { until, reason, by: meta.actor.id } },
      say: [told('deviation.requested', { until, reason, ...by(event, unit) })],
    };
  }),
  acceptDeviation: on('deviation.accept', (context, event) => {
    const { deviation, authority } = context;
    if (deviation === undefined) return {};
    const { until } = deviation;
    const { reason, legalBasis, meta } = event;
    return {
      set: { deviation: { ...deviation, acceptedBy: meta.actor.id } },
      say: [
        told('deviation.accepted', { until, reason, ...given({ legalBasis }), ...by(event, authority) }),
        ...changed(context, event, 'deviation', reason),
        letter('deviation', context, event, { until, reason, ...given({ legalBasis }) }),
      ],
    };
  }),
  refuseDeviation: on('deviation.refuse', ({ authority }, event) => ({
    set: { deviation: undefined },
    say: [told('deviation.refused', { reason: event.reason, ...by(event, authority) })],
  })),
  expireDeviation: on('deviation.expire', deviationEnds),
  revokeDeviation: on('deviation.revoke', deviationEnds),
  carryForward: on('carry-forward', (context, event) => ({
    set: { carriedTo: event.to },
    say: [
      told('carried.forward', { to: event.to, reason: event.reason, ...by(event, context.authority) }),
      ...changed(context, event, 'carried-forward', event.reason),
    ],
  })),
  /** Verified, and judged when the unit is inspected next: ISO contents (Circular 26/2014/TT-BKHCN art. 37.2.d). */
  leaveToInspection: on('verification.accept', (context, event) => ({
    set: { carriedTo: 'next inspection' },
    say: changed(context, event, 'carried-forward'),
  })),
  closeByInspection: on('reinspection.record', (context, event) => {
    const { round, outcome, evidence, meta } = event;
    const ended = endActions(context.actions, `re-inspection ${round}`);
    return {
      set: { ...ended.set, closedAt: meta.at, carriedTo: undefined },
      say: [
        told('reinspection.recorded', { round, outcome, evidence, ...by(event, context.authority) }),
        ...(ended.say ?? []),
        ...changed(context, event, 'closed'),
      ],
    };
  }),
  reopenByInspection: on('reinspection.record', (context, event) => {
    const { round, outcome, evidence } = event;
    return {
      set: reopened(context, event),
      say: [
        told('reinspection.recorded', { round, outcome, evidence, ...by(event, context.authority) }),
        ...changed(context, event, 'open'),
      ],
    };
  }),
  reopen: on('reopen', (context, event) => ({
    set: reopened(context, event),
    say: [
      ...changed(context, event, 'open', event.reason),
      letter('non-acceptance', context, event, given({ reason: event.reason })),
    ],
  })),
  moveToUnit: on('unit.transfer', (context, event) => {
    const { unit: to, reason, legalBasis, meta } = event;
    return {
      set: { unit: to },
      say: [told('unit.transferred', { from: context.unit, to, reason, legalBasis, by: meta.actor.id })],
    };
  }),
  /** The finding was withdrawn: nothing is to be remedied. */
  annul: on('annul', (context, event) => {
    const { reason, meta } = event;
    return {
      set: { output: { status: 'annulled', late: isLate(context), at: meta.at } },
      say: [
        ...unfinished(context.actions)
          .filter((key) => context.actions[key]?.status !== 'planned')
          .map((key) => sendToCase({ key: actionKey(key), event: { type: 'action.drop', reason } })),
        told('remediation.changed', { status: 'annulled', late: isLate(context), responsible: context.unit, reason }),
      ],
    };
  }),
  archive: on('archive', (context, event) => ({
    set: { output: { status: 'closed', late: isLate(context), at: event.meta.at } },
    say: [told('remediation.archived', by(event, context.authority))],
  })),
};
