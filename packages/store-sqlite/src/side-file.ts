import type { Database } from 'better-sqlite3';

export const hasTable = (database: Database, name: string): boolean =>
  database.prepare<[string]>("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;

/** A file beside the cases, with tables and a layout number of its own. */
export interface SideFile {
  /** The table that holds the number of the layout, as `version`. */
  readonly layoutTable: string;
  /** Creates all tables, that one with its number included. */
  readonly schema: string;
}

/** Creates the tables of a file that has none, and says which layout it has. Inside a transaction: all or nothing. */
export function layoutOf(database: Database, { layoutTable, schema }: SideFile): number | undefined {
  if (!hasTable(database, layoutTable)) database.exec(schema);
  return database.prepare<[], number>(`SELECT version FROM ${layoutTable}`).pluck().get();
}
