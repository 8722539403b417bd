import type { Actor, EventObject, Instant } from '../../src/contract/index.js';
import type { Workflow } from '../../src/kernel/index.js';

/** What a payload may depend on. */
export interface Scene {
  readonly context: Readonly<Record<string, unknown>>;
  readonly now: Instant;
}

/** One way to send an event of a type. */
export interface Example {
  readonly payload?: (scene: Scene) => object;
  /** Can it come at all? A sub-case that is not open says nothing. Default: always. */
  readonly when?: (context: never) => boolean;
  /** In which unit he acts. */
  readonly unit?: string;
  /** Who acts; default `p1`, who has every role of the model. */
  readonly by?: string;
  /**
   * For an event that follows from an act recorded late (`events.overruled`): the act, which is said to have happened
   * just before the end that had passed.
   */
  readonly act?: Example & { readonly type: string };
}

/** How a machine is explored and run. */
export interface Model {
  readonly workflow: Workflow;
  /** Different openings, each the root of its own paths. */
  readonly openings: readonly { readonly input: object; readonly at: Instant }[];
  /** By event type. An event without an example is sent with an empty payload. */
  readonly examples: Readonly<Record<string, Example | readonly Example[]>>;
  /** What of the context the guards look at in a state: two snapshots alike in it are one state of the model. */
  readonly shape: (context: never, state: string) => unknown;
  readonly roles: readonly string[];
  /** The case is opened by another case, which can send to it. */
  readonly isSubCase?: boolean;
  /** Ids of workflows this one opens: they are played by puppets that say what the path wants. */
  readonly children?: readonly string[];
}

export const examplesOf = ({ examples }: Model, type: string): readonly Example[] => {
  const found = examples[type] ?? {};
  return Array.isArray(found) ? (found as readonly Example[]) : [found as Example];
};

export const actorOf = ({ roles }: Model, { by = 'p1', unit }: Example): Actor => ({
  kind: 'person',
  id: by,
  roles,
  ...(unit !== undefined && { unit }),
});

/** An event of the model: a machine sees it as the kernel would show it. */
export interface ModelEvent extends EventObject {
  readonly meta: {
    readonly at: Instant;
    readonly receivedAt: Instant;
    readonly actor: Actor;
    readonly caseId: string;
    readonly revision: number;
    /** Which of the examples of its type it is. */
    readonly example: number;
  };
}
