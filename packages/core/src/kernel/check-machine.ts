import type { AnyStateMachine } from 'xstate';

/** The longest `after` a machine may use; longer waits are legal terms and belong in a deadline. */
const MAX_AFTER_MS = 86_400_000;

/** Action creators whose result is data the kernel can carry out. */
const DATA_ACTIONS = new Set([
  'xstate.assign',
  'xstate.emit',
  'xstate.raise',
  'xstate.cancel',
  'xstate.enqueueActions',
]);

interface Implementations {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly guards: Readonly<Record<string, unknown>>;
  readonly delays: Readonly<Record<string, unknown>>;
}

/** What a walk over a machine finds. */
export interface MachineFacts {
  readonly offences: readonly string[];
  readonly eventTypes: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

type Config = Readonly<Record<string, unknown>>;
const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const entriesOf = (value: unknown): readonly [string, unknown][] => (isConfig(value) ? Object.entries(value) : []);

/** Walks a machine's config and lists everything a durable runtime cannot honour. */
export function checkMachine(machine: AnyStateMachine): MachineFacts {
  const offences: string[] = [];
  const eventTypes = new Set<string>();
  const tags = new Set<string>();
  const { actions, guards, delays } = machine.implementations as unknown as Implementations;

  const checkActions = (where: string, value: unknown) => {
    for (const action of listOf(value)) {
      const name = typeof action === 'string' ? action : isConfig(action) ? action['type'] : undefined;
      if (typeof name !== 'string') offences.push(`${where}: an inline action; name it in setup({ actions })`);
      else if (!Object.hasOwn(actions, name))
        offences.push(`${where}: action "${name}" is not implemented in setup({ actions })`);
    }
  };
  const checkGuard = (where: string, value: unknown) => {
    if (value === undefined) return;
    const name = typeof value === 'string' ? value : isConfig(value) ? value['type'] : undefined;
    if (typeof name !== 'string') offences.push(`${where}: an inline guard; name it in setup({ guards })`);
    else if (!Object.hasOwn(guards, name))
      offences.push(`${where}: guard "${name}" is not implemented in setup({ guards })`);
  };
  const checkTransitions = (where: string, value: unknown) => {
    for (const transition of listOf(value)) {
      if (!isConfig(transition)) continue;
      checkActions(where, transition['actions']);
      checkGuard(where, transition['guard']);
    }
  };
  const checkDelay = (where: string, key: unknown) => {
    const delay = typeof key === 'string' ? (/^\d+$/.test(key) ? Number(key) : delays[key]) : key;
    if (typeof delay !== 'number') {
      offences.push(
        `${where}: the delay "${String(key)}" is not a fixed number of milliseconds; declare a deadline instead`,
      );
    } else if (!(delay >= 0 && delay <= MAX_AFTER_MS)) {
      offences.push(`${where}: waits ${delay} ms, more than 24 hours; declare a deadline instead`);
    }
  };
  const checkEventType = (where: string, type: string) => {
    if (type.includes('*')) offences.push(`${where}: a wildcard hides events nobody declared; name them`);
    else if (type.startsWith('xstate.')) offences.push(`${where}: the type is reserved by XState`);
    else eventTypes.add(type);
  };
  const checkState = (where: string, state: Config) => {
    for (const tag of listOf(state['tags'])) tags.add(String(tag));
    if (state['invoke'] !== undefined) offences.push(`${where}: invoke; open a sub-case or let an adapter do the work`);
    checkActions(`${where} entry`, state['entry']);
    checkActions(`${where} exit`, state['exit']);
    checkTransitions(`${where} always`, state['always']);
    checkTransitions(`${where} onDone`, state['onDone']);
    for (const [type, transition] of entriesOf(state['on'])) {
      checkEventType(`${where} on "${type}"`, type);
      checkTransitions(`${where} on "${type}"`, transition);
    }
    for (const [key, transition] of entriesOf(state['after'])) {
      checkDelay(`${where} after ${key}`, key);
      checkTransitions(`${where} after ${key}`, transition);
    }
    for (const [name, child] of entriesOf(state['states'])) {
      if (isConfig(child)) checkState(where === '(root)' ? name : `${where}.${name}`, child);
    }
  };

  for (const [name, action] of Object.entries(actions)) {
    const { type, delay } = typeof action === 'function' ? (action as { type?: unknown; delay?: unknown }) : {};
    if (typeof type !== 'string' || !DATA_ACTIONS.has(type)) {
      offences.push(`action "${name}": runs code; a machine may only assign, emit, raise, cancel and enqueue those`);
    } else if (delay !== undefined) {
      checkDelay(`action "${name}"`, typeof delay === 'function' ? '(computed)' : delay);
    }
  }
  for (const [name, guard] of Object.entries(guards)) {
    if (typeof guard !== 'function') offences.push(`guard "${name}" is not a function`);
  }
  if (Object.keys((machine.implementations as { actors?: object }).actors ?? {}).length > 0) {
    offences.push('setup({ actors }): no actor is ever started; open a sub-case instead');
  }
  checkState('(root)', machine.config as Config);
  return { offences, eventTypes, tags };
}
