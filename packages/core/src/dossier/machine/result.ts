import { covers } from '../representative.js';
import type { DossierContext } from '../schemas.js';
import { by, given, on, told, when } from './deed.js';
import { actsForApplicant, endDossier, extendAgain, handedOver, REASONS, resumed } from './shared.js';

const undecided = ({ ended, result }: DossierContext) => ended === undefined && result === undefined;

const feedsSystems = ({ sync }: DossierContext) => Object.keys(sync).length > 0;

export const resultGuards = {
  /** Possible only while there is no decision yet (Decree 118/2025 art. 21). */
  mayWithdraw: when('withdraw', (context, event) => undecided(context) && actsForApplicant(context, event)),
  mayStop: when('stop', undecided),
  mayChooseDelivery: when(
    'delivery.choose',
    (context, event) =>
      context.ended === undefined && context.delivery.status !== 'dispatched' && actsForApplicant(context, event),
  ),
  mayCollect: when(
    'result.collect',
    () => true,
    ({ representative }, { collector, meta }) =>
      collector !== 'representative' || covers(representative, 'result', meta.at),
  ),
  resultLapses: ({ context }: { context: DossierContext }) => context.procedure.collection?.onExpiry === 'lapse',
  wasTransferred: ({ context }: { context: DossierContext }) =>
    context.competent !== undefined && context.limitFrom !== undefined,
  wasAcceptedAhead: ({ context: { code, limitFrom } }: { context: DossierContext }) =>
    code !== undefined && limitFrom === undefined,
  wasAccepted: ({ context }: { context: DossierContext }) => context.code !== undefined,
  knowsSystem: when('sync.report', feedsSystems, ({ sync }, { system }) => sync[system] !== undefined),
  mayEnter: when('sync.enter', feedsSystems, ({ sync }, { system }) => sync[system] !== undefined),
  mayWaiveSync: when('sync.waive', feedsSystems, ({ sync }, { system }) => sync[system] !== undefined),
  /** Not done until every system is up to date, or somebody said why one need not be. */
  allSystemsSettled: ({ context }: { context: DossierContext }) =>
    Object.values(context.sync).every(
      ({ status }) => status === 'acknowledged' || status === 'entered' || status === 'waived',
    ),
};

export const resultActions = {
  bringToCounter: on('result.transfer', (context, event) => {
    const delivery = { ...context.delivery, status: 'ready' as const, at: event.meta.at };
    return {
      set: { unit: context.oneStop, delivery, stageLate: false },
      say: [
        handedOver(context, event, { stage: 'handover', unit: context.oneStop }),
        told('delivery.changed', delivery),
      ],
    };
  }),
  chooseDelivery: on('delivery.choose', (context, { method }) => {
    const delivery = { ...context.delivery, method };
    return { set: { delivery }, say: [told('delivery.changed', delivery)] };
  }),
  dispatch: on('delivery.dispatch', (_, { carrier, tracking, meta }) => {
    const delivery = { method: 'post' as const, status: 'dispatched' as const, at: meta.at, tracking };
    return { set: { delivery }, say: [told('delivery.changed', { ...delivery, remark: carrier })] };
  }),
  noteFailedDelivery: on('delivery.fail', (context, { reason, meta }) => {
    const delivery = { ...context.delivery, status: 'failed' as const, at: meta.at };
    return { set: { delivery }, say: [told('delivery.changed', { ...delivery, remark: reason })] };
  }),
  deliver: on('delivery.confirm', (context, { receivedBy, meta }) =>
    returned(context, meta.at, 'delivered', given({ receivedBy })),
  ),
  collect: on('result.collect', (context, { receivedBy, collector, meta }) =>
    returned(
      { ...context, delivery: { ...context.delivery, method: 'counter' } },
      meta.at,
      'collected',
      given({ receivedBy, collector }),
    ),
  ),
  publish: on('result.publish', (context, { meta }) =>
    returned({ ...context, delivery: { ...context.delivery, method: 'online' } }, meta.at, 'published', {}),
  ),
  lapseCollection: on('collection.lapse', (context, event) => {
    if (context.procedure.collection?.onExpiry !== 'lapse') return {};
    const delivery = { ...context.delivery, status: 'lapsed' as const, at: event.meta.at };
    const ended = endDossier(context, event, 'lapsed', REASONS.notCollected);
    return { set: { ...ended.set, delivery }, say: [...(ended.say ?? []), told('delivery.changed', delivery)] };
  }),
  withdraw: on('withdraw', (context, event) =>
    endDossier(context, event, 'withdrawn', event.reason ?? REASONS.withdrawn),
  ),
  stop: on('stop', (context, event) => endDossier(context, event, 'stopped', event.reason, event.legalBasis)),
  reopen: on('reopen', (context, event) => ({
    set: {
      ended: undefined,
      result: undefined,
      overdue: undefined,
      stageLate: false,
      interruption: undefined,
      suspension: undefined,
      reopened: context.reopened + 1,
      delivery: { method: context.delivery.method, status: 'none' },
      sync: Object.fromEntries(Object.keys(context.sync).map((system) => [system, { status: 'pending' as const }])),
      apology: context.procedure.reopen === 'reset' ? { used: 0 } : resumed(context).apology,
      ...(context.procedure.reopen === 'reset' && { extensions: [] }),
      unit: context.competent ?? context.unit,
      ...(context.limitFrom !== undefined && { limitFrom: event.meta.at }),
    },
    say: [
      told('dossier.reopened', {
        kind: event.kind,
        reason: event.reason,
        legalBasis: event.legalBasis,
        ...by(context, event),
      }),
      ...(context.procedure.reopen === 'restart' && context.limitFrom !== undefined ? extendAgain(context) : []),
    ],
  })),
  archive: on('archive', (context, event) => ({ say: [told('dossier.archived', by(context, event))] })),
  report: on('sync.report', ({ sync }, { system, status, reference, reason, meta }) => {
    const next = { status, at: meta.at, ...given({ reference: reference ?? sync[system]?.reference, reason }) };
    return { set: { sync: { ...sync, [system]: next } }, say: [told('sync.changed', { system, ...next })] };
  }),
  /** Typed in a second time by hand: who, where, why. */
  enterByHand: on('sync.enter', ({ sync }, { system, reference, reason, meta }) => {
    const next = { status: 'entered' as const, at: meta.at, reference, reason, by: meta.actor.id };
    return { set: { sync: { ...sync, [system]: next } }, say: [told('sync.changed', { system, ...next })] };
  }),
  waiveSync: on('sync.waive', ({ sync }, { system, reason, meta }) => {
    const next = { status: 'waived' as const, at: meta.at, reason, by: meta.actor.id };
    return { set: { sync: { ...sync, [system]: next } }, say: [told('sync.changed', { system, ...next })] };
  }),
};

function returned(
  context: DossierContext,
  at: number,
  status: 'collected' | 'delivered' | 'published',
  receiver: { readonly receivedBy?: string; readonly collector?: 'applicant' | 'representative' },
) {
  const delivery = { ...context.delivery, status, at };
  return {
    // The counter is done with it; what comes now, a correction, is the authority's.
    set: { delivery, ended: { as: 'returned' as const, at }, unit: context.competent ?? context.unit },
    say: [told('delivery.changed', delivery), told('result.returned', { method: delivery.method, at, ...receiver })],
  };
}
