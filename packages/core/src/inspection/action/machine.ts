import { setup } from 'xstate';
import { extendDeadline, machineTypes, tellParent } from '../../kernel/index.js';
import { by, deeds } from '../deed.js';
import { type ActionContext, type ActionEvent, type ActionFact, actionSchemas } from './schemas.js';

const base = setup({ types: machineTypes(actionSchemas) });
export interface ActionAction extends ReturnType<typeof base.enqueueActions> {}

const { on, always, when, told } = deeds<ActionContext, ActionEvent, ActionFact, ActionAction>((deed) =>
  base.enqueueActions(({ context, event, enqueue }) => {
    const { set, say = [] } = deed(context, event);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  }),
);

type Status = 'open' | 'done' | 'verified' | 'dropped';

const tell = (status: Status, { doers, overdue }: Pick<ActionContext, 'doers' | 'overdue'>) =>
  tellParent({ event: { type: 'action.report', status, overdue, doers } });

const withDoer = ({ doers }: ActionContext, { meta }: ActionEvent): readonly string[] => [
  ...new Set([...doers, meta.actor.id]),
];

const ends = (status: Extract<Status, 'verified' | 'dropped'>) =>
  always(({ doers, overdue }, event) => ({
    set: { output: { status, overdue, doers } },
    say: [told('action.ended', { status, ...('reason' in event && { reason: event.reason }) })],
  }));

const action = base.extend({
  guards: {
    hasEvidence: when('action.complete', ({ evidence }) => evidence > 0),
    movesOn: when(
      'action.extend',
      () => true,
      (_, { until, meta }) => until > meta.at,
    ),
  },
  actions: {
    open: always(({ remediation, title, owner, unit }) => ({
      say: [told('action.opened', { remediation, title, owner, unit })],
    })),
    assignOwner: on('action.assign', ({ unit }, event) => ({
      set: { owner: event.owner },
      say: [told('action.assigned', { owner: event.owner, reason: event.reason, ...by(event, unit) })],
    })),
    recordProgress: on('progress.record', (context, event) => {
      const doers = withDoer(context, event);
      return {
        set: { progress: event.percent, doers },
        say: [
          told('progress.recorded', { percent: event.percent, note: event.note, ...by(event, context.unit) }),
          tell('open', { ...context, doers }),
        ],
      };
    }),
    addEvidence: on('evidence.add', (context, event) => {
      const doers = withDoer(context, event);
      return {
        set: { evidence: context.evidence + event.evidence.length, doers },
        say: [
          told('evidence.added', { evidence: event.evidence, ...by(event, context.unit) }),
          tell('open', { ...context, doers }),
        ],
      };
    }),
    complete: on('action.complete', (context, event) => {
      const doers = withDoer(context, event);
      return {
        set: { progress: 100, doers },
        say: [
          told('action.completed', { summary: event.summary, overdue: context.overdue, ...by(event, context.unit) }),
          tell('done', { ...context, doers }),
        ],
      };
    }),
    extend: on('action.extend', ({ unit }, event) => ({
      set: { overdue: false, until: event.until },
      say: [
        extendDeadline({ deadline: 'action', budget: { until: event.until }, reason: event.reason, onlyLater: true }),
        told('action.extended', { until: event.until, reason: event.reason, ...by(event, unit) }),
      ],
    })),
    noteOverdue: on('action.overdue', (context, { dueAt }) => ({
      set: { overdue: true },
      say: [
        told('action.overdue', { owner: context.owner, unit: context.unit, dueAt }),
        tell('open', { ...context, overdue: true }),
      ],
    })),
    takeBackLateness: on('action.overruled', (context, { deadline, ends }) => ({
      set: { overdue: false },
      say: [told('lateness.withdrawn', { deadline, ends }), tell('done', { ...context, overdue: false })],
    })),
    takeBack: on('action.return', (context, { reason }) => ({
      set: { returned: context.returned + 1 },
      say: [told('action.returned', { reason }), tell('open', context)],
    })),
    endVerified: ends('verified'),
    endDropped: ends('dropped'),
  },
});

/** A corrective action: in the hands of its owner, with a date of its own, until its remediation has verified it. */
export const actionMachine = action.createMachine({
  id: 'action',
  context: ({ input: { meta: _, ...input } }) => ({
    ...input,
    progress: 0,
    evidence: 0,
    doers: [],
    overdue: false,
    returned: 0,
    named: [],
  }),
  output: ({ context }) => context.output ?? null,
  initial: 'open',
  entry: 'open',
  on: {
    'action.drop': { target: '.dropped', actions: 'endDropped' },
    'action.overruled': { actions: 'takeBackLateness' },
  },
  states: {
    open: {
      tags: 'open',
      on: {
        'action.assign': { actions: 'assignOwner' },
        'progress.record': { actions: 'recordProgress' },
        'evidence.add': { actions: 'addEvidence' },
        'action.complete': { guard: 'hasEvidence', target: 'done', actions: 'complete' },
        'action.extend': { guard: 'movesOn', actions: 'extend' },
        'action.overdue': { actions: 'noteOverdue' },
      },
    },
    done: {
      tags: 'done',
      on: {
        'action.verify': { target: 'verified', actions: 'endVerified' },
        'action.return': { target: 'open', actions: 'takeBack' },
      },
    },
    verified: { type: 'final', tags: 'done' },
    dropped: { type: 'final', tags: 'dropped' },
  },
});
