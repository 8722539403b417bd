import { test } from 'vitest';
import { proveSameAsMemory } from '../../testkit/test/same-as-memory.js';
import { createSqliteStore } from '../src/index.js';

test('answers like the store in memory, whatever happens', () =>
  proveSameAsMemory({ create: () => createSqliteStore({ file: ':memory:' }), runs: 400 }));
