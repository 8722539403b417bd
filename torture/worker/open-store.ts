import type { Store } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import type { StoreName } from './protocol.ts';

/** The store of a run. `location`: the file, for SQLite. */
export function openStore(name: StoreName, location: string): Store {
  switch (name) {
    case 'sqlite':
      return createSqliteStore({ file: location, busyTimeoutMs: 60_000 });
  }
}
