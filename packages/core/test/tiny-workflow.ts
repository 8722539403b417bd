import { setup } from 'xstate';
import { z } from 'zod';
import { type DeadlineSpec, defineWorkflow, type Workflow, type WorkflowSpec } from '../src/index.js';

const nothing = z.strictObject({});
const everybody = [{ roles: ['clerk', 'officer', 'head'] }];

export type TinyContext = Readonly<Record<string, unknown>>;

export interface TinyOptions {
  /** Of the machine: every event in it is declared, without a payload. */
  readonly states: object;
  readonly initial?: string;
  readonly on?: object;
  readonly type?: 'parallel';
  readonly delays?: Readonly<Record<string, number>>;
  readonly deadlines?: Readonly<Record<string, Partial<DeadlineSpec<TinyContext>> & { readonly startsIn: string }>>;
  readonly context?: WorkflowSpec['schemas']['context'];
  readonly start?: TinyContext;
  readonly spec?: Partial<WorkflowSpec>;
}

/** Event types a machine's config takes, at any depth. */
function eventsOf(config: object): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) =>
    typeof value !== 'object' || value === null
      ? []
      : key === 'on'
        ? Object.keys(value as object)
        : eventsOf(value as object),
  );
}

/** A workflow in a few lines, in a version: what a test of a migration is about, and nothing else. */
export function tiny(version: string, options: TinyOptions): Workflow {
  const { states, initial, on, type, delays = {}, deadlines = {}, context = nothing, start = {}, spec = {} } = options;
  const config = {
    id: 'tiny',
    context: start,
    ...(type === undefined ? { initial: initial ?? Object.keys(states)[0] } : { type }),
    ...(on !== undefined && { on }),
    states,
  };
  const events = [...new Set(eventsOf({ ...(on && { on }), states }))];
  return defineWorkflow({
    id: 'tiny',
    version,
    schemas: { input: nothing, context, events: Object.fromEntries(events.map((event) => [event, nothing])) },
    machine: setup({ delays }).createMachine(config as never) as never,
    access: {
      open: everybody,
      extend: everybody,
      migrate: [{ roles: ['head'] }],
      ...Object.fromEntries(events.map((event) => [event, everybody])),
    },
    deadlines: Object.fromEntries(
      Object.entries(deadlines).map(([name, deadline]) => [
        name,
        { title: { vi: name, en: name }, owner: 'authority', budget: { amount: 5, unit: 'workingDay' }, ...deadline },
      ]),
    ) as never,
    ...spec,
  } as never);
}
