import type { AuditRecord } from './case.js';
import type { CalendarRef, LedgerEntry } from './deadline.js';
import type { Protected } from './personal.js';
import type { Instant } from './time.js';

export const AUDIT_CONTRACT_VERSION = 1;

/** Longest leaf in bytes: what a log of tiles can hold (C2SP tlog-tiles, entry bundles). */
export const MAX_LEAF_BYTES = 65_535;

/** Longest body of a leaf in bytes; the rest is for its place in the chain of its case. */
export const MAX_BODY_BYTES = MAX_LEAF_BYTES - 128;

/** What stands for the hash of the leaf before the first one of a case. */
export const NO_LEAF = '0'.repeat(64);

/**
 * The text of a leaf: canonical (RFC 8785) when the body is. Every store composes it like this, inside the commit.
 *
 * @param casePrev SHA-256 of the leaf before it of the same case, in hexadecimal; {@link NO_LEAF} for the first.
 * @param caseSeq counts the leaves of a case from 1.
 */
export const leafText = (body: string, casePrev: string, caseSeq: number): string =>
  `{"body":${body},"casePrev":"${casePrev}","caseSeq":${caseSeq}}`;

/** What a commitment opens with. Never in a leaf: without the salt nobody can guess the value from the commitment. */
export interface Disclosure {
  /** JSON pointer, such as `/command/input/applicant/name`. */
  readonly path: string;
  /** 16 random bytes in hexadecimal. */
  readonly salt: string;
  readonly value: unknown;
}

/** The disclosures of one leaf. Kept apart from it, encrypted under the keys of the persons, and erasable. */
export interface DisclosureSet extends Protected {
  /** Of the record the leaf was made from. */
  readonly commandId: string;
  readonly disclosures: readonly Disclosure[];
}

/** What an item adds to the chain of its case: the store completes it to a leaf. */
export interface LeafDraft {
  /** JSON text of an object, canonical (RFC 8785), without personal data; at most {@link MAX_BODY_BYTES} in UTF-8. */
  readonly body: string;
  /** Absent when the body commits to nothing. */
  readonly disclosed?: DisclosureSet;
}

/** What a record is about. A breach is a `timer` with a deadline that changed to `breached`. */
export type AuditType =
  | 'transition'
  /** The transition after which the case is done. */
  | 'case.closed'
  | 'refusal'
  | 'failure'
  | 'drop'
  | 'timer'
  | 'extension'
  | 'waiver'
  | 'reprojection'
  | 'migration'
  | 'protection'
  | 'erasure'
  | 'erasure.refused'
  | 'hold.placed'
  | 'hold.released'
  /** Says that an earlier record of the case is wrong, and names it. */
  | 'correction'
  | 'disposal'
  | 'read'
  | 'search'
  | 'export';

/** What a command did to a term. */
export interface DeadlineChange {
  readonly name: string;
  readonly occurrence: number;
  readonly change: LedgerEntry['kind'];
  /** The end of the term after it. */
  readonly dueAt?: Instant;
  /** It contradicts breaches that were recorded before. */
  readonly overruled?: boolean;
  readonly legalBasis?: string;
}

/** All that a record may say. Personal data and free text are in `fields` only. */
export interface AuditEntry {
  readonly type: AuditType;
  /** Who did what, when, and how it came out. Its `message`, and its actor when `isPrivate`, are personal. */
  readonly record: AuditRecord;
  /** The actor acts for himself, in no office: his id is personal. */
  readonly isPrivate: boolean;
  /** When it happened in law. */
  readonly occurredAt: Instant;
  /** Which engine wrote it. */
  readonly observer: string;
  readonly workflow?: { readonly id: string; readonly version: string; readonly hash: string };
  /** What the terms it changed are counted on. */
  readonly calendar?: CalendarRef;
  readonly from?: string;
  readonly to?: string;
  /** Type of the event. */
  readonly event?: string;
  readonly deadlines: readonly DeadlineChange[];
  readonly legalBasis?: string;
  /** Id of the earlier record of the case that it corrects. */
  readonly corrects?: string;
  /** Cases it is about besides the one it is chained to. */
  readonly cases?: readonly string[];
  /** How far it reaches: names and numbers, by name. */
  readonly scope?: Readonly<Record<string, string | number | readonly string[]>>;
  /** Personal values and free texts: to be committed to, never to be told. */
  readonly fields: readonly { readonly path: string; readonly value: unknown }[];
}

/**
 * Turns what was decided into the body of a leaf. The record is part of the commit: what cannot be recorded is not
 * done, so `record` throws only for what must not happen unrecorded.
 */
export interface AuditLog {
  readonly contractVersion: typeof AUDIT_CONTRACT_VERSION;
  /**
   * Synchronous, and the same for the same entry and salts. A command that met another writer is decided, and
   * recorded, again.
   *
   * @param salt 16 fresh random bytes at each call.
   */
  record(entry: AuditEntry, salt: () => Uint8Array): LeafDraft;
}

export interface PendingLeaf {
  /** Orders the leaves of a store; not dense. */
  readonly position: number;
  readonly leaf: string;
}

export interface SealedLeaf {
  /** From 0, dense. */
  readonly index: number;
  readonly leaf: string;
}

export interface ChainedLeaf {
  readonly caseSeq: number;
  readonly leaf: string;
  /** Its place in the log; absent until it is sequenced. */
  readonly index?: number;
}

/** The disclosures of a leaf, with what an erasure took away. */
export interface DisclosedLeaf extends DisclosureSet {
  readonly caseSeq: number;
}

/**
 * The leaves of a store: written with the commits of cases, brought into one order afterwards, by one sequencer at a
 * time, and never changed.
 */
export interface SealQueue {
  /**
   * Leaves that have no index yet, by position. A leaf whose transaction commits late is not passed over: none is given
   * while one with a lower position may still come. At most `limit`.
   */
  pending(request: { readonly limit: number }): Promise<readonly PendingLeaf[]>;
  /**
   * Gives the leaves at these positions the indexes from `from` on. False, and nothing is written, when the log does
   * not have just `from` leaves, or one of them has an index or is no leaf. So of two sequencers one gets true.
   */
  confirm(request: { readonly from: number; readonly positions: readonly number[] }): Promise<boolean>;
  /** Leaves from an index on, in order; at most `limit`. */
  leaves(request: { readonly from: number; readonly limit: number }): Promise<readonly SealedLeaf[]>;
  /**
   * Takes the lease of the one sequencer, or renews it: false while another owner's is live (`now < leaseUntil`).
   * `leaseUntil: now` gives it back.
   */
  lease(request: { readonly owner: string; readonly now: Instant; readonly leaseUntil: Instant }): Promise<boolean>;
  /** How many leaves have an index, and how many wait for one. */
  count(): Promise<{ readonly size: number; readonly pending: number }>;
  /** The leaves of a case after a sequence of the case, in order. */
  chain(request: {
    readonly tenant: string;
    readonly caseId: string;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly ChainedLeaf[]>;
  /** What the leaves of a case commit to, after a sequence of the case; leaves without any are left out. */
  disclosures(request: {
    readonly tenant: string;
    readonly caseId: string;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly DisclosedLeaf[]>;
}
