import { expect, test } from 'vitest';
import { isMotcuaError } from '../contract/index.js';
import { createMemoryStore } from './memory-store.js';

/** The code a promise rejects with. */
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'a result',
    (error: unknown) => (isMotcuaError(error) ? error.code : error),
  );

test('refuses work before it is open', async () => {
  const store = createMemoryStore();
  expect(await codeOf(store.allocate({ tenant: 't', series: 's' }))).toBe('MC_STORE_FAILED');
});

test('still has its data when it is opened again', async () => {
  const store = createMemoryStore();
  await store.open();
  await store.allocate({ tenant: 't', series: 's' });
  await store.close();
  await store.open();
  expect(await store.allocate({ tenant: 't', series: 's' })).toBe(2);
});

test('says that it cannot join a transaction', async () => {
  const store = createMemoryStore();
  await store.open();
  expect(await codeOf(store.commit([], { transaction: {} }))).toBe('MC_CAPABILITY_MISSING');
});
