import { test } from 'vitest';
import { proveSameAsMemory } from '../../testkit/test/same-as-memory.js';
import { createPostgresStore } from '../src/index.js';
import { emptyTables } from './postgres-harness.js';
import { createTestDatabase } from './server/test-database.js';

test('answers like the store in memory, whatever happens', async () => {
  const { url, admin, drop } = await createTestDatabase();
  try {
    await proveSameAsMemory({
      create: () => createPostgresStore({ connectionString: url, wake: 'poll' }),
      close: () => emptyTables(admin),
      runs: 40,
    });
  } finally {
    await drop();
  }
});
