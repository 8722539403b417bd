import type { Actor, Budget, Command, EventObject, Instant } from '@motcua/core';
import { instantOf, type Moment } from '../moment.js';
import type { ActorInShort } from '../simulate/simulation.js';

interface When {
  /** When the office records it. Rungs that come due before it have fired. */
  readonly at: Moment;
}

interface Act extends When {
  readonly actor: ActorInShort;
  /** When it happened in law, for an act that is recorded late. */
  readonly occurredAt?: Moment;
  /** The same id again gets the first reply; a specification has no store, so this is for the machine to see. */
  readonly id?: string;
}

/** Something that happens to a case. */
export type Happening =
  | (Act & { readonly open: Readonly<Record<string, unknown>> })
  | (Act & { readonly event: string | EventObject; readonly expectedRevision?: number })
  | (Act & { readonly extend: string; readonly budget: Budget; readonly reason: string; readonly legalBasis: string })
  | (Act & { readonly waive: string; readonly reason: string; readonly legalBasis: string })
  /** A sub-case answers; `occurrence` defaults to the one that is open. */
  | (When & {
      readonly answer: string;
      readonly event: EventObject;
      readonly occurrence?: number;
      readonly final?: boolean;
    })
  /** Time passes, and whatever comes due fires. */
  | (When & { readonly passing: true });

/** What a command needs besides what the happening says. */
export interface CommandFrame {
  readonly id: string;
  readonly tenant: string;
  readonly caseId: string;
  readonly workflow: string;
  readonly version: string;
  readonly occurrenceOf: (key: string) => number;
}

const relay: Actor = { kind: 'system', id: 'motcua:relay', roles: [] };

/** The command a happening stands for; undefined when only time passes. */
export function commandOf(happening: Happening, frame: CommandFrame): Command | undefined {
  if ('passing' in happening) return undefined;
  const { id, tenant, caseId, workflow, version } = frame;
  const receivedAt = instantOf(happening.at);
  if ('answer' in happening) {
    const { answer: key, event, final = true, occurrence = frame.occurrenceOf(key) } = happening;
    const full = { ...event, key, occurrence, caseId: `${caseId}/${key}.${occurrence}` };
    return {
      type: 'answer',
      id,
      tenant,
      caseId,
      actor: relay,
      occurredAt: receivedAt,
      receivedAt,
      key,
      occurrence,
      final,
      event: full,
    };
  }
  const base = {
    id: happening.id ?? id,
    tenant,
    caseId,
    actor: { kind: 'person' as const, roles: [], ...happening.actor },
    occurredAt: happening.occurredAt === undefined ? receivedAt : instantOf(happening.occurredAt),
    receivedAt,
  };
  if ('open' in happening) return { ...base, type: 'open', workflow, version, input: happening.open };
  if ('event' in happening) {
    const { event, expectedRevision } = happening;
    const full = typeof event === 'string' ? { type: event } : event;
    return { ...base, type: 'send', event: full, ...(expectedRevision !== undefined && { expectedRevision }) };
  }
  const { reason, legalBasis } = happening;
  if ('extend' in happening)
    return { ...base, type: 'extend', deadline: happening.extend, budget: happening.budget, reason, legalBasis };
  return { ...base, type: 'waive', deadline: happening.waive, reason, legalBasis };
}

/** A happening in words, for a report. */
export function wordsOf(happening: Happening, print: (instant: Instant) => string): string {
  const at = print(instantOf(happening.at));
  if ('passing' in happening) return `time passes until ${at}`;
  if ('answer' in happening) return `sub-case ${happening.answer} answers ${happening.event.type} at ${at}`;
  const what =
    'open' in happening
      ? 'open'
      : 'event' in happening
        ? typeof happening.event === 'string'
          ? happening.event
          : happening.event.type
        : 'extend' in happening
          ? `extend ${happening.extend}`
          : `waive ${happening.waive}`;
  const late = happening.occurredAt === undefined ? '' : `, done at ${print(instantOf(happening.occurredAt))}`;
  return `${what} by ${happening.actor.id} at ${at}${late}`;
}
