import { createHash } from 'node:crypto';
import { MotcuaError } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import type { Migration } from './migrations/index.js';

interface Applied {
  readonly number: number;
  readonly checksum: string;
}

const RECORD_TABLE = `CREATE TABLE IF NOT EXISTS motcua_migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL
) STRICT`;

/**
 * Brings a database to the last of the migrations. Calling it again changes nothing; of two processes that start
 * together one applies, the other waits and then finds it done.
 *
 * @throws MC_STORE_VERSION when the database has a migration that is not in the list, or one that was changed.
 */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  if (missing(database, migrations).length === 0) return;
  database
    .transaction(() => {
      database.exec(RECORD_TABLE);
      const record = database.prepare('INSERT INTO motcua_migrations (number, name, checksum) VALUES (?, ?, ?)');
      for (const migration of missing(database, migrations)) {
        database.exec(migration.sql);
        record.run(migration.number, migration.name, checksumOf(migration));
      }
    })
    .exclusive();
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

/** The migrations still to apply, after checking those the database has. */
function missing(database: Database, migrations: readonly Migration[]): readonly Migration[] {
  const recorded = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'motcua_migrations'").get();
  if (recorded === undefined) return migrations;
  const applied = database.prepare<[], Applied>('SELECT number, checksum FROM motcua_migrations ORDER BY number').all();
  for (const { number, checksum } of applied) {
    const known = migrations.find((migration) => migration.number === number);
    if (known === undefined) throw tooNew(database, number, migrations.length);
    if (checksumOf(known) !== checksum) throw changed(database, known);
  }
  return migrations.filter(({ number }) => !applied.some((done) => done.number === number));
}

function tooNew(database: Database, found: number, newest: number): MotcuaError {
  return new MotcuaError('MC_STORE_VERSION', {
    happened: `The database ${database.name} has migration ${found}, written by a newer release`,
    expected: `migrations up to ${newest}, the newest this release of @motcua/store-sqlite knows`,
    remedy: 'run the newer release, or restore a backup from before the upgrade; migrations only go forward',
    details: { file: database.name, found, newest },
  });
}

function changed(database: Database, migration: Migration): MotcuaError {
  return new MotcuaError('MC_STORE_VERSION', {
    happened: `Migration ${migration.number} (${migration.name}) of the database ${database.name} has another checksum`,
    expected: `the checksum of the released migration, ${checksumOf(migration)}`,
    remedy: 'use an unmodified release of @motcua/store-sqlite, or restore the database from a backup',
    details: { file: database.name, migration: migration.number },
  });
}
