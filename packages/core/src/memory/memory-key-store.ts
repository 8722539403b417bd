import {
  type DataKey,
  type DestroyedKey,
  isMotcuaError,
  KEY_STORE_CONTRACT_VERSION,
  type KeyStore,
  MotcuaError,
} from '../contract/index.js';
import { keyOf } from './memory-state.js';

interface StoredKey {
  readonly subject: string;
  /** Version 1 first. */
  readonly versions: DataKey[];
}

/**
 * Keys that are kept in memory: the executable specification of the {@link KeyStore} contract, for tests, simulations
 * and examples. With the process they are gone, and with them all that was encrypted.
 */
export function createMemoryKeyStore(): KeyStore {
  const searchKeys = new Map<string, Promise<Uint8Array>>();
  const keys = new Map<string, StoredKey>();
  const current = new Map<string, Promise<string>>();
  const destroyed = new Map<string, DestroyedKey>();
  let isOpen = false;

  async function run<Result>(operation: string, work: () => Result | Promise<Result>): Promise<Result> {
    if (!isOpen) throw notOpen(operation);
    try {
      return await work();
    } catch (cause) {
      if (isMotcuaError(cause)) throw cause;
      throw failed(operation, cause);
    }
  }

  /** The latest version of a subject's key. The promise is there at once, so that two callers make one key. */
  async function provided(tenant: string, subject: string): Promise<DataKey> {
    const name = keyOf(tenant, subject);
    const known = current.get(name) ?? made(tenant, subject);
    current.set(name, known);
    known.catch(() => current.delete(name));
    const stored = keys.get(await known);
    // Destroyed while it was being made.
    return stored === undefined ? provided(tenant, subject) : latestOf(stored);
  }

  async function made(tenant: string, subject: string): Promise<string> {
    const id = hex(await randomKey(128));
    keys.set(keyOf(tenant, id), { subject, versions: [{ id, version: 1, material: await randomKey(256) }] });
    return keyOf(tenant, id);
  }

  const lost = (tenant: string, id: string) => (destroyed.has(keyOf(tenant, id)) ? 'destroyed' : 'unknown');

  return {
    contractVersion: KEY_STORE_CONTRACT_VERSION,
    async open() {
      isOpen = true;
    },
    async close() {
      isOpen = false;
    },
    searchKey: ({ tenant }) =>
      run('searchKey', async () => {
        const known = searchKeys.get(tenant) ?? randomKey(256);
        searchKeys.set(tenant, known);
        return new Uint8Array(await known);
      }),
    provide: ({ tenant, subjects }) =>
      run('provide', () => Promise.all(subjects.map((subject) => provided(tenant, subject)))),
    read: ({ tenant, keys: names }) =>
      run('read', () =>
        names.map(({ id, version }) => {
          const versions = keys.get(keyOf(tenant, id))?.versions;
          const found = version === undefined ? versions?.at(-1) : versions?.[version - 1];
          return found === undefined ? lost(tenant, id) : copyOf(found);
        }),
      ),
    rotate: ({ tenant, id }) =>
      run('rotate', async () => {
        const material = await randomKey(256);
        const versions = keys.get(keyOf(tenant, id))?.versions;
        if (versions === undefined) return lost(tenant, id);
        versions.push({ id, version: versions.length + 1, material });
        return latestOf({ versions });
      }),
    destroy: ({ tenant, id, at }) =>
      run('destroy', () => {
        const name = keyOf(tenant, id);
        const subject = keys.get(name)?.subject;
        for (const { material } of keys.get(name)?.versions ?? []) material.fill(0);
        keys.delete(name);
        if (subject !== undefined) current.delete(keyOf(tenant, subject));
        if (!destroyed.has(name)) destroyed.set(name, { sequence: destroyed.size + 1, tenant, id, at });
      }),
    destroyed: ({ tenant, after, limit }) =>
      run('destroyed', () =>
        [...destroyed.values()]
          .filter((one) => one.sequence > after && (tenant === undefined || one.tenant === tenant))
          .slice(0, limit),
      ),
  };
}

const latestOf = ({ versions }: Pick<StoredKey, 'versions'>): DataKey => copyOf(versions.at(-1) as DataKey);

/** Nobody outside holds the bytes that are kept. */
const copyOf = ({ id, version, material }: DataKey): DataKey => ({ id, version, material: new Uint8Array(material) });

async function randomKey(length: 128 | 256): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  const key = await subtle.generateKey({ name: 'AES-GCM', length }, true, ['encrypt']);
  return new Uint8Array(await subtle.exportKey('raw', key));
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function notOpen(operation: string): MotcuaError {
  return new MotcuaError('MC_KEY_STORE_FAILED', {
    happened: `The memory key store was asked for ${operation} while it is not open`,
    expected: 'a call between open() and close()',
    remedy: 'await open() first, and stop all callers before close()',
    details: { operation },
  });
}

function failed(operation: string, cause: unknown): MotcuaError {
  return new MotcuaError('MC_KEY_STORE_FAILED', {
    happened: `The memory key store failed in ${operation}: ${cause instanceof Error ? cause.message : String(cause)}`,
    expected: 'a platform with WebCrypto',
    remedy: 'see the cause; nothing was lost',
    details: { operation },
    cause,
  });
}
