import type { AnyStateMachine } from 'xstate';
import type { Json } from '../contract/text.js';

/** A state of a machine, as far as moving a case between machines needs it. */
export interface StatePlace {
  /** `processing.examining`; the root is ''. */
  readonly path: string;
  readonly id: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly children: readonly StatePlace[];
  /** Ids of its `after` timers, each with its delay. */
  readonly timers: ReadonlyMap<string, { readonly key: string; readonly delayMs: number }>;
}

type Node = AnyStateMachine['root'];

const places = new WeakMap<AnyStateMachine, ReadonlyMap<string, StatePlace>>();

/** All states of a machine by their paths. */
export function statePlaces(machine: AnyStateMachine): ReadonlyMap<string, StatePlace> {
  const known = places.get(machine);
  if (known !== undefined) return known;
  const found = new Map<string, StatePlace>();
  const { delays } = machine.implementations as { delays?: Readonly<Record<string, unknown>> };
  const walk = (node: Node): StatePlace => {
    const timers = Object.keys((node.config as { after?: object }).after ?? {}).map((key) => {
      const delayMs = /^\d+$/u.test(key) ? Number(key) : (delays?.[key] as number);
      return [`xstate.after.${key}.${node.id}`, { key, delayMs }] as const;
    });
    const place: StatePlace = {
      path: node.path.join('.'),
      id: node.id,
      type: node.type,
      children: Object.values(node.states).map((child) => walk(child as Node)),
      timers: new Map(timers),
    };
    found.set(place.path, place);
    return place;
  };
  walk(machine.root);
  places.set(machine, found);
  return found;
}

/** A state nothing lies below: what a case can be in. */
export const isLeaf = ({ type }: StatePlace): boolean => type === 'atomic' || type === 'final';

/** The states a machine is in when it is in these leaves, those around them included. */
export function activePlaces(machine: AnyStateMachine, leaves: readonly string[]): readonly StatePlace[] {
  const paths = new Set(
    leaves.flatMap((leaf) => {
      const keys = leaf.split('.');
      return ['', ...keys.map((_key, index) => keys.slice(0, index + 1).join('.'))];
    }),
  );
  return [...statePlaces(machine).values()].filter(({ path }) => paths.has(path));
}

/** The state value of being in these leaves; undefined when a machine cannot be in them together, or must be in more. */
export function stateValue(machine: AnyStateMachine, leaves: readonly string[]): Json | undefined {
  const wanted = new Set(leaves);
  const isEntered = (place: StatePlace): boolean => wanted.has(place.path) || place.children.some(isEntered);
  const inside = (place: StatePlace): Json | undefined => {
    if (isLeaf(place)) return wanted.has(place.path) ? {} : undefined;
    const real = place.children.filter(({ type }) => type !== 'history');
    const entered = place.type === 'parallel' ? real : real.filter(isEntered);
    if (place.type !== 'parallel' && entered.length !== 1) return undefined;
    const values = entered.map((child) => [keyOf(child), child, inside(child)] as const);
    if (values.some(([, , value]) => value === undefined)) return undefined;
    const [only] = values;
    if (place.type !== 'parallel' && only !== undefined && isLeaf(only[1])) return only[0];
    return Object.fromEntries(values.map(([key, , value]) => [key, value as Json]));
  };
  return inside(statePlaces(machine).get('') as StatePlace);
}

const keyOf = ({ path }: StatePlace): string => path.slice(path.lastIndexOf('.') + 1);
