import { setTimeout as sleep } from 'node:timers/promises';
import { isMotcuaError, type Store } from '@motcua/core';
import { createPostgresStore } from '@motcua/store-postgres';
import { createSqliteStore } from '@motcua/store-sqlite';
import type { StoreName } from './protocol.ts';

/** The store of a run. `location`: the file, for SQLite; the address, for PostgreSQL. */
export function openStore(name: StoreName, location: string): Store {
  switch (name) {
    case 'sqlite':
      return createSqliteStore({ file: location, busyTimeoutMs: 60_000 });
    case 'postgres':
      return patient(
        createPostgresStore({
          connectionString: location,
          poolSize: 4,
          statementTimeoutMs: 1_000,
          connectTimeoutMs: 2_000,
        }),
      );
  }
}

/** A server that is being restarted is waited for when the engine starts, as a supervisor of processes would. */
function patient(store: Store): Store {
  return {
    ...store,
    async open() {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await store.open();
        } catch (error) {
          if (attempt === 100 || !isMotcuaError(error, 'MC_STORE_FAILED')) throw error;
          await sleep(200);
        }
      }
    },
  };
}
