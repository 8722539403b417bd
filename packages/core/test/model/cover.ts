import type { Model } from './example.js';
import { planPaths } from './plan-paths.js';
import { allStates, allTransitions, recordTransitions } from './record-transitions.js';
import { runPath } from './run-path.js';

export interface Coverage {
  readonly states: number;
  readonly transitions: number;
  readonly paths: number;
  /** Names of what no path reached. */
  readonly unreached: readonly string[];
}

/**
 * Runs paths through the real engine until every state and every transition of the machine was reached. What counts as
 * reached is what the engine's own machine did, not what the plan said it would.
 */
export async function cover(model: Model): Promise<Coverage> {
  const { machine } = model.workflow.spec;
  const names = allTransitions(machine);
  const states = allStates(machine);
  const ways = planPaths(model);
  const { workflow, drain } = recordTransitions(model.workflow);
  const taken = new Set<string>();
  const entered = new Set<string>();
  let paths = 0;
  const note = () => {
    const done = drain();
    for (const transition of done.taken) taken.add(names.get(transition) ?? '?');
    for (const state of done.entered) entered.add(state);
  };
  // The farthest first: on their way they take many of the others.
  const order = [...names].sort(
    ([a], [b]) => (ways.get(b)?.[0]?.events.length ?? 0) - (ways.get(a)?.[0]?.events.length ?? 0),
  );
  for (const [transition, name] of order) {
    for (const way of ways.get(transition) ?? []) {
      if (taken.has(name)) break;
      paths += 1;
      await runPath(model, workflow, way, { committed: note, refused: drain });
    }
  }
  const unreached = [
    ...states.filter((state) => !entered.has(state)).map((state) => `state ${state}`),
    ...[...names.values()].filter((name) => !taken.has(name)).map((name) => `transition ${name}`),
  ];
  return { states: states.length, transitions: names.size, paths, unreached };
}
