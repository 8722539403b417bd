import { createPostgresStore } from '@motcua/store-postgres';
import pg from 'pg';
import { isOpened, type OfficeDatabase, only, type Slip } from './office-database.js';

/** Slips in the schema of the office, cases in the schema `motcua` of the same database. */
export function postgresDatabase(connectionString: string): OfficeDatabase {
  const store = createPostgresStore({ connectionString });
  const pool = new pg.Pool({ connectionString, max: 5 });
  // A connection that breaks while it idles is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  return {
    store,
    async open() {
      await pool.query(
        'CREATE TABLE IF NOT EXISTS slips (lookup_code text PRIMARY KEY, case_id text NOT NULL UNIQUE, issued_by text NOT NULL)',
      );
    },
    async commitTogether(item, slip) {
      const client = await pool.connect();
      let failure: Error | undefined;
      try {
        await client.query('BEGIN');
        const result = only(await store.commit([item], { transaction: client }));
        if (isOpened(item, result)) {
          await client.query('INSERT INTO slips VALUES ($1, $2, $3)', [slip.lookupCode, slip.caseId, slip.issuedBy]);
        }
        await client.query(result.status === 'conflict' ? 'ROLLBACK' : 'COMMIT');
        return result;
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        // A connection that failed in a transaction is not used again: closing it rolls back.
        client.release(failure);
      }
    },
    slipOfCase: (caseId) => slipOf(pool, 'case_id', caseId),
    slipOfCode: (lookupCode) => slipOf(pool, 'lookup_code', lookupCode),
    close: () => pool.end(),
  };
}

async function slipOf(pool: pg.Pool, column: 'case_id' | 'lookup_code', value: string): Promise<Slip | undefined> {
  const { rows } = await pool.query<Slip>(
    `SELECT case_id AS "caseId", lookup_code AS "lookupCode", issued_by AS "issuedBy" FROM slips WHERE ${column} = $1`,
    [value],
  );
  return rows[0];
}
