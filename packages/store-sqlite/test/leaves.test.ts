import { commitItem } from '@motcua/testkit/store-contract';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';

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
