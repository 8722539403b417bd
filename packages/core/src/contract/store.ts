import type { LeafDraft, SealQueue } from './audit-log.js';
import type {
  AuditRecord,
  CaseEnvelope,
  CaseSummary,
  JournalEntry,
  OutboxMessage,
  Reply,
  TimerKey,
  TimerRow,
} from './case.js';
import type { Colour } from './deadline.js';
import type { Tombstone } from './disposal.js';
import type { LivenessLog } from './liveness.js';
import type { Instant } from './time.js';

export const STORE_CONTRACT_VERSION = 1;

/** What a store can do beyond the contract. A missing flag is false; frozen at construction. */
export interface StoreCapabilities {
  /** Data is still there after the process was killed. */
  readonly durable?: boolean;
  /** Several engine processes may share it. */
  readonly shared?: boolean;
  /** `commit` joins a transaction of the caller. */
  readonly joinsTransaction?: boolean;
  /** Every call is a round trip: an engine keeps the cases it wrote last, and has more than one commit under way. */
  readonly remote?: boolean;
}

/** An outbox message addressed to one adapter. */
export interface OutboxRow extends OutboxMessage {
  /** Name of the adapter, or `engine` for messages between cases. */
  readonly destination: string;
}

/** All that one command writes. Written whole or not at all. */
export interface CommitItem {
  readonly tenant: string;
  readonly caseId: string;
  readonly commandId: string;
  /** Revision the decision was made on; 0 when the case must not exist yet. */
  readonly expectedRevision: number;
  readonly reply: Reply;
  readonly audit: AuditRecord;
  /** Absent when the engine keeps no audit log. */
  readonly leaf?: LeafDraft;
  /** Absent when the command changed nothing (refused, failed, dropped). */
  readonly change?: {
    readonly envelope: CaseEnvelope;
    readonly journal: JournalEntry;
    /**
     * The complete set of the case's pending firings; absent when it did not change. A row that stays as it was keeps
     * its lease; one with another instant is a new row, and free.
     */
    readonly timers?: readonly TimerRow[];
    readonly outbox: readonly OutboxRow[];
  };
  /** A claimed firing this command settles: its row is removed with the commit, before `timers` are set. */
  readonly firing?: TimerKey;
}

export type CommitResult =
  | { readonly status: 'committed' }
  /** Another command was first; decide again on `revision` (0: there is no such case; DISPOSED_REVISION: no more). */
  | { readonly status: 'conflict'; readonly revision: number }
  /** This command id was committed before. */
  | { readonly status: 'duplicate'; readonly reply: Reply };

/** The disposal of a closed case: the record of it, and what it was decided on. */
export interface DisposalItem extends Omit<CommitItem, 'change' | 'firing'> {
  /** Sequence of the last audit record of the case that was seen: a later one may be a hold. */
  readonly expectedAudit: number;
  readonly tombstone: Tombstone;
}

export type DisposalResult =
  /** What was deleted: journal entries, delivered messages and dead letters, disclosures of leaves. */
  | { readonly status: 'disposed'; readonly entries: number; readonly messages: number; readonly disclosures: number }
  /** Nothing was written: the case is open, or so many of its messages wait. */
  | { readonly status: 'kept'; readonly because: 'open' }
  | { readonly status: 'kept'; readonly because: 'messages'; readonly messages: number }
  /** Another command was first, or a later record: decide again. Revision 0: there is no such case. */
  | Extract<CommitResult, { status: 'conflict' | 'duplicate' }>;

export interface CaseQuery {
  readonly tenant: string;
  /** Colours are judged at this instant. */
  readonly now: Instant;
  readonly workflow?: string;
  readonly status?: CaseEnvelope['status'];
  /** A state or any state below it, in any region: `processing` finds `processing.examining`. */
  readonly state?: string;
  readonly unit?: string;
  readonly assignee?: string;
  readonly subject?: string;
  readonly code?: string;
  readonly category?: string;
  readonly colour?: Colour;
  /** Inclusive. */
  readonly dueFrom?: Instant;
  /** Exclusive. */
  readonly dueTo?: Instant;
  /** All words must begin some word of the text or the code; case and diacritics are ignored (`đ` is `d`). */
  readonly text?: string;
  readonly parent?: string;
  /** Then by case id. Cases without the instant come last, in either direction. */
  readonly order: 'dueAt' | 'openedAt' | 'writtenAt';
  readonly descending?: boolean;
  /** 1 to 1000. */
  readonly limit: number;
  /** From the page before; MC_CURSOR_INVALID when it belongs to another order. */
  readonly cursor?: string;
}

