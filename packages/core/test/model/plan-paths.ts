import type { AnyMachineSnapshot, AnyTransitionDefinition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { actorOf, examplesOf, type Model, type ModelEvent } from './example.js';
import { allTransitions } from './record-transitions.js';

/** Events from the opening to one transition. */
export interface PlannedPath {
  readonly opening: number;
  readonly events: readonly ModelEvent[];
}

/** Beyond so many ways to the same transition the planner stops collecting. */
const MAX_WAYS = 60;

const metaOf = (model: Model, at: number, example: number, by: ReturnType<typeof actorOf>) => ({
  at,
  receivedAt: at,
  actor: by,
  caseId: model.workflow.id,
  revision: 1,
  example,
});

/** What the engine puts on the events it sends itself, for those that nobody may send. */
const ofEngine = ({ workflow }: Model, type: string, at: number) =>
  workflow.spec.access[type] !== undefined
    ? {}
    : {
        ...{ deadline: 'any', rung: 'any', occurrence: 1, dueAt: at, firedAt: at, lagMs: 0 },
        ...{ ends: [at], by: 'met', dueBefore: at, dueAfter: at + 1, because: 'x', reason: 'x', legalBasis: 'x' },
      };

/** The events a state could get: every example of every type some transition of the machine waits for. */
function eventsFor(model: Model, at: number, types: readonly string[], snapshot: AnyMachineSnapshot): ModelEvent[] {
  if (snapshot.status !== 'active') return [];
  const scene = { context: snapshot.context, now: at };
  return types.flatMap((type) =>
    examplesOf(model, type).flatMap((example, index) =>
      example.when?.(snapshot.context as never) === false
        ? []
        : [
            {
              type,
              ...ofEngine(model, type, at),
              ...example.payload?.(scene),
              meta: metaOf(model, at, index, actorOf(model, example)),
            },
          ],
    ),
  );
}

/**
 * Explores a machine with `xstate/graph` and gives, for every transition it finds, the ways to it, shortest first.
 * States that look alike to the guards are explored once.
 */
export function planPaths(model: Model): ReadonlyMap<AnyTransitionDefinition, readonly PlannedPath[]> {
  const { machine } = model.workflow.spec;
  const types = [...new Set([...allTransitions(machine).keys()].map(({ eventType }) => eventType))];
  const ways = new Map<AnyTransitionDefinition, PlannedPath[]>();
  for (const [opening, { input, at }] of model.openings.entries()) {
    const options = {
      input: { ...input, meta: metaOf(model, at, 0, actorOf(model, {})) },
      events: (snapshot: AnyMachineSnapshot) => eventsFor(model, at, types, snapshot),
      serializeState: ({ value, historyValue, context }: AnyMachineSnapshot) =>
        JSON.stringify([
          value,
          Object.values(historyValue ?? {}).map((nodes) => nodes.map(({ id }) => id)),
          model.shape(context as never, JSON.stringify(value)),
        ]),
      serializeEvent: ({ type, meta }: ModelEvent) => `${type} ${meta.example}`,
      limit: 200_000,
    };
    for (const { state, steps } of getShortestPaths(machine, options as never)) {
      const events = steps.slice(1).map(({ event }) => event as unknown as ModelEvent);
      for (const event of eventsFor(model, at, types, state as AnyMachineSnapshot)) {
        for (const transition of machine.getTransitionData(state as never, event as never) ?? []) {
          const known = ways.get(transition) ?? [];
          if (known.length < MAX_WAYS) ways.set(transition, [...known, { opening, events: [...events, event] }]);
        }
      }
    }
  }
  for (const found of ways.values()) found.sort((a, b) => a.events.length - b.events.length);
  return ways;
}
