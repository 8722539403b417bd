import { createSqliteStore } from '@motcua/store-sqlite';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { isOpened, type OfficeDatabase, only, type Slip } from './office-database.js';

/** Slips and cases in one file. The store has a connection of its own. */
export function sqliteDatabase(file: string): OfficeDatabase {
  const store = createSqliteStore({ file });
  const database = new BetterSqlite3(file);
  return {
    store,
    async open() {
      database.pragma('journal_mode = WAL');
      database.exec(
        `CREATE TABLE IF NOT EXISTS slips (
           lookup_code TEXT PRIMARY KEY, case_id TEXT NOT NULL UNIQUE, issued_by TEXT NOT NULL
         ) STRICT`,
      );
    },
    // #region commit
    async commitTogether(item, slip) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = only(await store.commit([item], { transaction: database }));
        if (isOpened(item, result)) insert(database, slip);
        database.exec(result.status === 'conflict' ? 'ROLLBACK' : 'COMMIT');
        return result;
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    // #endregion
    slipOfCase: async (caseId) => slipOf(database, 'case_id', caseId),
    slipOfCode: async (lookupCode) => slipOf(database, 'lookup_code', lookupCode),
    async close() {
      database.close();
    },
  };
}

function insert(database: Database, { lookupCode, caseId, issuedBy }: Slip): void {
  database.prepare('INSERT INTO slips VALUES (?, ?, ?)').run(lookupCode, caseId, issuedBy);
}

function slipOf(database: Database, column: 'case_id' | 'lookup_code', value: string): Slip | undefined {
  return database
    .prepare<[string], Slip>(
      `SELECT case_id AS caseId, lookup_code AS lookupCode, issued_by AS issuedBy FROM slips WHERE ${column} = ?`,
    )
    .get(value);
}
