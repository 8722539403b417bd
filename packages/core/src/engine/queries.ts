import type { Actor } from '../contract/actor.js';
import type { ChainedLeaf, Disclosure } from '../contract/audit-log.js';
import type { CaseEnvelope, JournalEntry } from '../contract/case.js';
import type { DeadlineLedger } from '../contract/deadline.js';
import type { Outage } from '../contract/liveness.js';
import type { CasePage, CaseQuery } from '../contract/store.js';
import { type Instant, MAX_INSTANT } from '../contract/time.js';
import {
  type DeadlineExplanation,
  type DeadlineStanding,
  explainLedger,
  type Lateness,
  latenessOf,
  project,
  standingOf,
  type TimeAccount,
  timeAccount,
} from '../deadlines/index.js';
import { MotcuaError } from '../error/index.js';
import { hasAllParts, reading, unreadable } from '../kernel/check-stored.js';
import { allowedEvents } from '../kernel/index.js';
import { caseNotFound } from './command-errors.js';
import { parseQuery } from './parse-query.js';
import type { Runtime } from './runtime.js';

export interface CaseRef {
  readonly tenant: string;
  readonly caseId: string;
}

/** A leaf of a case, and what its commitments open with. */
export interface AuditTrailEntry extends ChainedLeaf {
  readonly disclosures: readonly Disclosure[];
  /** JSON pointers, such as `/disclosures/0/value`, of what an erasure took away. */
  readonly erased?: readonly string[];
}

/** What is looked for. A field that is undefined counts as left out. */
export type FindRequest = OrUndefined<Omit<CaseQuery, 'now'>> & {
  /** Colours are judged at this instant. Default: now. */
  readonly now?: Instant | undefined;
};

/** The same, but what may be left out may also be undefined. */
type OrUndefined<Request> = {
  [Field in keyof Request]: Record<never, never> extends Pick<Request, Field>
    ? Request[Field] | undefined
    : Request[Field];
};

/** What can be asked of an engine. Nothing here changes anything. */
export interface Queries {
  /** The case as it stands. Throws MC_CASE_NOT_FOUND. */
  get(ref: CaseRef): Promise<CaseEnvelope>;
  /** A page of cases. `now` defaults to the clock. */
  find(query: FindRequest): Promise<CasePage>;
  /** Journal entries, oldest first, at most 1,000, from after a revision. */
  history(
    ref: CaseRef & { readonly afterRevision?: number | undefined; readonly limit?: number | undefined },
  ): Promise<readonly JournalEntry[]>;
  /** How each of the case's terms stands. */
  deadlines(ref: CaseRef): Promise<readonly DeadlineStanding[]>;
  /** Why a term ends when it ends: the latest occurrence, or the one named. Throws MC_DEADLINE_UNKNOWN. */
  explain(
    ref: CaseRef & { readonly deadline: string; readonly occurrence?: number | undefined },
  ): Promise<DeadlineExplanation>;
  /**
   * Was a term late, as far as was known at `knownAt` (default now)? Asked for the instant a letter went out and again
   * for now, it gives both answers. Throws MC_DEADLINE_UNKNOWN.
   */
  lateness(
    ref: CaseRef & {
      readonly deadline: string;
      readonly occurrence?: number | undefined;
      readonly knownAt?: Instant | undefined;
    },
  ): Promise<Lateness>;
  /**
   * Who had the case for how long: every working minute in which somebody was waited for, on the calendar of the term
   * people look at.
   */
  account(ref: CaseRef & { readonly until?: Instant | undefined }): Promise<TimeAccount>;
  /** The events this actor could send now. */
  allowed(ref: CaseRef & { readonly actor: Actor }): Promise<readonly string[]>;
  /**
   * The audit records of a case as they are in the log, oldest first, at most 1,000, from after a number of the case; each
   * with what it commits to, as far as nobody was erased. Empty when no audit log is kept.
   */
  auditTrail(
    ref: CaseRef & { readonly after?: number | undefined; readonly limit?: number | undefined },
  ): Promise<readonly AuditTrailEntry[]>;
  /**
   * Times in which no worker was alive, oldest first, at most 1,000; those that overlap `from` to `to`. Default: all.
   * Shorter ones than `limits.outageMs` are not outages.
   */
  outages(request?: {
    readonly from?: Instant | undefined;
    readonly to?: Instant | undefined;
    readonly limit?: number | undefined;
  }): Promise<readonly Outage[]>;
}

