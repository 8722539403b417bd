import { defineWorkflow, fact, type Instant, machineTypes, type Workflow } from '@motcua/core';
import { setup } from 'xstate';
import { CONNECT_ROLES } from '../roles.js';
import {
  type Drift,
  type SeenDrift,
  type SystemContext,
  type SystemEvent,
  type SystemFact,
  systemSchemas,
} from './schemas.js';

export const CONNECTED_SYSTEM = 'connected-system';

/** Id of what is known of a system. */
export const systemId = (system: string): string => `${CONNECTED_SYSTEM}/${system}`;

interface Deed {
  readonly set?: Partial<SystemContext>;
  readonly say?: readonly SystemFact[];
}

const base = setup({ types: machineTypes(systemSchemas) });
interface SystemAction extends ReturnType<typeof base.enqueueActions> {}
type EventNamed<Type> = Extract<SystemEvent, { type: Type }>;

function on<Type extends SystemEvent['type']>(
  type: Type,
  act: (context: SystemContext, event: EventNamed<Type>) => Deed,
): SystemAction {
  return base.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== type) return;
    const { set, say = [] } = act(context, event as EventNamed<Type>);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  });
}

const MOST = 200;
const isSame = (a: Drift, b: Drift) =>
  a.operation === b.operation && a.path === b.path && a.kind === b.kind && a.value === b.value;

/** Those seen before get a later date, the others are new. */
function withDrift(seen: readonly SeenDrift[], found: readonly Drift[], at: Instant) {
  const fresh = found.filter((drift) => !seen.some((known) => isSame(known, drift)));
  const again = seen.map((known) => (found.some((drift) => isSame(known, drift)) ? { ...known, lastAt: at } : known));
  return {
    drift: [...again, ...fresh.map((drift) => ({ ...drift, firstAt: at, lastAt: at }))].slice(-MOST),
    fresh,
  };
}

const machine = base
  .extend({
    actions: {
      open: on('breaker.open', ({ system, down }, { until, reason, meta }) => ({
        set: {
          down: { since: down?.since ?? meta.at, until, reason, probes: down === undefined ? 0 : down.probes + 1 },
        },
        say: down === undefined ? [fact('system.down', { system, until, reason })] : [],
      })),
      close: on('breaker.close', ({ system, down }) => ({
        set: { down: undefined },
        say: down === undefined ? [] : [fact('system.up', { system, since: down.since })],
      })),
      moveCursor: on('cursor.move', (_, { cursor }) => ({ set: { cursor } })),
      noteDrift: on('drift.note', (context, event) => {
        const { drift, fresh } = withDrift(context.drift, event.drift, event.meta.at);
        return {
          set: { drift },
          say: fresh.length > 0 ? [fact('system.drifted', { system: context.system, drift: fresh })] : [],
        };
      }),
      settleDrift: on('drift.settle', ({ drift }, { operation, path, reason }) => ({
        set: {
          drift: drift.map((seen) =>
            seen.operation === operation && seen.path === path ? { ...seen, settled: reason } : seen,
          ),
        },
      })),
      turnDown: on('change.turn-down', ({ system, turnedDown }, { type: _, meta, ...change }) => ({
        set: {
          turnedDown: [
            ...turnedDown.filter((other) => other.change !== change.change),
            { ...change, at: meta.at },
          ].slice(-MOST),
        },
        say: [fact('system.turned-down', { system, change: change.change, code: change.code })],
      })),
      settleChange: on('change.settle', ({ turnedDown }, { change }) => ({
        set: { turnedDown: turnedDown.filter((other) => other.change !== change) },
      })),
    },
  })
  .createMachine({
    id: CONNECTED_SYSTEM,
    context: ({ input: { system } }) => ({ system, drift: [], turnedDown: [] }),
    initial: 'up',
    on: {
      'breaker.open': { target: '.down', actions: 'open' },
      'breaker.close': { target: '.up', actions: 'close' },
      'cursor.move': { actions: 'moveCursor' },
      'drift.note': { actions: 'noteDrift' },
      'drift.settle': { actions: 'settleDrift' },
      'change.turn-down': { actions: 'turnDown' },
      'change.settle': { actions: 'settleChange' },
    },
    states: { up: {}, down: {} },
  });

/** What is known of a system as a whole: whether it can be reached, how far it was read, how its answers have changed. */
export function connectedSystemWorkflow(): Workflow {
  const { connector, clerk, supervisor } = CONNECT_ROLES;
  const program = [{ roles: [connector] }];
  const people = [{ roles: [clerk, supervisor] }];
  return defineWorkflow({
    id: CONNECTED_SYSTEM,
    version: '1',
    title: { vi: 'Hệ thống được kết nối', en: 'Connected system' },
    schemas: systemSchemas,
    machine,
    access: {
      open: program,
      'breaker.open': program,
      'breaker.close': program,
      'cursor.move': program,
      'drift.note': program,
      'change.turn-down': program,
      'drift.settle': people,
      'change.settle': [{ roles: [connector, clerk, supervisor] }],
      'file.hold': people,
      'file.release': people,
      'file.correct': people,
      'file.dispose': [{ roles: [supervisor] }],
    },
    index: ({ context: { system } }) => ({ category: system, text: system }),
  });
}