export interface CasePage {
  readonly items: readonly CaseSummary[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Names a case among all of a store. */
export interface CaseKey {
  readonly tenant: string;
  readonly caseId: string;
}

export interface ScanRequest {
  /** Absent: the cases of all tenants. For the engine's own work; nothing a user is shown may leave it out. */
  readonly tenant?: string;
  readonly workflow?: string;
  readonly version?: string;
  readonly status?: CaseEnvelope['status'];
  /** The `next` of the page before. Plain data: it may be kept, and need not name a case that exists. */
  readonly after?: CaseKey;
  /** 1 to 1000. */
  readonly limit: number;
}

export interface ScanPage {
  readonly items: readonly CaseEnvelope[];
  /** The key of the last case of this page; absent on the last page. */
  readonly next?: CaseKey;
}

/** Reads never lock and may be called at any time; they see committed data only. */
export interface CaseReader {
  /** MC_CASE_DISPOSED for a case that was disposed of. */
  load(request: { readonly tenant: string; readonly caseId: string }): Promise<CaseEnvelope | undefined>;
  /** The first reply to a command id. */
  reply(request: { readonly tenant: string; readonly commandId: string }): Promise<Reply | undefined>;
  /** Journal entries after a revision, oldest first. */
  history(request: {
    readonly tenant: string;
    readonly caseId: string;
    readonly afterRevision: number;
    readonly limit: number;
  }): Promise<readonly JournalEntry[]>;
  find(query: CaseQuery): Promise<CasePage>;
  /**
   * Whole cases, by tenant and then by case id, in pages: for work on every case, such as a plan for a new calendar or
   * a new version. No snapshot is held between two pages: each page shows what is committed when it is read. A case
   * that satisfies the request throughout comes exactly once, whatever is written meanwhile; one that begins or
   * ceases to satisfy it may come or not. Reading all pages costs one pass over the keys, however few cases match.
   */
  scan(request: ScanRequest): Promise<ScanPage>;
  /** Audit records in the order they were committed; `after` is the sequence of the last one seen. */
  audit(request: {
    readonly tenant: string;
    readonly caseId?: string;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly { readonly sequence: number; readonly record: AuditRecord }[]>;
}

/** A claim lives until `leaseUntil`; after that any worker may claim the row again. */
export interface ClaimRequest {
  readonly now: Instant;
  readonly leaseUntil: Instant;
  readonly limit: number;
  /** Unique to the worker. */
  readonly owner: string;
}

export interface TimerClaim extends TimerRow {
  readonly tenant: string;
  readonly caseId: string;
}

/** Pending firings of all cases. A firing leaves the queue only by the commit that names it in `firing`. */
export interface TimerQueue {
  /**
   * Due rows (`fireAt <= now`) without a live lease, oldest first, at most one row of a case, and none of a case that
   * has another row under a live lease. A lease is live while `now < leaseUntil`.
   */
  claim(request: ClaimRequest): Promise<readonly TimerClaim[]>;
  /** Extends the leases still held by the owner and returns how many those are. */
  renew(request: {
    readonly owner: string;
    readonly claims: readonly TimerClaim[];
    readonly leaseUntil: Instant;
  }): Promise<number>;
  /** Gives rows back, to be claimed again at once. */
  release(request: { readonly owner: string; readonly claims: readonly TimerClaim[] }): Promise<void>;
  /** The earliest instant at which a row may be claimed; undefined when there is none. */
  nextAt(): Promise<Instant | undefined>;
}

export interface OutboxClaimRequest extends ClaimRequest {
  /** Destinations whose messages stay where they are: as much is under way to them as they take. */
  readonly except?: readonly string[];
}

export interface OutboxClaim {
  readonly row: OutboxRow;
  /** 1 for the first try. */
  readonly attempt: number;
}

export type OutboxOutcome =
  | { readonly status: 'delivered'; readonly at: Instant }
  | { readonly status: 'retry'; readonly retryAt: Instant; readonly reason: string }
  | { readonly status: 'dead'; readonly at: Instant; readonly reason: string };

export interface DeadLetter {
  readonly row: OutboxRow;
  readonly attempts: number;
  readonly reason: string;
  readonly diedAt: Instant;
}

/** Messages to the outside. For one case and destination, in order: a later one waits for the earlier ones. */
export interface OutboxQueue {
  /** The messages that are ready and whose lane has none under a live lease, but none for a destination in `except`. */
  claim(request: OutboxClaimRequest): Promise<readonly OutboxClaim[]>;
  renew(request: {
    readonly owner: string;
    readonly claims: readonly OutboxClaim[];
    readonly leaseUntil: Instant;
  }): Promise<number>;
  /** Ignored (returns false) when the lease has passed to another worker, or to a later attempt of the same one. */
  settle(request: {
    readonly owner: string;
    readonly claim: OutboxClaim;
    readonly outcome: OutboxOutcome;
  }): Promise<boolean>;
  /**
   * Gives messages back that nobody has begun to deliver, to be claimed again at once: such a claim was no attempt.
   * Those whose lease the owner has no more stay as they are.
   */
  release(request: { readonly owner: string; readonly claims: readonly OutboxClaim[] }): Promise<void>;
  /** The earliest instant at which a message may be claimed, leaving those for a destination in `except` aside. */
  nextAt(request?: Pick<OutboxClaimRequest, 'except'>): Promise<Instant | undefined>;
  /** Dead letters do not hold up later messages. Newest first. */
  dead(request: {
    readonly tenant: string;
    readonly destination?: string;
    readonly limit: number;
  }): Promise<readonly DeadLetter[]>;
  /**
   * Puts a dead letter back in its place in the order, with its attempts at zero; a message being delivered is not
   * overtaken. False when there is no such letter.
   */
  redrive(request: {
    readonly tenant: string;
    readonly id: string;
    readonly destination: string;
    readonly at: Instant;
  }): Promise<boolean>;
  /** How many rows wait, are delivered, are dead. */
  count(request: {
    readonly tenant: string;
  }): Promise<{ readonly pending: number; readonly delivered: number; readonly dead: number }>;
}

/**
 * Where cases live. `commit` is the only writer of cases, journal, timers and outbox.
 *
 * Every method maps its own failures to MC_STORE_FAILED with the cause, or to MC_STORE_CORRUPT when what is stored
 * cannot be read and repeating the call will not help. After a throw of `commit` the outcome of
 * the batch is unknown, and repeating it is safe because command ids are remembered.
 */
export interface Store {
  readonly contractVersion: typeof STORE_CONTRACT_VERSION;
  readonly capabilities: Readonly<StoreCapabilities>;
  /** Creates or migrates the storage. Twice is once. MC_STORE_VERSION when it was written by a newer release. */
  open(): Promise<void>;
  close(): Promise<void>;
  /**
   * Writes a batch. Items do not share fate: one conflict leaves its neighbours committed. Results come in the order
   * of the batch. Within a batch, items of one case apply in order. First the command id is looked up (`duplicate`),
   * then the revision (`conflict`), then all of the item is written or nothing. A `leaf` becomes the next one of its
   * case, whether there is such a case or not. With `transaction`, a handle of the adapter's own driver, the batch
   * becomes part of the caller's transaction (capability `joinsTransaction`).
   */
  commit(batch: readonly CommitItem[], options?: { readonly transaction?: unknown }): Promise<readonly CommitResult[]>;
  /**
   * Disposes of a closed case, all at once or not at all: writes the record of it, as `commit` would, and deletes the case
   * with everything that finds it, its journal, its firings, its delivered messages and dead letters, the replies to
   * its commands and what its leaves disclose. Its audit records and leaves stay, and a tombstone: every commit to the case
   * is a `conflict` from then on (DISPOSED_REVISION), and its id cannot be opened again. What was taken out of the store
   * before, such as archived months, is not reached.
   */
  dispose(item: DisposalItem): Promise<DisposalResult>;
  /** The next number of a series, from 1; unique, and never given out twice. Gaps are possible. */
  allocate(request: { readonly tenant: string; readonly series: string }): Promise<number>;
  /**
   * Calls the listener when another process may have committed something that is due: a hint, which may be missed, and
   * may come for nothing. A store that cannot tell never calls. Returns the function that ends it.
   */
  listen(listener: () => void): () => void;
  readonly cases: CaseReader;
  readonly timers: TimerQueue;
  readonly outbox: OutboxQueue;
  readonly liveness: LivenessLog;
  readonly seal: SealQueue;
}
