import { createMemoryKeyStore } from '@motcua/core/memory';
import { keyStoreContract } from './index.js';

keyStoreContract({
  name: 'the memory key store',
  async create() {
    const keys = createMemoryKeyStore();
    await keys.open();
    return { keys, close: () => keys.close() };
  },
  report: '../../../../docs/reference/conformance/memory-key-store.json',
});
