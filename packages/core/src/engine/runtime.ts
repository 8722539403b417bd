import type { Calendar } from '../calendar/types.js';
import type { Authorizer } from '../contract/actor.js';
import type { Destination, RetryPolicy } from '../contract/adapter.js';
import type { AuditLog } from '../contract/audit-log.js';
import type { Store, StoreCapabilities } from '../contract/store.js';
import type { Clock } from '../contract/time.js';
import type { CalendarSet, Migration, Workflow } from '../kernel/index.js';
import type { RetentionRule } from './audit/retention-rule.js';
import type { CaseCache } from './case-cache.js';
import type { CommitGroup } from './commit-group.js';
import type { EngineEmitter } from './events.js';
import type { Mailbox } from './mailbox.js';
import type { PersonalDataOptions, Protection } from './personal-data/protection.js';
import type { WorkflowRegistry } from './registry.js';

export interface EngineOptions {
  /** All versions that cases may be at; of several versions of one id that are in force, the last opens new cases. */
  readonly workflows: readonly Workflow[];
  readonly store: Store;
  /** The first is the standard one; keep every version that open cases were counted with. */
  readonly calendars: readonly Calendar[];
  /** Default: the machine's wall clock. */
  readonly clock?: Clock;
  /** Adapters by name; the name is the `destination` of their outbox rows. */
  readonly adapters?: Readonly<Record<string, Destination>>;
  /** Default: the workflows' access rules, units compared by id. */
  readonly authorizer?: Authorizer;
  /** What the store must be able to do, beyond the contract. */
  readonly needs?: Readonly<StoreCapabilities>;
  /**
   * How fields marked `personal` are stored: encrypted under a key of each person, or `clear`. Default: clear, and
   * where workflows have such fields, an event `personal-data.clear` at the start says so.
   */
  readonly personalData?: PersonalDataOptions | 'clear';
  /**
   * Makes the records of the audit log, which are written with what they record: no record, no transition. Such as
   * `isoAudit()` of `@motcua/audit-iso`. Default: none is kept.
   */
  readonly audit?: AuditLog;
  /** How long closed files are kept, by workflow id. Default: nothing is ever disposed of. */
  readonly retention?: Readonly<Record<string, RetentionRule>>;
  /** For adapters that do not say otherwise themselves. Default: twenty attempts, from a second up to an hour apart. */
  readonly retry?: Partial<RetryPolicy>;
  readonly limits?: Partial<EngineLimits>;
}

export interface EngineLimits {
  /**
   * A claimed timer or message is lost to a worker that has not renewed its lease for so long; a live one renews it
   * every third of this. So it is how soon others take over from a process that died, and the clocks of all processes
   * must agree far better. Default 10 s.
   */
  readonly leaseMs: number;
  /** A delivery is given up as failed after this long. Default 20 s. */
  readonly deliveryMs: number;
  /** The background loops look at the store at least this often. Default 5 s. */
  readonly pollMs: number;
  /** Rows claimed at a time. Default 100. */
  readonly batch: number;
  /**
   * Deliveries under way at a time to one destination. Twice as many messages are claimed ahead; what has waited for a
   * third of `leaseMs` is given back. Default 64.
   */
  readonly deliveries: number;
  /** Size of the largest request, as JSON in UTF-8. Default 1 MiB: a case holds references to files, not files. */
  readonly commandBytes: number;
  /**
   * A time without any live worker that is longer than this is an outage. At least twice `pollMs`; default one minute,
   * or three times `pollMs` when that is more.
   */
  readonly outageMs: number;
  /**
   * Cases kept in memory, in bytes: those this engine wrote last need no read. Default 64 MiB for a store with the
   * capability `remote`, 16 MiB for another one that is `durable`, else 0. An engine that encrypts personal data keeps none.
   */
  readonly cacheBytes: number;
  /** Commands of callers under way at a time; one more is refused with MC_ENGINE_BUSY. Default 5,000. */
  readonly commands: number;
  /** Commits under way at a time. Default 2 for a store with the capability `remote`, else 1. */
  readonly commits: number;
}

const defaultLimits = {
  leaseMs: 10_000,
  deliveryMs: 20_000,
  pollMs: 5_000,
  batch: 100,
  deliveries: 64,
  commandBytes: 1_048_576,
  commands: 5_000,
};

/** The limits of an engine, with the defaults for those not given. */
export function limitsOf({ limits, store }: Pick<EngineOptions, 'limits' | 'store'>): EngineLimits {
  const { remote: isRemote = false, durable = false } = store.capabilities;
  const cacheBytes = isRemote ? 2 ** 26 : durable ? 2 ** 24 : 0;
  const given = { ...defaultLimits, cacheBytes, commits: isRemote ? 2 : 1, ...limits };
  return { ...given, outageMs: given.outageMs ?? Math.max(60_000, 3 * given.pollMs) };
}

/** What the parts of an engine share. */
export interface Runtime {
  /** As the engine sees it, personal data in clear. */
  readonly store: Store;
  /** As it was given: what is personal in it is encrypted. */
  readonly inner: Store;
  readonly protection: Protection;
  readonly clock: Clock;
  readonly registry: WorkflowRegistry;
  readonly calendars: CalendarSet;
  readonly authorizer: Authorizer;
  /** Absent when no audit log is kept. */
  readonly audit?: AuditLog;
  readonly retention: Readonly<Record<string, RetentionRule>>;
  readonly adapters: Readonly<Record<string, Destination>>;
  readonly events: EngineEmitter;
  readonly group: CommitGroup;
  readonly cases: CaseCache;
  readonly mailbox: Mailbox;
  readonly retry: RetryPolicy;
  readonly limits: EngineLimits;
  /** The way between versions that is being applied. */
  readonly migrations?: readonly Migration[];
  /** Names this engine in leases. */
  readonly owner: string;
  /** Told when something may have become due earlier than the loops know. */
  wake(): void;
}
