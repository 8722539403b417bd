import type { Store } from '@motcua/core/contract';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { proveStoreRule, type StoreHarness } from './rule.js';
import { storeRules } from './store-rules.js';
import { claimingTwice, losingReplies, scanningByCount, swallowingOutages, tearingCommits } from './wrong-stores.js';

/** The ids of the rules a store made wrong on purpose breaks. */
async function brokenRules(spoil: (store: Store) => Store): Promise<readonly string[]> {
  const create = async (): Promise<StoreHarness> => {
    const store = createMemoryStore();
    await store.open();
    return { store: spoil(store), close: () => store.close() };
  };
  const broken: string[] = [];
  for (const rule of storeRules) {
    const result = await proveStoreRule(rule, create);
    if (result.status === 'broken') broken.push(rule.id);
  }
  return broken;
}

describe('the store contract catches', () => {
  test('a store that gives one row to two workers', async () => {
    const broken = await brokenRules(claimingTwice);
    expect(broken).toEqual(expect.arrayContaining(['timers.exclusive', 'timers.one-per-case', 'outbox.exclusive']));
  });

  test('a store that forgets its replies', async () => {
    const broken = await brokenRules(losingReplies);
    expect(broken).toEqual(expect.arrayContaining(['commit.duplicate', 'commit.duplicate-before-conflict']));
  });

  test('a store that writes an item in two parts', async () => {
    const broken = await brokenRules(tearingCommits);
    expect(broken).toEqual(expect.arrayContaining(['commit.atomic', 'commit.atomic-later']));
  });

  test('a store that scans by counting', async () => {
    const broken = await brokenRules(scanningByCount);
    expect(broken).toEqual(['scan.resume', 'scan.stable']);
  });

  test('a store that keeps no outage', async () => {
    const broken = await brokenRules(swallowingOutages);
    expect(broken).toEqual(expect.arrayContaining(['liveness.outage', 'liveness.told-once', 'liveness.window']));
  });

  test('nothing in a store that is right', async () => {
    expect(await brokenRules((store) => store)).toEqual([]);
  });

  test('two rules with one name', () => {
    const ids = storeRules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
