import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import { getStateNodes } from 'xstate/graph';
import type { Workflow } from '../../src/kernel/index.js';

/** `working.planning plan.submit#0`: state, event, place among the transitions for it. */
export const transitionName = ({ source, eventType }: AnyTransitionDefinition, index: number): string =>
  `${source.id} ${eventType}#${index}`;

/** Every transition of a machine, by name. */
export function allTransitions(machine: AnyStateMachine): ReadonlyMap<AnyTransitionDefinition, string> {
  const all = new Map<AnyTransitionDefinition, string>();
  for (const node of [machine.root, ...getStateNodes(machine)]) {
    for (const candidates of node.transitions.values())
      for (const [index, transition] of candidates.entries()) all.set(transition, transitionName(transition, index));
  }
  return all;
}

/** Every state a machine can be in, history states left out. */
export const allStates = (machine: AnyStateMachine): readonly string[] =>
  getStateNodes(machine)
    .filter(({ type }) => type !== 'history')
    .map(({ id }) => id);

/** A workflow whose machine tells what it does; everything else, its hash included, is the same. */
export function recordTransitions(workflow: Workflow) {
  const { machine } = workflow.spec;
  let taken: AnyTransitionDefinition[] = [];
  let entered: string[] = [];
  const recording = Object.assign(Object.create(machine) as AnyStateMachine, {
    transition: ((snapshot, event, scope) => {
      const found = machine.getTransitionData(snapshot as never, event as never) ?? [];
      const next = machine.transition(snapshot as never, event as never, scope as never);
      taken.push(...found);
      entered.push(...next._nodes.map(({ id }) => id));
      return next;
    }) as AnyStateMachine['transition'],
    getInitialSnapshot: ((scope, input) => {
      const first = machine.getInitialSnapshot(scope as never, input as never);
      entered.push(...first._nodes.map(({ id }) => id));
      return first;
    }) as AnyStateMachine['getInitialSnapshot'],
  });
  return {
    workflow: { ...workflow, spec: { ...workflow.spec, machine: recording } },
    /** What was done since the last time this was asked. */
    drain() {
      const done = { taken, entered };
      taken = [];
      entered = [];
      return done;
    },
  };
}