export function queries(
  runtime: Pick<Runtime, 'store' | 'clock' | 'registry' | 'calendars' | 'authorizer' | 'limits'>,
): Queries {
  const { store, clock, registry, calendars } = runtime;
  const load = async ({ tenant, caseId }: CaseRef): Promise<CaseEnvelope> => {
    const envelope = await store.cases.load({ tenant, caseId });
    if (envelope !== undefined) {
      if (hasAllParts(envelope)) return envelope;
      throw unreadable(envelope, 'a part of it is missing or of another kind');
    }
    throw caseNotFound({ tenant, caseId });
  };
  const outages = ({
    from = -MAX_INSTANT,
    to = MAX_INSTANT,
    limit = 1_000,
  }: NonNullable<Parameters<Queries['outages']>[0]>) =>
    store.liveness.outages({ from, to, limit, longerThanMs: runtime.limits.outageMs });
  const calendarOf = (ledger: DeadlineLedger) => calendars.get(project(ledger.entries).calendar);

  return {
    get: async (ref) => load(parseQuery('get', ref)),
    async find(request) {
      const { now = clock.now(), ...query } = parseQuery('find', request);
      return store.cases.find({ ...query, now });
    },
    async history(request) {
      const { afterRevision = 0, limit = 1_000, ...ref } = parseQuery('history', request);
      return store.cases.history({ ...ref, afterRevision, limit });
    },
    async deadlines(request) {
      const envelope = await load(parseQuery('deadlines', request));
      const specs = registry.of(envelope).spec.deadlines ?? {};
      return reading(envelope, () =>
        envelope.deadlines.map((ledger) => {
          const within = specs[ledger.name]?.within;
          const outer = envelope.deadlines.findLast(({ name }) => name === within);
          return standingOf(ledger, clock.now(), calendarOf(ledger), outer);
        }),
      );
    },
    async explain(request) {
      const { deadline, occurrence, ...ref } = parseQuery('explain', request);
      const envelope = await load(ref);
      const ledger = reading(envelope, () => ledgerOf(envelope, deadline, occurrence));
      const title = registry.of(envelope).spec.deadlines?.[deadline]?.title ?? { vi: deadline, en: deadline };
      const late = reading(envelope, () =>
        ledger.entries.findLast((entry) => entry.kind === 'breached' && entry.lagMs > runtime.limits.outageMs),
      );
      const during = late === undefined ? [] : await outages({ from: late.at, to: late.recordedAt });
      return reading(envelope, () => explainLedger(ledger, title, calendars.get, during));
    },
    async lateness(request) {
      const { deadline, occurrence, knownAt = clock.now(), ...ref } = parseQuery('lateness', request);
      const envelope = await load(ref);
      return reading(envelope, () => latenessOf(ledgerOf(envelope, deadline, occurrence), knownAt, calendars.get));
    },
    async account(request) {
      const { until, ...ref } = parseQuery('account', request);
      const envelope = await load(ref);
      const { status, occurredAt, custody, deadlines, deadline } = envelope;
      const end = until ?? (status === 'done' ? occurredAt : clock.now());
      const ledger = deadlines.findLast(({ name }) => name === deadline?.name) ?? deadlines.at(-1);
      return reading(envelope, () =>
        timeAccount(custody, end, ledger === undefined ? calendars.current() : calendarOf(ledger)),
      );
    },
    async allowed(request) {
      const { actor, ...ref } = parseQuery('allowed', request);
      const envelope = await load(ref);
      const asking = { tenant: ref.tenant, actor, receivedAt: clock.now() };
      return reading(envelope, () => allowedEvents(registry.of(envelope), envelope, asking, runtime));
    },
    async auditTrail(request) {
      const { after = 0, limit = 1_000, ...ref } = parseQuery('auditTrail', request);
      const [chain, disclosed] = await Promise.all([
        store.seal.chain({ ...ref, after, limit }),
        store.seal.disclosures({ ...ref, after, limit }),
      ]);
      const bySeq = new Map(disclosed.map((leaf) => [leaf.caseSeq, leaf]));
      return chain.map((leaf): AuditTrailEntry => {
        const { disclosures = [], erased } = bySeq.get(leaf.caseSeq) ?? {};
        return { ...leaf, disclosures, ...(erased !== undefined && { erased }) };
      });
    },
    outages: async (request = {}) => outages(parseQuery('outages', request)),
  };
}

/** The latest occurrence of a term, or the one named. */
function ledgerOf({ caseId, deadlines }: CaseEnvelope, name: string, occurrence: number | undefined): DeadlineLedger {
  const ledger = deadlines.findLast(
    (candidate) => candidate.name === name && (occurrence === undefined || candidate.occurrence === occurrence),
  );
  if (ledger !== undefined) return ledger;
  throw new MotcuaError('MC_DEADLINE_UNKNOWN', {
    happened: `Case ${caseId} has no deadline "${name}"${occurrence === undefined ? '' : ` number ${occurrence}`}`,
    expected: `one of ${[...new Set(deadlines.map((each) => each.name))].join(', ') || '(none has started)'}`,
    remedy: 'name a deadline that has started',
    details: { caseId, deadline: name },
  });
}
