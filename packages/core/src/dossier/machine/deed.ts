import { setup } from 'xstate';
import { type EventOf, type FactOf, type KernelEffect, machineTypes } from '../../kernel/index.js';
import { dossierEvents } from '../events.js';
import { dossierFacts } from '../facts.js';
import { type LetterKind, letterOf } from '../letters.js';
import { type DossierContext, dossierContextSchema, dossierInputSchema } from '../schemas.js';

export const dossierSchemas = {
  input: dossierInputSchema,
  context: dossierContextSchema,
  events: dossierEvents,
  facts: dossierFacts,
};

export type DossierEvent = EventOf<typeof dossierSchemas>;
export type DossierFact = FactOf<typeof dossierSchemas>;
type EventNamed<Type extends DossierEvent['type']> = Extract<DossierEvent, { type: Type }>;

/** What an event does to a dossier: what it changes, and what it says. */
export interface Deed {
  readonly set?: Partial<DossierContext>;
  readonly say?: readonly (DossierFact | KernelEffect)[];
}

export const base = setup({ types: machineTypes(dossierSchemas) });

/** An action of the dossier machine. Named, or declarations of files that use it would run to pages. */
export interface DossierAction extends ReturnType<typeof base.enqueueActions> {}

/** A fact of the dossier, with exactly the fields its schema has. */
export const told = <Type extends DossierFact['type']>(
  type: Type,
  content: Omit<Extract<DossierFact, { type: Type }>, 'type'>,
): DossierFact => ({ type, ...content }) as unknown as DossierFact;

/** An action from a pure function of context and event. It does nothing for events of another type. */
export function on<Type extends DossierEvent['type']>(
  type: Type,
  act: (context: DossierContext, event: EventNamed<Type>) => Deed,
): DossierAction {
  return base.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== type) return;
    const { set, say = [] } = act(context, event as EventNamed<Type>);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  });
}

/** Asked only whether a state could take such an event at all, the kernel shows an event without its payload. */
const isBare = (event: DossierEvent): boolean => Object.keys(event).every((key) => key === 'type' || key === 'meta');

/**
 * A guard on one event type: what the dossier must be, and what the payload must be. Without a payload the second
 * question has no answer, and the event counts as possible.
 */
export function when<Type extends DossierEvent['type']>(
  type: Type,
  holds: (context: DossierContext, event: EventNamed<Type>) => boolean,
  fits?: (context: DossierContext, event: EventNamed<Type>) => boolean,
) {
  return ({ context, event }: { context: DossierContext; event: DossierEvent }): boolean => {
    if (event.type !== type || !holds(context, event as EventNamed<Type>)) return false;
    return fits === undefined || isBare(event) || fits(context, event as EventNamed<Type>);
  };
}

/** Who did it, and in which unit: on nearly every fact. */
export const by = (context: DossierContext, event: DossierEvent) => ({
  by: event.meta.actor.id,
  unit: event.meta.actor.unit ?? context.unit,
});

/** A letter, as the fact that it was issued. */
export const letter = (
  kind: LetterKind,
  context: DossierContext,
  event: DossierEvent,
  particulars: Omit<Parameters<typeof letterOf>[2], 'by' | 'at'>,
): DossierFact =>
  told('letter.issued', letterOf(kind, context, { by: event.meta.actor.id, at: event.meta.at, ...particulars }));

/** Leaves out what is undefined, as a fact has only what it has. */
export function given<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** An action that does the same whatever the event was. */
export function always(act: (context: DossierContext, event: DossierEvent) => Deed): DossierAction {
  return base.enqueueActions(({ context, event, enqueue }) => {
    const { set, say = [] } = act(context, event);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  });
}
