import { readFileSync } from 'node:fs';
import { isMotcuaError } from '@motcua/core/contract';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresStore, migratePostgres } from '../src/index.js';
import { migrate } from '../src/migrate.js';
import { migrations } from '../src/migrations/index.js';
import { schemaOf } from './database-schema.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

const first = { number: 1, name: 'first', sql: 'CREATE TABLE {schema}.a (x integer)' };
const second = { number: 2, name: 'second', sql: 'CREATE TABLE {schema}.b (x integer)' };

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  // The database is dropped by force: a connection that is still about to close is told so.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Applies migrations to a schema, as a store does when it opens. */
async function apply(schema: string, ...list: readonly (typeof first)[]): Promise<void> {
  const client = await pool.connect();
  try {
    await migrate(client, schema, list);
  } finally {
    client.release();
  }
}

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.catch((reason: unknown) => reason);
  if (!isMotcuaError(error)) throw new Error('An error of motcua expected', { cause: error });
  return error;
};

describe('migrations', () => {
  test('give the schema that is kept in schema.sql', async () => {
    await migratePostgres({ connectionString: database.url });
    const kept = readFileSync(new URL('../schema.sql', import.meta.url), 'utf8');
    expect(await schemaOf(database.admin)).toBe(kept);
  });

  test('are numbered from 1 without gaps', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, place) => place + 1));
  });

  test('apply once, and later ones on top of earlier ones', async () => {
    await apply('growing', first);
    await apply('growing', first, second);
    await apply('growing', first, second);
    const { rows } = await pool.query('SELECT number FROM growing.migrations ORDER BY number');
    expect(rows).toEqual([{ number: 1 }, { number: 2 }]);
  });

  test('apply once when many processes start together', async () => {
    await Promise.all(Array.from({ length: 8 }, () => apply('crowded', first, second)));
    expect((await pool.query('SELECT count(*)::int AS n FROM crowded.migrations')).rows).toEqual([{ n: 2 }]);
  });

  test('leave nothing when one of them fails', async () => {
    const failing = { number: 2, name: 'failing', sql: 'CREATE TABLE {schema}.b (x no_such_type)' };
    await expect(apply('failing', first, failing)).rejects.toMatchObject({ code: '42704' });
    const { rows } = await pool.query("SELECT to_regclass('failing.a') AS a");
    expect(rows).toEqual([{ a: null }]);
  });

  test('of a newer release are refused', async () => {
    await apply('newer', first, second);
    expect(await failureOf(apply('newer', first))).toMatchObject({ code: 'MC_STORE_VERSION' });
  });

  test('that were changed after they were applied are refused', async () => {
    await apply('changed', first);
    const other = { ...first, sql: `${first.sql} -- changed` };
    expect(await failureOf(apply('changed', other))).toMatchObject({ code: 'MC_STORE_VERSION' });
  });
});

test('keeps stores in different schemas of one database apart', async () => {
  const stores = ['one', 'Two_2'].map((schema) => createPostgresStore({ pool, schema }));
  for (const store of stores) await store.open();
  expect(await stores[0]?.allocate({ tenant: 't', series: 's' })).toBe(1);
  expect(await stores[0]?.allocate({ tenant: 't', series: 's' })).toBe(2);
  expect(await stores[1]?.allocate({ tenant: 't', series: 's' })).toBe(1);
  for (const store of stores) await store.close();
});

test.each(['', '1st', 'pg_motcua', 'a-b', 'a"b', "a'; DROP SCHEMA public; --", 'a$motcua$', 'x'.repeat(41), 'đ'])(
  'refuses %j as the name of a schema',
  (schema) => {
    expect(() => createPostgresStore({ pool, schema })).toThrow(
      expect.objectContaining({ code: 'MC_STORE_FAILED' }) as Error,
    );
  },
);
