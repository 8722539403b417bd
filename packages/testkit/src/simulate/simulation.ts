import type {
  Actor,
  Authorizer,
  Budget,
  Calendar,
  CaseEnvelope,
  DeadlineStanding,
  Destination,
  Engine,
  EngineLimits,
  EngineOptions,
  EventObject,
  Fact,
  Instant,
  Language,
  Length,
  OutboxRow,
  Reply,
  RetryPolicy,
  Store,
  Workflow,
} from '@motcua/core';
import type { Moment } from '../moment.js';
import type { VirtualClock } from '../virtual-clock.js';

export interface SimulationOptions {
  /** All workflows that take part, sub-cases included; the first is opened when none is named. */
  readonly workflows: readonly Workflow[];
  /** When it begins. */
  readonly start: Moment;
  /** Default: {@link plainCalendar}, which has no holidays. */
  readonly calendars?: readonly Calendar[];
  /** Default: a store in memory. */
  readonly store?: Store;
  /** Default: one that takes everything. What they are told is in `deliveries`. */
  readonly adapters?: Readonly<Record<string, Destination>>;
  readonly authorizer?: Authorizer;
  readonly retry?: Partial<RetryPolicy>;
  readonly limits?: Partial<EngineLimits>;
  /** As an engine gets it. Default: personal data is stored in clear. */
  readonly personalData?: EngineOptions['personalData'];
  /** Default `test`. */
  readonly tenant?: string;
  /** Commits one call may lead to before it counts as an endless loop. Default 10,000. */
  readonly maxCommits?: number;
  /** Turns of the event loop a delivery may take before its time limit comes. Default 2,000. */
  readonly patience?: number;
}

/** An actor in short: a person without roles unless it says otherwise. */
export type ActorInShort = Pick<Actor, 'id'> & Partial<Actor>;

export interface OpenInShort {
  readonly input: Readonly<Record<string, unknown>>;
  /** Default: the first of the simulation. */
  readonly workflow?: string;
  readonly version?: string;
  /** Default `case-1`, `case-2`… */
  readonly caseId?: string;
  /** When it happened in law, for an act that is recorded late. */
  readonly occurredAt?: Moment;
}

export interface SendInShort {
  /** When it happened in law, for an act that is recorded late. */
  readonly occurredAt?: Moment;
  readonly commandId?: string;
  readonly expectedRevision?: number;
}

export interface Grounds {
  readonly deadline: string;
  readonly reason: string;
  readonly legalBasis: string;
}

type Accepted = Extract<Reply, { status: 'accepted' }>;

/** What one actor can do. Everything that follows at the same instant (sub-cases, deliveries) has followed when it resolves. */
export interface ActingIn {
  /** Opens a case and returns its id. Throws the refusal. */
  open(request: OpenInShort): Promise<string>;
  /** Sends an event that must be accepted. Throws the refusal. */
  send(caseId: string, event: string | EventObject, options?: SendInShort): Promise<Accepted>;
  /** Sends an event whatever becomes of it: for tests of refusals. */
  attempt(caseId: string, event: string | EventObject, options?: SendInShort): Promise<Reply>;
  /** Extends a term. Throws the refusal. */
  extend(caseId: string, request: Grounds & { readonly budget: Budget }): Promise<Accepted>;
  /** Waives a term. Throws the refusal. */
  waive(caseId: string, request: Grounds): Promise<Accepted>;
}

/** A fact with the case it belongs to, and when it was written, in the calendar's zone. */
export interface SimulatedFact extends Fact {
  readonly caseId: string;
  readonly when: string;
}

/** One call of an adapter's `deliver`, answered or not yet. */
export interface SimulatedDelivery {
  readonly destination: string;
  readonly topic: string;
  readonly caseId: string;
  readonly payload: Fact;
  readonly attempt: number;
  readonly when: string;
  readonly message: OutboxRow;
  /** `pending` while the adapter has not answered; `threw` when it threw. */
  readonly status: 'pending' | 'delivered' | 'retry' | 'give-up' | 'threw';
}

/** A world of its own: an engine, a clock and a store, in which time passes when the test says so. */
export interface Simulation extends AsyncDisposable {
  /** Opens a case as somebody who may, unless `actor` says who; returns its id. */
  open(request: OpenInShort & { readonly actor?: ActorInShort }): Promise<string>;
  /** Lets somebody act. */
  as(actor: ActorInShort): ActingIn;
  /**
   * Lets time pass: `{ amount: 12, unit: 'workingDay' }` goes to where a term of that length would end. Every rung
   * fires at its own instant, in order. Returns the facts of the meantime.
   */
  pass(length: Length): Promise<readonly SimulatedFact[]>;
  /** Lets time pass up to a moment. */
  until(moment: Moment): Promise<readonly SimulatedFact[]>;
  /** Lets time pass while the engine is down, then starts it again: everything overdue fires late. */
  outage(length: Length): Promise<readonly SimulatedFact[]>;
  /** The facts so far, oldest first: of one type, of a prefix (`deadline.*`), of all. */
  facts(type?: string): readonly SimulatedFact[];
  /** What the adapters were told, oldest first. */
  readonly deliveries: readonly SimulatedDelivery[];
  /** How the latest occurrence of a term stands now. */
  standing(caseId: string, deadline: string): Promise<DeadlineStanding>;
  /** Why a term ends when it ends, printed. */
  explain(caseId: string, deadline: string, language?: Language): Promise<string>;
  /** The case as it stands. */
  case(caseId: string): Promise<CaseEnvelope>;
  /** What happened, one line a command: for people, and for snapshots. */
  timeline(): readonly string[];
  /** An instant as the calendar prints it; default now. */
  print(instant?: Instant): string;
  readonly engine: Engine;
  readonly clock: VirtualClock;
  /** The standard one. */
  readonly calendar: Calendar;
  readonly tenant: string;
}
