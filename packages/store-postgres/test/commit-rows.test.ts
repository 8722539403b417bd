import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fields } from '../src/binary.js';
import { itemFields, laneFields, messageFields } from '../src/commit-rows.js';
import { migratePostgres } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await migratePostgres({ connectionString: database.url });
});
afterAll(() => database.drop());

describe('the rows a commit is called with', () => {
  const types: readonly (readonly [string, Fields<never>])[] = [
    ['commit_item', itemFields],
    ['commit_message', messageFields],
    ['commit_lane', laneFields],
  ];
  test.each(types)('have the fields of %s, in its order', async (type, fields) => {
    const { rows } = await database.admin.query<{ name: string; type: string }>(
      `SELECT attname AS name, CASE atttypid WHEN 'int4'::regtype THEN 'int4' WHEN 'int8'::regtype THEN 'int8'
         ELSE format_type(atttypid, NULL) END AS type
       FROM pg_attribute WHERE attrelid = $1::regclass ORDER BY attnum`,
      [`motcua.${type}`],
    );
    const named = rows.map((row) => [row.name, row.type === 'bigint[]' ? 'int8[]' : row.type]);
    expect(fields).toEqual(named);
  });
});
