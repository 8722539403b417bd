import type { StoreName } from '../worker/protocol.ts';
import { readPostgresRows } from './postgres-rows.ts';
import type { Rows } from './rows.ts';
import { readSqliteRows } from './sqlite-rows.ts';

/** The tables of a run's database. `location`: the file, for SQLite; the address, for PostgreSQL. */
export function readRows(store: StoreName, location: string): Promise<Rows> {
  switch (store) {
    case 'sqlite':
      return Promise.resolve(readSqliteRows(location));
    case 'postgres':
      return readPostgresRows(location);
  }
}
