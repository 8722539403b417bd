import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyStore } from '@motcua/core/contract';
import { type KeyStoreHarness, keyStoreContract } from '@motcua/testkit/key-store-contract';
import { createSqliteKeyStore, type SqliteKeyStoreOptions } from '../src/index.js';

async function create(options: Omit<SqliteKeyStoreOptions, 'file'>): Promise<KeyStoreHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-keys-'));
  const file = join(folder, 'keys.db');
  const opened: KeyStore[] = [];
  const openOne = async () => {
    const keys = createSqliteKeyStore({ ...options, file });
    await keys.open();
    opened.push(keys);
    return keys;
  };
  const files = [file, `${file}-journal`, `${file}-wal`, `${file}-shm`];
  return {
    keys: await openOne(),
    crash: openOne,
    peer: openOne,
    bytes: async () => files.filter((name) => existsSync(name)).map((name) => new Uint8Array(readFileSync(name))),
    async close() {
      await Promise.all(opened.map((keys) => keys.close()));
      rmSync(folder, { recursive: true });
    },
  };
}

keyStoreContract({
  name: 'the SQLite key store',
  create: () => create({}),
  report: '../../../docs/reference/conformance/sqlite-key-store.json',
});

keyStoreContract({
  name: 'the SQLite key store with a wrapping key',
  create: () => create({ wrappingKey: new Uint8Array(32).fill(9) }),
});
