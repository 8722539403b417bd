import { extendDeadline } from '../../kernel/index.js';
import type { DossierContext } from '../schemas.js';
import { by, given, on, told, when } from './deed.js';
import { endDossier, REASONS, resumed } from './shared.js';

const extensionOf = ({ procedure }: DossierContext, name: string) => procedure.extensions.find(({ id }) => id === name);

export const interludeGuards = {
  verifiesApart: when('verification.start', ({ procedure }) => procedure.verification?.countsTowardLimit === false),
  mayPost: when('posting.start', ({ procedure }) => procedure.posting !== undefined),
  postsApart: when('posting.start', ({ procedure }) => procedure.posting?.countsTowardLimit === false),
  owesMoney: when('obligation.request', ({ procedure }) => procedure.financial !== undefined),
  owesNothing: when('obligation.notify', (_, { amount }) => amount === 0),
  lapseStops: ({ context }: { context: DossierContext }) => context.procedure.financial?.onExpiry === 'stop',
  mayExtend: when(
    'extension.apply',
    (context) =>
      context.limitFrom !== undefined &&
      context.result === undefined &&
      context.ended === undefined &&
      context.extensions.length < context.procedure.extensions.length,
    (context, event) => extensionOf(context, event.case) !== undefined && !context.extensions.includes(event.case),
  ),
  hasOfficer: ({ context }: { context: DossierContext }) => context.assignee !== undefined,
};

export const interludeActions = {
  startVerification: on('verification.start', (context, event) => {
    const { place, time, participants } = event;
    const apart = context.procedure.verification?.countsTowardLimit === false;
    return {
      set: { verification: { place }, ...(apart && { interruption: 'verification' as const }) },
      say: [told('verification.started', { place, ...given({ time, participants }), ...by(context, event) })],
    };
  }),
  recordVerification: on('verification.record', (context, event) => {
    const { minutes, finding, participants } = event;
    return {
      set: {
        verification: { place: context.verification?.place ?? '-', minutes },
        ...(context.interruption !== undefined && resumed(context)),
      },
      say: [told('verification.recorded', { minutes, finding, ...given({ participants }), ...by(context, event) })],
    };
  }),
  startPosting: on('posting.start', (context, event) => {
    const apart = context.procedure.posting?.countsTowardLimit === false;
    return {
      set: { posting: { place: event.place, objections: 0 }, ...(apart && { interruption: 'posting' as const }) },
      say: [told('posting.started', { place: event.place, ...by(context, event) })],
    };
  }),
  noteObjection: on('posting.object', ({ posting }, event) => ({
    ...(posting !== undefined && { set: { posting: { ...posting, objections: posting.objections + 1 } } }),
    say: [told('posting.objected', { by: event.by, content: event.content })],
  })),
  endPosting: on('posting.end', (context) => ({
    ...(context.interruption !== undefined && { set: resumed(context) }),
    say: [told('posting.ended', { objections: context.posting?.objections ?? 0 })],
  })),
  requestObligation: on('obligation.request', (context, event) => ({
    set: { obligation: { status: 'assessing' }, interruption: 'payment' },
    say: [
      told('obligation.requested', {
        authority: context.procedure.financial?.authority ?? context.unit,
        ...by(context, event),
      }),
    ],
  })),
  notifyObligation: on('obligation.notify', (context, { amount, notice }) => ({
    set: {
      obligation: { amount, notice, status: amount === 0 ? 'none' : 'due' },
      ...(amount === 0 && resumed(context)),
    },
    say: [told('obligation.notified', { amount, notice })],
  })),
  confirmObligation: on('obligation.confirm', (context, { receipt }) => ({
    set: { obligation: { ...context.obligation, status: 'paid' }, ...resumed(context) },
    say: [told('obligation.confirmed', { receipt })],
  })),
  deferObligation: on('obligation.defer', (context, { reason, legalBasis }) => ({
    set: { obligation: { ...context.obligation, status: 'deferred' }, ...resumed(context) },
    say: [told('obligation.deferred', { reason, legalBasis })],
  })),
  lapsePayment: on('payment.lapse', (context, event) => {
    const effect = context.procedure.financial?.onExpiry ?? 'chase';
    const lapsed = told('obligation.lapsed', { dueAt: event.dueAt, effect });
    if (effect === 'chase') return { say: [lapsed] };
    const ended = endDossier(context, event, 'stopped', REASONS.notPaid);
    return { ...ended, say: [lapsed, ...(ended.say ?? [])] };
  }),
  applyExtension: on('extension.apply', (context, event) => {
    const extension = extensionOf(context, event.case);
    if (extension === undefined) return {};
    const because = { reason: event.reason, ...given({ legalBasis: extension.legalBasis }) };
    return {
      set: { extensions: [...context.extensions, event.case], apology: resumed(context).apology },
      say: [
        extendDeadline({ deadline: 'resolution', budget: extension.add, ...because }),
        told('term.extended', { case: event.case, ...because, ...by(context, event) }),
      ],
    };
  }),
  suspend: on('suspend', (context, event) => ({
    set: { suspension: { cause: event.cause, reason: event.reason }, interruption: 'suspension' },
    say: [
      told('dossier.suspended', {
        cause: event.cause,
        reason: event.reason,
        legalBasis: event.legalBasis,
        ...by(context, event),
      }),
    ],
  })),
  resume: on('resume', (context, event) => ({
    set: { suspension: undefined, ...resumed(context) },
    say: [told('dossier.resumed', by(context, event))],
  })),
};
