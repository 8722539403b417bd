import type { Instant } from '@motcua/core/contract';
import { connect, type PooledClient, type PostgresStoreOptions, quoted, schemaOf } from './connection.js';
import { createDatabase } from './database.js';
import { storeFailed } from './postgres-error.js';

/** Tables that grow for ever, and the instant by which their rows are divided. */
const partitioned = { journal: 'written_at', audit: 'written_at', deliveries: 'settled_at' } as const;
type Table = keyof typeof partitioned;
const tables = Object.keys(partitioned) as readonly Table[];

/** A month of the UTC calendar. */
interface Month {
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Divides journal, audit records and deliveries by month, for the months that lie between two instants. Rows of these
 * months that were written before are moved. What no partition takes goes into the table `..._other`: a commit never
 * fails for want of one. To be called by the owner of the schema, once a month or for years ahead; twice is once.
 *
 * @returns the partitions made.
 * @throws MC_STORE_FAILED for failures of the database.
 */
export async function ensurePartitions({
  from,
  to,
  ...options
}: PostgresStoreOptions & { readonly from: Instant; readonly to: Instant }): Promise<readonly string[]> {
  const schema = quoted(schemaOf(options));
  return onClient('ensurePartitions', options, async (client) => {
    const made: string[] = [];
    for (const month of monthsBetween(from, to)) {
      for (const table of tables) {
        const name = `${table}_${month.name}`;
        if (await exists(client, `${schema}.${name}`)) continue;
        const column = partitioned[table];
        const within = `${column} >= ${month.from} AND ${column} < ${month.to}`;
        await inTransaction(client, [
          `LOCK TABLE ${schema}.${table} IN ACCESS EXCLUSIVE MODE`,
          `CREATE TABLE ${schema}.${name} (LIKE ${schema}.${table} INCLUDING ALL)`,
          `WITH moved AS (DELETE FROM ${schema}.${table}_other WHERE ${within} RETURNING *)
           INSERT INTO ${schema}.${name} SELECT * FROM moved`,
          `ALTER TABLE ${schema}.${table} ATTACH PARTITION ${schema}.${name} FOR VALUES FROM (${month.from}) TO (${month.to})`,
        ]);
        made.push(name);
      }
    }
    return made;
  });
}

export interface Archive {
  /** Partitions that lie in the archive now. */
  readonly archived: readonly string[];
  /** Partitions that stay, because a case that is still open has rows in them. */
  readonly kept: readonly string[];
}

/**
 * Takes whole months that ended before an instant out of journal, audit records and deliveries, into another schema of
 * the database: to be dumped, kept elsewhere, and dropped when the law allows. Nothing is deleted. A month in which a
 * case that is still open has a journal entry or an audit record stays, and so does every leaf of the audit log. To be
 * called by the owner of the schema.
 *
 * @param into schema of the archive; made when it does not exist.
 * @throws MC_STORE_FAILED for failures of the database.
 */
export async function archivePartitions({
  before,
  into,
  ...options
}: PostgresStoreOptions & { readonly before: Instant; readonly into: string }): Promise<Archive> {
  const schemaName = schemaOf(options);
  const schema = quoted(schemaName);
  const target = quoted(schemaOf({ schema: into }));
  return onClient('archivePartitions', options, async (client) => {
    const archived: string[] = [];
    const kept: string[] = [];
    for (const { table, name, to } of await partitionsOf(client, schemaName)) {
      if (to > before) continue;
      if (table !== 'deliveries' && (await hasOpenCase(client, schema, name))) {
        kept.push(name);
        continue;
      }
      await inTransaction(client, [
        `CREATE SCHEMA IF NOT EXISTS ${target}`,
        `ALTER TABLE ${schema}.${table} DETACH PARTITION ${schema}.${name}`,
        `ALTER TABLE ${schema}.${name} SET SCHEMA ${target}`,
        ...(table === 'audit' ? [leavesBack(schema, `${target}.${name}`)] : []),
      ]);
      archived.push(name);
    }
    return { archived, kept };
  });
}

/** The audit log is compared with its leaves, and chains are read to their beginning: these stay, without the records. */
const leavesBack = (schema: string, archived: string): string =>
  `INSERT INTO ${schema}.audit (sequence, tenant, case_id, written_at, case_seq, case_prev, body)
   SELECT a.sequence, a.tenant, a.case_id, a.written_at, a.case_seq, a.case_prev, a.body
   FROM ${archived} a WHERE a.body IS NOT NULL`;

async function hasOpenCase(client: PooledClient, schema: string, partition: string): Promise<boolean> {
  const { rows } = await client.query({
    text: `SELECT EXISTS (
      SELECT 1 FROM ${schema}.${partition} p JOIN ${schema}.cases c ON c.tenant = p.tenant AND c.case_id = p.case_id
      WHERE c.status = 'active') AS found`,
  });
  return (rows as { readonly found: boolean }[])[0]?.found === true;
}

async function partitionsOf(
  client: PooledClient,
  schema: string,
): Promise<readonly { readonly table: Table; readonly name: string; readonly to: Instant }[]> {
  const { rows } = await client.query({
    text: `SELECT p.relname AS table, c.relname AS name FROM pg_inherits i
      JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
      WHERE p.relnamespace = $1::regnamespace AND p.relkind = 'p' ORDER BY c.relname`,
    values: [quoted(schema)],
  });
  return (rows as { readonly table: Table; readonly name: string }[]).flatMap(({ table, name }) => {
    const [, year, month] = /_(\d{4,6})_(\d{2})$/u.exec(name) ?? [];
    return year === undefined || month === undefined
      ? []
      : [{ table, name, to: Date.UTC(Number(year), Number(month)) }];
  });
}

function monthsBetween(from: Instant, to: Instant): readonly Month[] {
  const months: Month[] = [];
  const first = new Date(from);
  let [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
  while (Date.UTC(year, month) < to) {
    months.push({
      name: `${year}_${String(month + 1).padStart(2, '0')}`,
      from: Date.UTC(year, month),
      to: Date.UTC(year, month + 1),
    });
    [year, month] = month === 11 ? [year + 1, 0] : [year, month + 1];
  }
  return months;
}

async function exists(client: PooledClient, table: string): Promise<boolean> {
  const { rows } = await client.query({ text: 'SELECT to_regclass($1) IS NOT NULL AS found', values: [table] });
  return (rows as { readonly found: boolean }[])[0]?.found === true;
}

async function inTransaction(client: PooledClient, statements: readonly string[]): Promise<void> {
  await client.query({ text: ['BEGIN', ...statements, 'COMMIT'].join(';\n') }).catch(async (error: unknown) => {
    await client.query({ text: 'ROLLBACK' });
    throw error;
  });
}

async function onClient<Result>(
  operation: string,
  options: PostgresStoreOptions,
  work: (client: PooledClient) => Promise<Result>,
): Promise<Result> {
  const schemaName = schemaOf(options);
  const { pool, end } = connect({ ...options, wake: 'poll' });
  try {
    return await createDatabase(pool, { schemaName, isNamed: false }).withClient(work);
  } catch (cause) {
    throw storeFailed(operation, schemaName, cause);
  } finally {
    await end();
  }
}
