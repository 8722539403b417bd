import { PGlite } from '@electric-sql/pglite';
import { type StoreHarness, storeContract } from '@motcua/testkit/store-contract';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { createPostgresStore } from '../src/index.js';
import { emptyTables } from './postgres-harness.js';
import { pgliteStream } from './server/pglite-stream.js';

let database: PGlite;
let pool: pg.Pool;

beforeAll(async () => {
  database = await PGlite.create();
  pool = new pg.Pool({
    user: 'postgres',
    database: 'postgres',
    max: 1,
    idleTimeoutMillis: 0,
    stream: () => pgliteStream(database) as never,
  });
});

afterAll(async () => {
  await pool.end();
  await database.close();
});

/** One session: enough to show that every statement is right, not that two workers exclude each other. */
async function create(): Promise<StoreHarness> {
  const open = async () => {
    const store = createPostgresStore({ pool, wake: 'poll' });
    await store.open();
    return store;
  };
  return {
    store: await open(),
    crash: open,
    peer: open,
    async transact(work, end) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        return await work(client);
      } finally {
        await client.query(end);
        client.release();
      }
    },
    close: () => emptyTables(pool),
  };
}

storeContract({
  name: 'the PostgreSQL store on PGlite',
  create,
  report: '../../../docs/reference/conformance/postgres-pglite.json',
});
