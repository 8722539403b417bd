import { createActor, getNextTransitions, type AnyActorRef, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import type { EventObject, MachineState } from '../contract/case.js';
import type { Json } from '../contract/text.js';
import { MotcuaError } from '../error/index.js';

/** What a machine did in one step. */
export interface MachineStep {
  readonly snapshot: AnyMachineSnapshot;
  /** Emitted facts and kernel effects, in order. */
  readonly emitted: readonly EventObject[];
  /** Timers of `after` to arm, and ids of those to disarm, in order. */
  readonly timers: readonly ({ readonly arm: string; readonly event: EventObject; readonly delayMs: number } | { readonly disarm: string })[];
}

interface ExecutedAction {
  readonly type: string;
  readonly params: unknown;
}

/**
 * Runs a machine purely: no actor is started, effects come back as data. XState's own `transition()` builds an actor
 * and computes the initial state again on every call; here the inert scope is built once per machine.
 */
export interface MachineRunner {
  initial(input: unknown): MachineStep;
  step(snapshot: AnyMachineSnapshot, event: EventObject): MachineStep;
  /** A live snapshot from stored state. Throws MC_ENVELOPE_MISMATCH when the machine has no such state. */
  restore(state: MachineState, status: 'active' | 'done'): AnyMachineSnapshot;
  save(snapshot: AnyMachineSnapshot): MachineState;
}

/** Makes the runner of a machine. */
export function machineRunner(machine: AnyStateMachine): MachineRunner {
  let executed: ExecutedAction[] = [];
  const self = createActor(machine, {}) as unknown as AnyActorRef & { readonly system: unknown };
  // The parts of XState's ActorScope that pure transitions read.
  const scope = {
    self,
    system: self.system,
    id: machine.id,
    sessionId: machine.id,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    actionExecutor: (action: ExecutedAction) => void executed.push(action),
  } as unknown as Parameters<AnyStateMachine['transition']>[2];

  const run = (advance: () => AnyMachineSnapshot): MachineStep => {
    executed = [];
    const snapshot = advance();
    if (snapshot.status === 'error') throw snapshot.error;
    return { snapshot, ...sortEffects(executed) };
  };

  return {
    initial: (input) => run(() => machine.getInitialSnapshot(scope, input) as AnyMachineSnapshot),
    step: (snapshot, event) => run(() => machine.transition(snapshot, event, scope) as AnyMachineSnapshot),
    restore(state, status) {
      try {
        if (state.history === undefined) {
          const { value, context, output } = state;
          return machine.resolveState({ value: value as never, context, status, output } as never) as AnyMachineSnapshot;
        }
        const persisted = { ...state, historyValue: state.history, status, children: {} };
        return machine.restoreSnapshot(persisted as never, scope as never) as AnyMachineSnapshot;
      } catch (cause) {
        throw new MotcuaError('MC_ENVELOPE_MISMATCH', {
          happened: `Machine ${machine.id} has no state ${JSON.stringify(state.value)}`,
          expected: 'a stored state that this version of the workflow has',
          remedy: 'run the workflow version the case was written by, or migrate the case',
          details: { machine: machine.id, value: state.value },
          cause,
        });
      }
    },
    save(snapshot) {
      const history = Object.keys(snapshot.historyValue ?? {}).length > 0;
      const persisted = history ? (machine.getPersistedSnapshot(snapshot) as { historyValue?: Json }) : {};
      return {
        value: snapshot.value as Json,
        context: snapshot.context as Json,
        ...(persisted.historyValue !== undefined && { history: persisted.historyValue }),
        ...(snapshot.output !== undefined && { output: snapshot.output as Json }),
      };
    },
  };
}

function sortEffects(actions: readonly ExecutedAction[]): Omit<MachineStep, 'snapshot'> {
  const emitted: EventObject[] = [];
  const timers: MachineStep['timers'][number][] = [];
  for (const { type, params } of actions) {
    if (type === 'xstate.emit') emitted.push((params as { event: EventObject }).event);
    else if (type === 'xstate.cancel') timers.push({ disarm: (params as { sendId: string }).sendId });
    else if (type === 'xstate.raise') {
      // Without a delay the machine has processed the event already; XState reports it all the same.
      const { event, id, delay } = params as { event: EventObject; id: string; delay?: number };
      if (delay !== undefined) timers.push({ arm: id, event, delayMs: delay });
    }
  }
  return { emitted, timers };
}

/** Where a snapshot is, in words: `processing.examining`; parallel regions are joined by `|`. */
export function statePath(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value as Record<string, unknown>)
    .map(([name, child]) => {
      const inner = statePath(child);
      return inner === '' ? name : inner.split('|').map((path) => `${name}.${path}`).join('|');
    })
    .join('|');
}

/** Event types some transition of the current state waits for, each with whether one of them has no guard. */
export function awaitedEvents(snapshot: AnyMachineSnapshot): ReadonlyMap<string, boolean> {
  const awaited = new Map<string, boolean>();
  for (const { eventType, guard } of getNextTransitions(snapshot)) {
    if (eventType === '' || eventType.startsWith('xstate.')) continue;
    awaited.set(eventType, awaited.get(eventType) === true || guard === undefined);
  }
  return awaited;
}
