import type { CommitResult, Store } from '@motcua/core/contract';
import { commitItem, TENANT } from '@motcua/testkit/store-contract';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { pgTable, text } from 'drizzle-orm/pg-core';
import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresStore, type JoinableTransaction } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
let pool: pg.Pool;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  store = createPostgresStore({ connectionString: database.url });
  await store.open();
  await database.admin.query('CREATE TABLE receipts (code text PRIMARY KEY)');
});
afterAll(async () => {
  await store.close();
  await pool.end();
  await database.drop();
});

const item = (caseId: string) => commitItem({ caseId, outbox: [{}], timers: [{ key: 'k', fireAt: 1 }] });
const receipts = async (code: string) =>
  (await database.admin.query('SELECT code FROM receipts WHERE code = $1', [code])).rows.length;
const revisionOf = async (caseId: string) => (await store.cases.load({ tenant: TENANT, caseId }))?.revision;

interface Receipts {
  readonly receipts: { readonly code: string };
}

// #region kysely
/** The transaction of Kysely as the store joins it. */
const ofKysely = <DB>(trx: Transaction<DB>): JoinableTransaction => ({
  query: (statement, values) => trx.executeQuery(CompiledQuery.raw(statement, values)),
});
// #endregion

describe('inside a transaction of Kysely', () => {
  const kysely = () => new Kysely<Receipts>({ dialect: new PostgresDialect({ pool }) });

  test('the row of the application and the case are committed together', async () => {
    const [result] = await kysely()
      .transaction()
      .execute(async (trx) => {
        await trx.insertInto('receipts').values({ code: 'k1' }).execute();
        return store.commit([item('kysely-1')], { transaction: ofKysely(trx) });
      });
    expect(result).toEqual({ status: 'committed' });
    expect([await receipts('k1'), await revisionOf('kysely-1')]).toEqual([1, 1]);
  });

  test('or not at all', async () => {
    const failing = kysely()
      .transaction()
      .execute(async (trx) => {
        await trx.insertInto('receipts').values({ code: 'k2' }).execute();
        await store.commit([item('kysely-2')], { transaction: ofKysely(trx) });
        throw new Error('the application changed its mind');
      });
    await expect(failing).rejects.toThrow('changed its mind');
    expect([await receipts('k2'), await revisionOf('kysely-2')]).toEqual([0, undefined]);
  });

  test('no transaction is refused', async () => {
    const db = kysely();
    const outside = {
      query: (statement: string, values: unknown[]) => db.executeQuery(CompiledQuery.raw(statement, values)),
    };
    await expect(store.commit([item('kysely-3')], { transaction: outside })).rejects.toMatchObject({
      code: 'MC_STORE_FAILED',
    });
    expect(await revisionOf('kysely-3')).toBeUndefined();
  });
});

const receiptTable = pgTable('receipts', { code: text().primaryKey() });

describe('inside a transaction on the client of Drizzle', () => {
  // #region drizzle
  /** One connection for both: Drizzle works on the client, and the store joins its transaction. */
  async function together(
    work: (db: NodePgDatabase, client: pg.PoolClient) => Promise<readonly CommitResult[]>,
  ): Promise<readonly CommitResult[]> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const results = await work(drizzle({ client }), client);
      await client.query('COMMIT');
      return results;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }
  // #endregion

  test('the row of the application and the case are committed together', async () => {
    const [result] = await together(async (db, client) => {
      await db.insert(receiptTable).values({ code: 'd1' });
      return store.commit([item('drizzle-1')], { transaction: client });
    });
    expect(result).toEqual({ status: 'committed' });
    expect([await receipts('d1'), await revisionOf('drizzle-1')]).toEqual([1, 1]);
  });

  test('or not at all', async () => {
    const failing = together(async (db, client) => {
      await db.insert(receiptTable).values({ code: 'd2' });
      await store.commit([item('drizzle-2')], { transaction: client });
      await db.execute(sql`SELECT 1 / 0`);
      return [];
    });
    await expect(failing).rejects.toThrow();
    expect([await receipts('d2'), await revisionOf('drizzle-2')]).toEqual([0, undefined]);
  });
});

test('a transaction on another database is refused, and goes on', async () => {
  const other = await createTestDatabase();
  const stranger = createPostgresStore({ connectionString: other.url });
  await stranger.open();
  await other.admin.query('BEGIN');
  await expect(store.commit([item('elsewhere')], { transaction: other.admin })).rejects.toThrow('another database');
  expect((await other.admin.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await other.admin.query('ROLLBACK');
  await stranger.close();
  await other.drop();
});

test('a commit that fails leaves the transaction of the application usable, and nothing of its batch', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query("INSERT INTO receipts VALUES ('kept')");
  const broken = { ...item('broken'), commandId: 'x\u0000' };
  await expect(store.commit([item('whole'), broken], { transaction: client })).rejects.toMatchObject({
    code: 'MC_STORE_FAILED',
  });
  await client.query('COMMIT');
  client.release();
  expect([await receipts('kept'), await revisionOf('whole')]).toEqual([1, undefined]);
});
