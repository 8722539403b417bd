import { assign, emit, enqueueActions, setup } from 'xstate';
import { type ContextOf, type EventOf, fact, machineTypes, tellParent } from '../../kernel/index.js';
import type { Silence } from '../procedure.js';
import { type ConsultationOutput, consultationSchemas } from './schemas.js';

type Event = EventOf<typeof consultationSchemas>;
type Context = ContextOf<typeof consultationSchemas>;

/** What silence is deemed to say. */
const DEEMED: Readonly<Record<Exclude<Silence, 'chase'>, ConsultationOutput['opinion']>> = {
  deemedConsent: 'agree',
  deemedNoObjection: 'no-objection',
  deemedConfirmed: 'confirm',
  dropped: undefined,
};

function outputOf(context: Context, event: Event): ConsultationOutput {
  const at = event.meta.at;
  switch (event.type) {
    case 'answer': {
      const { opinion, content, document } = event;
      return {
        ending: 'answered',
        opinion,
        late: context.overdue,
        at,
        ...(content && { content }),
        ...(document && { document }),
      };
    }
    case 'decline':
      return { ending: 'declined', opinion: 'not-competent', content: event.reason, late: context.overdue, at };
    case 'term.end': {
      const opinion = context.silence === 'chase' ? undefined : DEEMED[context.silence];
      return { ending: 'silent', late: false, at: event.dueAt, ...(opinion && { opinion }) };
    }
    default:
      return { ending: 'cancelled', late: context.overdue, at };
  }
}

export const consultationMachine = setup({
  types: machineTypes(consultationSchemas),
  guards: {
    silenceSpeaks: ({ context }) => context.silence !== 'chase',
  },
  actions: {
    tellOpened: emit(({ context }) =>
      fact('consultation.opened', {
        dossier: context.dossier,
        agency: context.agency,
        question: context.question,
        silence: context.silence,
      }),
    ),
    tellReceived: emit(({ context, event }) =>
      fact('consultation.received', {
        agency: context.agency,
        by: event.meta.actor.id,
        ...(event.type === 'receive' && event.reference !== undefined && { reference: event.reference }),
      }),
    ),
    tellParentReceived: emit(tellParent({ event: { type: 'consultation.receive' } })),
    tellParentOverdue: emit(tellParent({ event: { type: 'consultation.overdue' } })),
    take: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'assign') return;
      enqueue.assign({ assignee: event.assignee });
      enqueue.emit(fact('consultation.assigned', { agency: context.agency, assignee: event.assignee }));
    }),
    noteOverdue: assign({ overdue: true }),
    tellOverdue: emit(({ context }) =>
      fact('consultation.overdue', { dossier: context.dossier, agency: context.agency, lead: context.lead }),
    ),
    end: enqueueActions(({ context, event, enqueue }) => {
      const output = outputOf(context, event);
      enqueue.assign({ output });
      enqueue.emit(fact('consultation.ended', { dossier: context.dossier, agency: context.agency, output }));
    }),
  },
}).createMachine({
  id: 'consultation',
  context: ({ input: { meta, ...input } }) => ({ ...input, requestedAt: meta.at, overdue: false }),
  output: ({ context }) => context.output ?? null,
  initial: 'requested',
  entry: 'tellOpened',
  on: {
    answer: { target: '.answered', actions: 'end' },
    decline: { target: '.declined', actions: 'end' },
    assign: { actions: 'take' },
    'consultation.cancel': { target: '.cancelled', actions: 'end' },
  },
  states: {
    requested: {
      tags: 'waiting',
      on: {
        receive: { target: 'inHand', actions: ['tellReceived', 'tellParentReceived'] },
        'term.end': [
          { guard: 'silenceSpeaks', target: 'silent', actions: 'end' },
          { target: 'overdue', actions: ['noteOverdue', 'tellOverdue', 'tellParentOverdue'] },
        ],
      },
    },
    inHand: {
      tags: 'waiting',
      on: {
        'term.end': [
          { guard: 'silenceSpeaks', target: 'silent', actions: 'end' },
          { target: 'overdue', actions: ['noteOverdue', 'tellOverdue', 'tellParentOverdue'] },
        ],
      },
    },
    overdue: { tags: 'waiting' },
    answered: { type: 'final', tags: 'answered' },
    declined: { type: 'final', tags: 'answered' },
    silent: { type: 'final', tags: 'silent' },
    cancelled: { type: 'final', tags: 'cancelled' },
  },
});
