import { readFileSync } from 'node:fs';
import { isMotcuaError } from '@motcua/core/contract';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';
import { migrate } from '../src/migrate.js';
import { migrations } from '../src/migrations/index.js';
import { schemaOf } from './database-schema.js';

const first = { number: 1, name: 'first', sql: 'CREATE TABLE a (x INTEGER) STRICT' };
const second = { number: 2, name: 'second', sql: 'CREATE TABLE b (x INTEGER) STRICT' };

function migrated(...list: readonly (typeof first)[]): Database {
  const database = new BetterSqlite3(':memory:');
  migrate(database, list);
  return database;
}

/** The code and message of the error a call throws. */
function errorOf(work: () => unknown): { readonly code: string; readonly message: string } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!isMotcuaError(error)) throw error;
    return { code: error.code, message: error.message };
  }
}

describe('migrations', () => {
  test('give the schema that is kept in schema.sql', () => {
    const kept = readFileSync(new URL('../schema.sql', import.meta.url), 'utf8');
    expect(schemaOf(migrated(...migrations))).toBe(kept);
  });

  test('are numbered from 1 without gaps', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, place) => place + 1));
  });

  test('apply once, and later ones on top of earlier ones', () => {
    const database = migrated(first);
    migrate(database, [first, second]);
    migrate(database, [first, second]);
    const names = database.prepare('SELECT name FROM motcua_migrations ORDER BY number').pluck().all();
    expect(names).toEqual(['first', 'second']);
  });

  test('leave nothing when one of them fails', () => {
    const database = migrated(first);
    const broken = { number: 3, name: 'broken', sql: 'CREATE TABLE nonsense' };
    expect(() => migrate(database, [first, second, broken])).toThrow(/syntax error|incomplete input/u);
    expect(database.inTransaction).toBe(false);
    expect(database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'b'").pluck().get()).toBe(0);
  });

  test('refuse a database of a newer release with MC_STORE_VERSION', () => {
    const database = migrated(first, second);
    const error = errorOf(() => migrate(database, [first]));
    expect(error?.code).toBe('MC_STORE_VERSION');
    expect(error?.message).toContain('has migration 2');
  });

  test('refuse a database with a changed migration with MC_STORE_VERSION', () => {
    const database = migrated(first);
    const error = errorOf(() => migrate(database, [{ ...first, sql: `${first.sql};` }]));
    expect(error?.code).toBe('MC_STORE_VERSION');
    expect(error?.message).toContain('Migration 1 (first)');
  });

  test('are checked when a store opens', async () => {
    const database = new BetterSqlite3(':memory:');
    await createSqliteStore({ database }).open();
    database.prepare("INSERT INTO motcua_migrations VALUES (999, 'future', 'x')").run();
    const error = await createSqliteStore({ database })
      .open()
      .catch((reason: unknown) => reason);
    expect(isMotcuaError(error, 'MC_STORE_VERSION')).toBe(true);
  });
});
