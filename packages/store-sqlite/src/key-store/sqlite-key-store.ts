import { resolve } from 'node:path';
import { type DataKey, type FoundKey, KEY_STORE_CONTRACT_VERSION, type KeyStore } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import { keyStoreFailed, notOpen, openKeyFile } from './key-file.js';
import { aesWrapper, freshKey, type KeyWrapper, plainWrapper } from './key-wrapper.js';

export interface SqliteKeyStoreOptions {
  /** Path of the key file: never the file of the cases, and never in the same backup. */
  readonly file: string;
  /**
   * 32 bytes that encrypt the keys in the file, from a secret store or the environment. Without them whoever has the
   * file has the keys.
   */
  readonly wrappingKey?: Uint8Array;
}

/**
 * Keys of persons in an SQLite file of their own. Several processes of one machine may share it. A key that is
 * destroyed is overwritten in the file; copies of the file are not reached, so keep few backups and keep them short.
 */
export function createSqliteKeyStore({ file, wrappingKey }: SqliteKeyStoreOptions): KeyStore {
  const path = file === ':memory:' ? file : resolve(file);
  const wrapper = wrappingKey === undefined ? plainWrapper : aesWrapper(new Uint8Array(wrappingKey), path);
  let current: { readonly database: Database; readonly keys: KeyTables } | undefined;

  async function run<Result>(operation: string, work: (keys: KeyTables) => Result): Promise<Result> {
    if (current === undefined) throw notOpen(operation, path);
    const { database, keys } = current;
    try {
      return database.transaction(() => work(keys)).immediate();
    } catch (cause) {
      throw keyStoreFailed(operation, path, cause);
    }
  }

  return {
    contractVersion: KEY_STORE_CONTRACT_VERSION,
    async open() {
      if (current !== undefined) return;
      try {
        const database = openKeyFile(path);
        current = { database, keys: keyTables(database, wrapper) };
      } catch (cause) {
        throw keyStoreFailed('open', path, cause);
      }
    },
    async close() {
      current?.database.close();
      current = undefined;
    },
    searchKey: ({ tenant }) => run('searchKey', (keys) => keys.searchKey(tenant)),
    provide: ({ tenant, subjects }) =>
      run('provide', (keys) => subjects.map((subject) => keys.provide(tenant, subject))),
    read: ({ tenant, keys: names }) =>
      run('read', (keys) => names.map(({ id, version }) => keys.read(tenant, id, version))),
    rotate: ({ tenant, id }) => run('rotate', (keys) => keys.rotate(tenant, id)),
    destroy: ({ tenant, id, at }) => run('destroy', (keys) => keys.destroy(tenant, id, at)),
    destroyed: ({ tenant, after, limit }) => run('destroyed', (keys) => keys.destroyed(tenant, after, limit)),
  };
}

type KeyTables = ReturnType<typeof keyTables>;

interface StoredVersion {
  readonly version: number;
  readonly material: Uint8Array;
}

interface DestroyedRow {
  readonly sequence: number;
  readonly tenant: string;
  readonly id: string;
  readonly at: number;
}

/** The statements of a key file. Each runs inside a transaction that holds the write lock. */
function keyTables(database: Database, wrapper: KeyWrapper) {
  const idOf = database
    .prepare<[string, string], string>('SELECT id FROM motcua_keys WHERE tenant = ? AND subject = ?')
    .pluck();
  const insertKey = database
    .prepare<[string, string], string>(
      'INSERT INTO motcua_keys (tenant, id, subject) VALUES (?, lower(hex(randomblob(16))), ?) RETURNING id',
    )
    .pluck();
  const latest = database.prepare<[string, string], StoredVersion>(
    'SELECT version, material FROM motcua_key_versions WHERE tenant = ? AND id = ? ORDER BY version DESC LIMIT 1',
  );
  const exact = database.prepare<[string, string, number], StoredVersion>(
    'SELECT version, material FROM motcua_key_versions WHERE tenant = ? AND id = ? AND version = ?',
  );
  const insertVersion = database.prepare<[string, string, number, Buffer]>(
    'INSERT INTO motcua_key_versions (tenant, id, version, material) VALUES (?, ?, ?, ?)',
  );
  const deleteVersions = database.prepare<[string, string]>(
    'DELETE FROM motcua_key_versions WHERE tenant = ? AND id = ?',
  );
  const deleteKey = database.prepare<[string, string]>('DELETE FROM motcua_keys WHERE tenant = ? AND id = ?');
  const noteDestroyed = database.prepare<[string, string, number]>(
    'INSERT OR IGNORE INTO motcua_destroyed_keys (tenant, id, destroyed_at) VALUES (?, ?, ?)',
  );
  const isDestroyed = database.prepare<[string, string]>(
    'SELECT 1 FROM motcua_destroyed_keys WHERE tenant = ? AND id = ?',
  );
  const listDestroyed = database.prepare<[number, string | null, string | null, number], DestroyedRow>(
    `SELECT sequence, tenant, id, destroyed_at AS at FROM motcua_destroyed_keys
     WHERE sequence > ? AND (? IS NULL OR tenant = ?) ORDER BY sequence LIMIT ?`,
  );
  const findSearchKey = database
    .prepare<[string], Uint8Array>('SELECT material FROM motcua_search_keys WHERE tenant = ?')
    .pluck();
  const insertSearchKey = database.prepare<[string, Buffer]>(
    'INSERT INTO motcua_search_keys (tenant, material) VALUES (?, ?)',
  );

  const opened = (tenant: string, id: string, { version, material }: StoredVersion): DataKey => ({
    id,
    version,
    material: wrapper.unwrap(material, [tenant, id, version]),
  });
  const add = (tenant: string, id: string, version: number): DataKey => {
    const material = freshKey();
    insertVersion.run(tenant, id, version, wrapper.wrap(material, [tenant, id, version]));
    return { id, version, material };
  };
  const lost = (tenant: string, id: string) => (isDestroyed.get(tenant, id) === undefined ? 'unknown' : 'destroyed');

  return {
    searchKey(tenant: string): Uint8Array {
      const known = findSearchKey.get(tenant);
      if (known !== undefined) return wrapper.unwrap(known, [tenant, 'search']);
      const material = freshKey();
      insertSearchKey.run(tenant, wrapper.wrap(material, [tenant, 'search']));
      return material;
    },
    provide(tenant: string, subject: string): DataKey {
      const id = idOf.get(tenant, subject);
      if (id === undefined) return add(tenant, insertKey.get(tenant, subject) as string, 1);
      return opened(tenant, id, latest.get(tenant, id) as StoredVersion);
    },
    read(tenant: string, id: string, version: number | undefined): FoundKey {
      const found = version === undefined ? latest.get(tenant, id) : exact.get(tenant, id, version);
      return found === undefined ? lost(tenant, id) : opened(tenant, id, found);
    },
    rotate(tenant: string, id: string): FoundKey {
      const before = latest.get(tenant, id);
      return before === undefined ? lost(tenant, id) : add(tenant, id, before.version + 1);
    },
    destroy(tenant: string, id: string, at: number): void {
      deleteVersions.run(tenant, id);
      deleteKey.run(tenant, id);
      noteDestroyed.run(tenant, id, at);
    },
    destroyed: (tenant: string | undefined, after: number, limit: number): readonly DestroyedRow[] =>
      listDestroyed.all(after, tenant ?? null, tenant ?? null, limit),
  };
}
