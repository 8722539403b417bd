import type { Store } from '@motcua/core/contract';
import type { CreateStoreHarness } from '@motcua/testkit/store-contract';
import pg from 'pg';
import { tenantTables } from '../src/grants.js';
import { createPostgresStore } from '../src/index.js';
import type { TestDatabase } from './server/test-database.js';

/** Fresh stores over one database: its tables are emptied between them, which costs less than making them. */
export function serverHarness(database: () => TestDatabase): CreateStoreHarness {
  return async () => {
    const { url, admin } = database();
    const stores: Store[] = [];
    const openAnother = async (): Promise<Store> => {
      const store = createPostgresStore({ connectionString: url, poolSize: 8 });
      stores.push(store);
      await store.open();
      return store;
    };
    return {
      store: await openAnother(),
      crash: openAnother,
      peer: openAnother,
      async transact(work, end) {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        try {
          await client.query('BEGIN');
          return await work(client);
        } finally {
          await client.query(end);
          await client.end();
        }
      },
      async close() {
        for (const store of stores) await store.close();
        await emptyTables(admin);
      },
    };
  };
}

export async function emptyTables(client: { query(text: string): Promise<unknown> }): Promise<void> {
  const tables = [...tenantTables, 'liveness', 'log', 'disclosures', 'sequencer'];
  await client.query(tables.map((table) => `DELETE FROM motcua.${table}`).join('; '));
}
