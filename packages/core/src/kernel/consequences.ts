import type { EventObject, Fact } from '../contract/case.js';
import { type Draft, metaOf } from './draft.js';
import { isRefusal } from './refusal.js';
import { stepMachine } from './step.js';

/**
 * Lets the machine take an event that follows from the law or from a record, if it can. When machine code throws, what
 * is on record stands all the same: the machine stays where it was, and the event is marked as failed.
 * Returns the reason.
 */
export function tryEvent(draft: Draft, event: EventObject): string | undefined {
  const { snapshot, ledgers, timers, children } = draft;
  const counts = {
    facts: draft.facts.length,
    internal: draft.internal.length,
    lines: draft.lines.length,
    consequences: draft.consequences.length,
  };
  try {
    stepMachine(draft, event);
    return undefined;
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    Object.assign(draft, { snapshot, ledgers, timers, children });
    draft.facts.length = counts.facts;
    draft.internal.length = counts.internal;
    draft.lines.length = counts.lines;
    draft.consequences.length = counts.consequences;
    return refusal.message;
  }
}

/** Tells the machine what the command did to its terms, as their declarations ask for. */
export function hearConsequences(draft: Draft): void {
  for (let event = draft.consequences.shift(); event !== undefined; event = draft.consequences.shift()) {
    const failure = tryEvent(draft, { ...event, meta: metaOf(draft) });
    if (failure !== undefined) draft.facts.push(eventFailed(event, failure));
  }
}

const eventFailed = ({ type, ...fields }: EventObject, reason: string): Fact => ({
  type: 'deadline.event-failed',
  ...fields,
  event: type,
  reason,
});
