import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSqliteKeyStore, createSqliteStore } from '../src/index.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-keys-'));
  file = join(folder, 'keys.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const wrappingKey = new Uint8Array(32).fill(9);
const failed = { code: 'MC_KEY_STORE_FAILED' };

test('refuses to keep the keys in the file of the cases', async () => {
  const store = createSqliteStore({ file });
  await store.open();
  await store.close();
  await expect(createSqliteKeyStore({ file }).open()).rejects.toMatchObject(failed);
});

test('a store refuses to keep cases in the file of the keys, and leaves the keys as they are', async () => {
  const keys = createSqliteKeyStore({ file });
  await keys.open();
  const [key] = await keys.provide({ tenant: 't', subjects: ['an'] });
  await keys.close();
  const before = readFileSync(file);
  const database = new BetterSqlite3(file);
  for (const options of [{ file }, { database }]) {
    await expect(createSqliteStore(options).open()).rejects.toMatchObject({ code: 'MC_STORE_FAILED' });
  }
  database.close();
  expect(readFileSync(file).equals(before)).toBe(true);
  await keys.open();
  expect(await keys.provide({ tenant: 't', subjects: ['an'] })).toEqual([key]);
  await keys.close();
});

test('with a wrapping key the file holds no key in clear', async () => {
  const keys = createSqliteKeyStore({ file, wrappingKey });
  await keys.open();
  const [key] = await keys.provide({ tenant: 't', subjects: ['an'] });
  const search = await keys.searchKey({ tenant: 't' });
  await keys.close();
  const bytes = readFileSync(file);
  expect([bytes.includes(Buffer.from(key?.material ?? '')), bytes.includes(Buffer.from(search))]).toEqual([
    false,
    false,
  ]);
});

test('opens nothing with another wrapping key, or with none of 32 bytes', async () => {
  const keys = createSqliteKeyStore({ file, wrappingKey });
  await keys.open();
  await keys.provide({ tenant: 't', subjects: ['an'] });
  await keys.close();
  const other = createSqliteKeyStore({ file, wrappingKey: new Uint8Array(32).fill(8) });
  await other.open();
  await expect(other.provide({ tenant: 't', subjects: ['an'] })).rejects.toMatchObject(failed);
  await other.close();
  expect(() => createSqliteKeyStore({ file, wrappingKey: new Uint8Array(16) })).toThrow(
    expect.objectContaining(failed),
  );
});

test('refuses a wrapped key that was moved to another person', async () => {
  const keys = createSqliteKeyStore({ file, wrappingKey });
  await keys.open();
  await keys.provide({ tenant: 't', subjects: ['an', 'binh'] });
  const database = new BetterSqlite3(file);
  database.exec('UPDATE motcua_key_versions SET material = (SELECT max(material) FROM motcua_key_versions)');
  database.close();
  await expect(keys.provide({ tenant: 't', subjects: ['an', 'binh'] })).rejects.toMatchObject(failed);
  await keys.close();
});

test('refuses a file of another layout', async () => {
  const keys = createSqliteKeyStore({ file });
  await keys.open();
  await keys.close();
  const database = new BetterSqlite3(file);
  database.exec('UPDATE motcua_key_layout SET version = 2');
  database.close();
  await expect(keys.open()).rejects.toMatchObject(failed);
});
