import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitItem, TENANT } from '@motcua/testkit/store-contract';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';
import { temporaryFile } from './sqlite-harness.js';

test('a leaf and its place in the log are neither changed nor deleted by mistake', async () => {
  const database = new BetterSqlite3(':memory:');
  const store = createSqliteStore({ database });
  await store.open();
  await store.commit([{ ...commitItem(), leaf: { body: '{}' } }]);
  expect(await store.seal.confirm({ from: 0, positions: [1] })).toBe(true);
  for (const statement of [
    "UPDATE motcua_leaves SET leaf = 'another'",
    'DELETE FROM motcua_leaves',
    'UPDATE motcua_log SET log_index = 7',
    'DELETE FROM motcua_log',
  ]) {
    expect(() => database.exec(statement), statement).toThrow(/of the audit log is never/u);
  }
  expect(await store.seal.count()).toEqual({ size: 1, pending: 0 });
});

test('what a leaf disclosed is in no file any more when it was forgotten', async () => {
  const { file, remove } = temporaryFile();
  const folder = dirname(file);
  const store = createSqliteStore({ file });
  await store.open();
  const value = 'Nguyễn Thị Bí Mật';
  const isStored = () => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(value));
  const disclosed = { commandId: 'c', disclosures: [{ path: '/a', salt: '00', value }] };
  await store.commit([{ ...commitItem(), leaf: { body: '{}', disclosed } }]);
  expect(isStored()).toBe(true);
  expect(await store.seal.forget({ tenant: TENANT, caseId: 'case-1' })).toBe(1);
  expect(isStored()).toBe(false);
  await store.close();
  expect(isStored()).toBe(false);
  remove();
});
