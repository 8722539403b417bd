import type { AccessDecision, Actor } from '../../contract/actor.js';
import type { Command } from '../../contract/case.js';
import type { Codec } from '../../contract/codec.js';
import type { KeyStore } from '../../contract/key-store.js';
import type { CommitItem, CommitResult, OutboxRow, Store } from '../../contract/store.js';

/** How long a key is kept at hand, unless somebody says otherwise. */
export const KEEP_KEYS_MS = 60_000;

/** How personal fields are stored. */
export interface PersonalDataOptions {
  /** The keys of the persons. Never in the same file, database or backup as the store. */
  readonly keys: KeyStore;
  /** The first encrypts what is written, all of them read. Default: AES-256-GCM by WebCrypto. */
  readonly codecs?: readonly [Codec, ...Codec[]];
  /**
   * May this person be erased? A legal hold answers here. Asked before anything is destroyed; a refusal is recorded.
   * Default: whoever may call `engine.erase` may do it.
   */
  readonly mayErase?: (request: ErasureCheck) => AccessDecision | Promise<AccessDecision>;
  /**
   * An engine keeps a key in memory for so long; another process that erases a person is noticed after that at the
   * latest. Default 60 s; 0 keeps none.
   */
  readonly keepKeysMs?: number;
}

export interface ErasureCheck {
  readonly tenant: string;
  /** Id of the person. */
  readonly subject: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly legalBasis: string;
  /** The cases that hold the person's data. */
  readonly cases: readonly string[];
}

/** A result of a commit, or why the item could not be brought into the form it is stored in. */
export type SubmissionResult = CommitResult | { readonly status: 'failed'; readonly error: unknown };

/** An item with the command it comes from. */
export interface Submission {
  readonly item: CommitItem;
  readonly command?: Command | undefined;
}

/** The seam between an engine and its store: what is personal is clear on this side, encrypted on the other. */
export interface Protection {
  /** The store as the engine sees it. Its outbox gives messages as they are stored. */
  readonly store: Store;
  /** Commits items that do not share the fate of one that cannot be encrypted. */
  commit(batch: readonly Submission[]): Promise<readonly SubmissionResult[]>;
  /** What a store may be given of an item. */
  encode(submission: Submission): Promise<CommitItem>;
  /** A claimed message in clear, just before it is delivered. */
  message(stored: OutboxRow): Promise<OutboxRow>;
  /** Absent when personal data is stored in clear. */
  readonly people?: PeopleAtHand;
}

/** What erasing a person needs. */
export interface PeopleAtHand {
  readonly keys: KeyStore;
  /** The id of the key that is the person's now; made when there is none. */
  keyOf(tenant: string, subject: string): Promise<string>;
  /** Forgets all that is in memory of a person. */
  forget(tenant: string, key: string): void;
  readonly mayErase?: PersonalDataOptions['mayErase'];
}

/** Why a message is not delivered to people any more. */
export const PERSON_ERASED = 'the person it is about was erased';
