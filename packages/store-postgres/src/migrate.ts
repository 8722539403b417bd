import { createHash } from 'node:crypto';
import { MotcuaError } from '@motcua/core/contract';
import { connect, type PooledClient, type PostgresStoreOptions, quoted, schemaOf } from './connection.js';
import { createDatabase } from './database.js';
import { type Migration, migrations } from './migrations/index.js';
import { codeOf, storeFailed } from './postgres-error.js';

interface Applied {
  readonly number: number;
  readonly checksum: string;
}

/**
 * Makes the schema, or brings it to what this release needs: what `open()` does as well, for a deployment in which the
 * store runs with a role that may not. Twice is once.
 *
 * @throws MC_STORE_VERSION when the schema was written by a newer release, or a migration was changed.
 * @throws MC_STORE_FAILED for failures of the database.
 */
export async function migratePostgres(options: PostgresStoreOptions): Promise<void> {
  const schemaName = schemaOf(options);
  const { pool, end } = connect({ ...options, wake: 'poll' });
  try {
    const database = createDatabase(pool, { schemaName, isNamed: false });
    await database.withClient((client) => migrate(client, schemaName, migrations));
  } catch (cause) {
    throw storeFailed('migrate', schemaName, cause);
  } finally {
    await end();
  }
}

/**
 * Brings a schema to the last of the migrations. Of several processes that start together one applies, the others
 * wait and then find it done. When nothing is missing, nothing is written and no right to write is needed.
 */
export async function migrate(client: PooledClient, schema: string, all: readonly Migration[]): Promise<void> {
  for (let attempt = 1; (await missing(client, schema, all)).length > 0; attempt += 1) {
    try {
      await applyMissing(client, schema, all);
    } catch (error) {
      // The lock is there, but what its last holder made need not be known to this session yet: look again.
      if (!MADE_MEANWHILE.has(codeOf(error) ?? '') || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Unique violation, duplicate schema, duplicate table. */
const MADE_MEANWHILE = new Set(['23505', '42P06', '42P07']);
const MAX_ATTEMPTS = 5;

async function applyMissing(client: PooledClient, schema: string, all: readonly Migration[]): Promise<void> {
  await client.query({ text: 'BEGIN' });
  try {
    await client.query({
      text: 'SELECT pg_advisory_xact_lock(hashtext($1), 0)',
      values: [`motcua migration of ${schema}`],
    });
    await client.query({ text: `CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}` });
    await client.query({
      text: `CREATE TABLE IF NOT EXISTS ${quoted(schema)}.migrations (
        number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL
      )`,
    });
    for (const migration of await missing(client, schema, all)) {
      await client.query({ text: migration.sql.replaceAll('{schema}', quoted(schema)) });
      await client.query({
        text: `INSERT INTO ${quoted(schema)}.migrations (number, name, checksum) VALUES ($1, $2, $3)`,
        values: [migration.number, migration.name, checksumOf(migration)],
      });
    }
    await client.query({ text: 'COMMIT' });
  } catch (error) {
    // When the connection is gone, so is the transaction.
    await client.query({ text: 'ROLLBACK' }).catch(() => undefined);
    throw error;
  }
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

/** The migrations still to apply, after checking those the schema has. */
async function missing(client: PooledClient, schema: string, all: readonly Migration[]): Promise<readonly Migration[]> {
  const table = `${quoted(schema)}.migrations`;
  const { rows: found } = await client.query({ text: 'SELECT to_regclass($1) IS NOT NULL AS exists', values: [table] });
  if ((found as { exists: boolean }[])[0]?.exists !== true) return all;
  const { rows } = await client.query({ text: `SELECT number, checksum FROM ${table} ORDER BY number` });
  const applied = rows as Applied[];
  for (const { number, checksum } of applied) {
    const known = all.find((migration) => migration.number === number);
    if (known === undefined) throw tooNew(schema, number, all.length);
    if (checksumOf(known) !== checksum) throw changed(schema, known);
  }
  return all.filter(({ number }) => !applied.some((done) => done.number === number));
}

function tooNew(schema: string, found: number, newest: number): MotcuaError {
  return new MotcuaError('MC_STORE_VERSION', {
    happened: `The schema ${schema} has migration ${found}, written by a newer release`,
    expected: `migrations up to ${newest}, the newest this release of @motcua/store-postgres knows`,
    remedy: 'run the newer release, or restore a backup from before the upgrade; migrations only go forward',
    details: { schema, found, newest },
  });
}

function changed(schema: string, migration: Migration): MotcuaError {
  return new MotcuaError('MC_STORE_VERSION', {
    happened: `Migration ${migration.number} (${migration.name}) of the schema ${schema} has another checksum`,
    expected: `the checksum of the released migration, ${checksumOf(migration)}`,
    remedy: 'use an unmodified release of @motcua/store-postgres, or restore the database from a backup',
    details: { schema, migration: migration.number },
  });
}
