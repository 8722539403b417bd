import type { Database } from 'better-sqlite3';

/** Every table and index of a database as SQL, in a fixed order, as it is kept in schema.sql. */
export function schemaOf(database: Database): string {
  const objects = database
    .prepare<[], string>(
      `SELECT sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND name NOT LIKE 'motcua_case_words_%' ORDER BY tbl_name, type DESC, name`,
    )
    .pluck()
    .all();
  return `-- All migrations of @motcua/store-sqlite, applied. A test compares it.\n\n${objects.join(';\n\n')};\n`;
}
