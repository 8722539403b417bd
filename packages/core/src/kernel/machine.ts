import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  getNextTransitions,
} from 'xstate';
import type { EventObject, MachineState } from '../contract/case.js';
import type { Json } from '../contract/text.js';
import { MotcuaError } from '../error/index.js';
import { frozen } from './frozen.js';

/** What a machine did in one step. */
export interface MachineStep {
  readonly snapshot: AnyMachineSnapshot;
  /** False when no transition wanted the event: nothing changed and nothing was done. */
  readonly taken: boolean;
  /** Emitted facts and kernel effects, in order. */
  readonly emitted: readonly EventObject[];
  /** Timers of `after` to arm, and ids of those to disarm, in order. */
  readonly timers: readonly (
    | { readonly arm: string; readonly event: EventObject; readonly delayMs: number }
    | { readonly disarm: string }
  )[];
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
  /**
   * A live snapshot from stored state, whose context is frozen: machine code gives a new one and changes none. Throws
   * MC_ENVELOPE_MISMATCH when the machine has no such state.
   */
  restore(state: MachineState, status: 'active' | 'done'): AnyMachineSnapshot;
  save(snapshot: AnyMachineSnapshot): MachineState;
}

/** More than a machine has states; a parallel one may have any number of combinations. */
const MOST_RESOLVED = 1_000;

/** Makes the runner of a machine. */
export function machineRunner(machine: AnyStateMachine): MachineRunner {
  let executed: ExecutedAction[] = [];
  /** Snapshots of the states met so far, without anything of a case: what XState makes of a state value. */
  const resolved = new Map<string, AnyMachineSnapshot>();
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

  const run = (before: AnyMachineSnapshot | undefined, advance: () => AnyMachineSnapshot): MachineStep => {
    executed = [];
    const snapshot = advance();
    if (snapshot.status === 'error') throw snapshot.error;
    return { snapshot, taken: snapshot !== before || executed.length > 0, ...sortEffects(executed) };
  };

  return {
    initial: (input) => run(undefined, () => machine.getInitialSnapshot(scope, input) as AnyMachineSnapshot),
    step(snapshot, event) {
      const step = run(snapshot, () => machine.transition(snapshot, event, scope) as AnyMachineSnapshot);
      // A transition may change nothing, such as one back to where the case is, and is taken all the same.
      return step.taken ? step : { ...step, taken: snapshot.can(event as never) };
    },
    restore({ value, context, output, history }, status) {
      // Machine code gives a new context and changes none: the next command may be decided on this one.
      const held = { context: frozen(context), output };
      const key = history === undefined ? `${status} ${JSON.stringify(value)}` : undefined;
      const known = key === undefined ? undefined : resolved.get(key);
      if (known !== undefined) return { ...known, ...held } as AnyMachineSnapshot;
      try {
        // XState's restoreSnapshot would walk the whole context for actor references, which a case never holds.
        const historyValue = history === undefined ? {} : liveHistory(machine, history);
        const snapshot = machine.resolveState({ value: value as never, ...held, status, historyValue } as never);
        if (key !== undefined) {
          if (resolved.size === MOST_RESOLVED) resolved.clear();
          // Its state value may come to be that of many cases.
          resolved.set(key, {
            ...snapshot,
            value: frozen(snapshot.value),
            context: undefined,
            output: undefined,
          } as never);
        }
        return snapshot as AnyMachineSnapshot;
      } catch (cause) {
        throw new MotcuaError('MC_ENVELOPE_MISMATCH', {
          happened: `Machine ${machine.id} has no state ${JSON.stringify(value)}`,
          expected: 'a stored state that this version of the workflow has',
          remedy: 'run the workflow version the case was written by, or migrate the case',
          details: { machine: machine.id, value },
          cause,
        });
      }
    },
    save(snapshot) {
      const history = storedHistory(snapshot);
      return {
        value: snapshot.value as Json,
        context: snapshot.context as Json,
        ...(history !== undefined && { history }),
        ...(snapshot.output !== undefined && { output: snapshot.output as Json }),
      };
    },
  };
}

/** Where a history state returns to, by ids: `{ "dossier.processing": ["dossier.processing.examining"] }`. */
function storedHistory({ historyValue }: AnyMachineSnapshot): MachineState['history'] | undefined {
  const entries = Object.entries(historyValue ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([key, nodes]) => [key, nodes.map(({ id }) => id)]));
}

const liveHistory = (machine: AnyStateMachine, history: NonNullable<MachineState['history']>) =>
  Object.fromEntries(Object.entries(history).map(([key, ids]) => [key, ids.map((id) => machine.getStateNodeById(id))]));

function sortEffects(actions: readonly ExecutedAction[]): Pick<MachineStep, 'emitted' | 'timers'> {
  const emitted: EventObject[] = [];
  const timers: MachineStep['timers'][number][] = [];
  for (const { type, params } of actions) {
    if (type === 'xstate.emit') emitted.push((params as { event: EventObject }).event);
    else if (type === 'xstate.cancel') timers.push({ disarm: (params as { sendId: string }).sendId });
    else if (type === 'xstate.raise') {
      // Without a delay the machine has processed the event already; XState reports it all the same.
      const { event, id, delay } = params as { event: EventObject; id: string; delay?: number };
      if (delay !== undefined) timers.push({ arm: id, event, delayMs: delay });
    } else throw new Error(`enqueueActions enqueued "${type}", which runs code; nothing would carry it out`);
  }
  return { emitted, timers };
}

/** Where a snapshot is, in words: `processing.examining`; parallel regions are joined by `|`. */
export function statePath(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value as Record<string, unknown>)
    .map(([name, child]) => {
      const inner = statePath(child);
      return inner === ''
        ? name
        : inner
            .split('|')
            .map((path) => `${name}.${path}`)
            .join('|');
    })
    .join('|');
}

/** Event types some transition of the current state waits for, each with whether one of them has no guard. */
export function awaitedEvents(snapshot: AnyMachineSnapshot): ReadonlyMap<string, boolean> {
  const awaited = new Map<string, boolean>();
  const forbidden = new Set<string>();
  for (const { eventType, guard, target, actions } of getNextTransitions(snapshot)) {
    if (eventType === '' || eventType.startsWith('xstate.')) continue;
    // `on: { leave: {} }` takes nothing, and hides the handler of a state above.
    if (target === undefined && actions.length === 0) forbidden.add(eventType);
    awaited.set(eventType, !forbidden.has(eventType) && (awaited.get(eventType) === true || guard === undefined));
  }
  return awaited;
}
