import type { DataKey, KeyStore } from '../../contract/key-store.js';
import type { Clock, Instant } from '../../contract/time.js';
import { MotcuaError } from '../../error/index.js';
import { boundedMap } from './bounded-map.js';
import type { WebKey } from './web-key.js';

export interface KeyName {
  readonly id: string;
  readonly version?: number;
}

export type LivingKey = DataKey | 'destroyed';

/** The keys an engine has at hand, each for a short while. */
export interface KeyRing {
  searchKey(tenant: string): Promise<WebKey>;
  /** Living keys by subject. Asks the key store every time: a key that was just destroyed must not be used again. */
  provide(tenant: string, subjects: readonly string[]): Promise<ReadonlyMap<string, DataKey>>;
  /** Keys in the order asked; without a version the latest. Throws MC_KEY_UNKNOWN. */
  read(tenant: string, keys: readonly KeyName[]): Promise<readonly LivingKey[]>;
  forget(tenant: string, id: string): void;
}

interface Entry {
  readonly key: LivingKey;
  readonly until: Instant;
}

const KEPT_KEYS = 10_000;

export interface KeyRingOptions {
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly keepMs: number;
}

export function keyRing({ keys, clock, keepMs }: KeyRingOptions): KeyRing {
  const known = boundedMap<Map<number | 'latest', Entry>>(KEPT_KEYS);
  const searchKeys = new Map<string, Promise<WebKey>>();
  const nameOf = (tenant: string, id: string) => JSON.stringify([tenant, id]);

  const keep = (tenant: string, id: string, version: number | 'latest', key: LivingKey): void => {
    const name = nameOf(tenant, id);
    const versions = known.get(name) ?? new Map<number | 'latest', Entry>();
    // A destroyed key stays destroyed.
    versions.set(version, { key, until: key === 'destroyed' ? Number.POSITIVE_INFINITY : clock.now() + keepMs });
    known.set(name, versions);
  };
  const atHand = (tenant: string, { id, version = 'latest' as const }: { id: string; version?: number | 'latest' }) => {
    const entry = known.get(nameOf(tenant, id))?.get(version);
    return entry !== undefined && clock.now() < entry.until ? entry.key : undefined;
  };

  return {
    searchKey(tenant) {
      const before = searchKeys.get(tenant);
      if (before !== undefined) return before;
      const fresh = keys.searchKey({ tenant }).then(importSearchKey);
      searchKeys.set(tenant, fresh);
      fresh.catch(() => searchKeys.delete(tenant));
      return fresh;
    },
    async provide(tenant, subjects) {
      if (subjects.length === 0) return new Map();
      const provided = await keys.provide({ tenant, subjects });
      for (const key of provided) keep(tenant, key.id, 'latest', key);
      return new Map(subjects.map((subject, index) => [subject, provided[index] as DataKey]));
    },
    async read(tenant, names) {
      const found = names.map((name) => atHand(tenant, name));
      const missing = names.filter((_, index) => found[index] === undefined);
      if (missing.length === 0) return found as LivingKey[];
      const answers = await keys.read({ tenant, keys: missing });
      return names.map((name, index) => {
        const before = found[index];
        if (before !== undefined) return before;
        const answer = answers[missing.indexOf(name)];
        if (answer === undefined || answer === 'unknown') throw unknownKey(tenant, name.id);
        keep(tenant, name.id, name.version ?? 'latest', answer);
        return answer;
      });
    },
    forget: (tenant, id) => known.delete(nameOf(tenant, id)),
  };
}

const importSearchKey = (material: Uint8Array): Promise<WebKey> =>
  globalThis.crypto.subtle.importKey('raw', new Uint8Array(material), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);

const unknownKey = (tenant: string, id: string) =>
  new MotcuaError('MC_KEY_UNKNOWN', {
    happened: `The key store has no key ${id} of tenant ${tenant}, and has not destroyed it either`,
    expected: 'the key store that was in use when the data was written',
    remedy: 'connect that key store, or restore it; nothing was read as erased',
    details: { tenant, key: id },
  });
