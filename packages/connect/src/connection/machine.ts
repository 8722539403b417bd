import { fact, machineTypes } from '@motcua/core';
import { setup } from 'xstate';
import { type ConnectionContext, type ConnectionEvent, type ConnectionFact, connectionSchemas } from './schemas.js';

interface Deed {
  readonly set?: Partial<ConnectionContext>;
  readonly say?: readonly ConnectionFact[];
}

const base = setup({ types: machineTypes(connectionSchemas) });
interface ConnectionAction extends ReturnType<typeof base.enqueueActions> {}
type EventNamed<Type> = Extract<ConnectionEvent, { type: Type }>;

/** An action from a pure function of context and event. */
function on<Type extends ConnectionEvent['type']>(
  type: Type,
  act: (context: ConnectionContext, event: EventNamed<Type>) => Deed,
): ConnectionAction {
  return base.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== type) return;
    const { set, say = [] } = act(context, event as EventNamed<Type>);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  });
}

const about = ({ system, of }: ConnectionContext) => ({ system, of });
const made = (context: ConnectionContext, reference: string | undefined): readonly ConnectionFact[] =>
  reference === undefined || reference === context.reference
    ? []
    : [fact('connection.made', { ...about(context), reference })];
const given = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [Name in Key]?: Value };

const connection = base.extend({
  guards: {
    hasDeadLetters: ({ context }) => context.dead.length > 0,
    isRepaired: ({ context }) => context.order !== undefined,
    isWaiting: ({ context }) => context.waiting !== undefined,
    differs: ({ context }) => context.differences.length > 0,
    mayRedrive: ({ context }) => context.dead.length > 0 || context.waiting !== undefined,
  },
  actions: {
    tellOpening: base.enqueueActions(({ context, enqueue }) => {
      for (const word of made({ ...context, reference: undefined }, context.reference)) enqueue.emit(word);
    }),
    succeed: on('delivery.succeed', (context, { message, reference, label }) => ({
      set: {
        ...given('reference', reference),
        ...given('label', label),
        waiting: context.waiting?.message === message ? undefined : context.waiting,
        dead: context.dead.filter((letter) => letter.message !== message),
      },
      say: made(context, reference),
    })),
    fail: on('delivery.fail', (context, { message, since, reason, tries }) => {
      // One that was dead and is tried again stays what it was; what waits behind it still waits.
      const isBack = context.dead.some((letter) => letter.message === message);
      return {
        set: isBack && context.waiting !== undefined ? {} : { waiting: { message, since, reason, tries } },
        say: context.waiting === undefined ? [fact('connection.behind', { ...about(context), since, reason })] : [],
      };
    }),
    giveUp: on('delivery.give-up', (context, { message, reason, meta }) => ({
      set: {
        order: undefined,
        waiting: context.waiting?.message === message ? undefined : context.waiting,
        dead: [...context.dead.filter((letter) => letter.message !== message), { message, reason, at: meta.at }].slice(
          -200,
        ),
      },
      say: [fact('connection.failed', { ...about(context), message, reason })],
    })),
    redrive: on('letter.redrive', (context, { reason, meta }) => ({
      say: [
        fact('connection.redriven', {
          ...about(context),
          messages: [...context.dead, ...(context.waiting === undefined ? [] : [context.waiting])].map(
            ({ message }) => message,
          ),
          reason,
          by: meta.actor.id,
        }),
      ],
    })),
    noteDifference: on('difference.note', (context, { differences }) => ({
      set: { differences },
      say: [fact('connection.differs', { ...about(context), differences })],
    })),
    clearDifference: on('difference.clear', () => ({ set: { differences: [] } })),
    orderRepair: on('repair.order', (context, { side, reason, meta }) => ({
      set: { order: { side, reason, by: meta.actor.id, at: meta.at } },
      say: [fact('connection.repair-ordered', { ...about(context), side, reason, by: meta.actor.id })],
    })),
    /** The whole record was brought into step, so what failed on the way to it does not matter any more. */
    endRepair: on('repair.succeed', (context, { reference }) => ({
      set: { ...given('reference', reference), order: undefined, differences: [], dead: [], waiting: undefined },
      say: made(context, reference),
    })),
    noteOverdue: on('catch-up.overdue', (context, { dueAt }) => ({
      set: { overdue: true },
      say: [fact('connection.overdue', { ...about(context), dueAt })],
    })),
    tellInStep: base.enqueueActions(({ context, enqueue }) => {
      enqueue.assign({ overdue: false });
      enqueue.emit(fact('connection.in-step', about(context)));
    }),
  },
});

const troubled = { tags: 'troubled' } as const;

/**
 * How a case stands in one other system. Whatever is told of it, the state follows from what is on record: dead letters
 * first, then what waits, then what differs.
 */
export const connectionMachine = connection.createMachine({
  id: 'connection',
  context: ({ input: { meta: _, dead, ...input } }) => ({
    ...input,
    dead: dead === undefined ? [] : [dead],
    differences: [],
    overdue: false,
  }),
  entry: 'tellOpening',
  initial: 'judging',
  on: {
    'delivery.succeed': { target: '.judging', actions: 'succeed' },
    'delivery.fail': { target: '.judging', actions: 'fail' },
    'delivery.give-up': { target: '.judging', actions: 'giveUp' },
    'letter.redrive': { guard: 'mayRedrive', target: '.judging', actions: 'redrive' },
    'difference.note': { target: '.judging', actions: 'noteDifference' },
    'difference.clear': { target: '.judging', actions: 'clearDifference' },
    'repair.order': { target: '.judging', actions: 'orderRepair' },
    'repair.succeed': { target: '.judging', actions: 'endRepair' },
    'catch-up.overdue': { actions: 'noteOverdue' },
  },
  states: {
    judging: {
      always: [
        { guard: 'isRepaired', target: 'repairing' },
        { guard: 'hasDeadLetters', target: 'failed' },
        { guard: 'isWaiting', target: 'behind' },
        { guard: 'differs', target: 'differing' },
        { target: 'inStep' },
      ],
    },
    inStep: { tags: 'inStep', entry: 'tellInStep' },
    behind: troubled,
    failed: troubled,
    differing: troubled,
    repairing: troubled,
  },
});
