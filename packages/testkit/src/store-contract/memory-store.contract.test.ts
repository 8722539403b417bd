import { createMemoryStore } from '@motcua/core/memory';
import type { StoreHarness } from './rule.js';
import { storeContract } from './store-contract.js';

// #region suite
async function create(): Promise<StoreHarness> {
  const store = createMemoryStore();
  await store.open();
  return { store, close: () => store.close() };
}

storeContract({
  name: 'the memory store',
  create,
  report: '../../../../docs/reference/conformance/memory-store.json',
});
// #endregion
