import type { EventMeta, KernelEffect } from '../kernel/index.js';
import { type Named, type Naming, namedBy } from './person.js';

/** What an event does to a case: what it changes, and what it says. */
export interface Deed<Context, Fact> {
  readonly set?: Partial<Context>;
  readonly say?: readonly (Fact | KernelEffect)[];
}

interface AnyEvent extends Naming {
  readonly type: string;
  readonly meta: EventMeta;
}
type Act<Context, Event, Fact> = (context: Context, event: Event) => Deed<Context, Fact>;
type EventNamed<Event, Type> = Extract<Event, { type: Type }>;

const nobody: Named = [];

/** Asked only whether a state could take such an event at all, the kernel shows an event without its payload. */
const isBare = (event: AnyEvent): boolean => Object.keys(event).every((field) => field === 'type' || field === 'meta');

/**
 * The actions and guards of a machine as pure functions of context and event. `perform` makes an XState action of a
 * deed; a machine's own `setup` provides it, for the types.
 */
export function deeds<Context extends object, Event extends AnyEvent, Fact extends { readonly type: string }, Action>(
  perform: (deed: Act<Context, Event, Fact>) => Action,
) {
  type Type = Event['type'];
  return {
    /**
     * An action on one event type, which also notes whom the event names. It does nothing for events of another type.
     */
    on: <Name extends Type>(type: Name, act: Act<Context, EventNamed<Event, Name>, Fact>): Action =>
      perform((context, event) => {
        if (event.type !== type) return {};
        const { named: before = nobody }: { readonly named?: Named } = context;
        const named = namedBy(event, before);
        const kept = { named } as Readonly<Record<string, unknown>> as Partial<Context>;
        const deed = act(context, event as EventNamed<Event, Name>);
        return named === before ? deed : { ...deed, set: { ...deed.set, ...kept } };
      }),
    /** An action that does the same whatever the event was. */
    always: (act: Act<Context, Event, Fact>): Action => perform(act),
    /**
     * A guard on one event type: what the case must be, and what the payload must be. Without a payload the second
     * question has no answer, and the event counts as possible.
     */
    when:
      <Name extends Type>(
        type: Name,
        holds: (context: Context, event: EventNamed<Event, Name>) => boolean,
        fits?: (context: Context, event: EventNamed<Event, Name>) => boolean,
      ) =>
      ({ context, event }: { context: Context; event: Event }): boolean => {
        if (event.type !== type || !holds(context, event as EventNamed<Event, Name>)) return false;
        return fits === undefined || isBare(event) || fits(context, event as EventNamed<Event, Name>);
      },
    /** A fact, with exactly the fields its schema has. */
    told: <Name extends Fact['type']>(type: Name, content: Omit<Extract<Fact, { type: Name }>, 'type'>): Fact =>
      ({ type, ...content }) as unknown as Fact,
  };
}

/** Who did it, when, and for which unit: on nearly every fact. */
export const by = ({ meta }: AnyEvent, unit: string) => ({
  by: meta.actor.id,
  unit: meta.actor.unit ?? unit,
});

/** XState's first event carries what the case was opened with, `meta` among it. */
export const opening = (event: AnyEvent): Pick<AnyEvent, 'meta'> =>
  'meta' in event ? event : (event as { readonly input: Pick<AnyEvent, 'meta'> }).input;
