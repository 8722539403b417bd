import type { Instant } from './time.js';

export const KEY_STORE_CONTRACT_VERSION = 1;

/** A version of the key of one data subject. */
export interface DataKey {
  /** Random: it says nothing about the person. Lower-case letters and digits, at most 64. The same for all versions. */
  readonly id: string;
  /** From 1. New data is encrypted with the latest version; the earlier ones stay, to read what they encrypted. */
  readonly version: number;
  /** 32 random bytes. */
  readonly material: Uint8Array;
}

/** `destroyed`: it was there, and is gone for good. `unknown`: this store never had it. The two are never confused. */
export type FoundKey = DataKey | 'destroyed' | 'unknown';

export interface DestroyedKey {
  /** Counts the destructions of this store. */
  readonly sequence: number;
  readonly tenant: string;
  readonly id: string;
  readonly at: Instant;
}

/**
 * Where the keys of persons live. Destroying a person's key makes unreadable all that was encrypted with it, in the
 * store, in its backups and in copies nobody remembers; so the keys must never be in the same file, database or backup
 * as the data, and a backup of the keys must not outlive a destruction by longer than the office promises.
 *
 * A person is named by a pseudonym the engine makes; the key store never learns an id or a name. Every method may be
 * called by any number of callers and processes at once, maps its failures to MC_KEY_STORE_FAILED with the cause, and
 * can be repeated after a failure.
 */
export interface KeyStore {
  readonly contractVersion: typeof KEY_STORE_CONTRACT_VERSION;
  /** Creates or migrates the storage. Twice is once. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** The tenant's secret for the search index: 32 random bytes, made when there is none, and then always the same. */
  searchKey(request: { readonly tenant: string }): Promise<Uint8Array>;
  /**
   * The living key of each subject, latest version, in the order asked; made where there is none. Two callers at once
   * get the same key. A key is durable before it is returned: what was encrypted with a lost key would be lost. A
   * subject whose key was destroyed gets a new one, which reads nothing of the old.
   */
  provide(request: { readonly tenant: string; readonly subjects: readonly string[] }): Promise<readonly DataKey[]>;
  /** Keys by id and version, in the order asked; without a version the latest. */
  read(request: {
    readonly tenant: string;
    readonly keys: readonly { readonly id: string; readonly version?: number }[];
  }): Promise<readonly FoundKey[]>;
  /** Gives a living key its next version, and returns it; `destroyed` or `unknown` changes nothing. */
  rotate(request: { readonly tenant: string; readonly id: string }): Promise<FoundKey>;
  /**
   * Destroys all versions of a key: once it returns, no call of any process gets them any more, and the storage no
   * longer holds their bytes. An id the store does not have is noted as destroyed all the same, so that a key that was
   * brought back with an old backup can be destroyed again. Twice is once: the first instant stays.
   */
  destroy(request: { readonly tenant: string; readonly id: string; readonly at: Instant }): Promise<void>;
  /** Destructions after a sequence, oldest first; of all tenants when none is named. */
  destroyed(request: {
    readonly tenant?: string;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly DestroyedKey[]>;
}
