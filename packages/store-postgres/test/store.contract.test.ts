import { storeContract } from '@motcua/testkit/store-contract';
import { afterAll, beforeAll } from 'vitest';
import { serverHarness } from './postgres-harness.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

storeContract({
  name: 'the PostgreSQL store',
  create: serverHarness(() => database),
  report: '../../../docs/reference/conformance/postgres.json',
});
