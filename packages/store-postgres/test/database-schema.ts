interface Queryable {
  query(text: string): Promise<{ readonly rows: readonly unknown[] }>;
}

/** Every type, table, index and function of the schema `motcua` as SQL, in a fixed order, as it is kept in schema.sql. */
export async function schemaOf(client: Queryable): Promise<string> {
  const { rows } = await client.query(`
    SELECT definition FROM (
      SELECT 1 AS part, t.typname AS name, format(E'CREATE TYPE motcua.%s AS (\\n%s\\n);', t.typname, (
        SELECT string_agg(format('  %I %s', a.attname, format_type(a.atttypid, a.atttypmod)), E',\\n' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0
      )) AS definition
      FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
      WHERE t.typnamespace = 'motcua'::regnamespace AND c.relkind = 'c'
      UNION ALL
      SELECT 2, c.relname, format('CREATE SEQUENCE motcua.%s;', c.relname)
      FROM pg_class c WHERE c.relnamespace = 'motcua'::regnamespace AND c.relkind = 'S'
      UNION ALL
      SELECT 3, c.relname, format(E'CREATE TABLE motcua.%s (\\n%s\\n)%s;%s', c.relname, (
        SELECT string_agg(line, E',\\n' ORDER BY place) FROM (
          SELECT a.attnum AS place, format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attcollation = '"C"'::regcollation THEN ' COLLATE "C"' ELSE '' END,
            CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
            CASE WHEN a.attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
              WHEN a.attidentity <> '' THEN ' GENERATED ALWAYS AS IDENTITY'
              WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END) AS line
          FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          WHERE a.attrelid = c.oid AND a.attnum > 0
          UNION ALL
          SELECT 1000, '  ' || pg_get_constraintdef(k.oid) FROM pg_constraint k
          WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c')
        ) lines
      ), CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid)
        WHEN c.reloptions IS NOT NULL THEN ' WITH (' || array_to_string(c.reloptions, ', ') || ')' ELSE '' END,
        CASE WHEN c.relispartition THEN format(E'\\nALTER TABLE motcua.%s ATTACH PARTITION motcua.%s %s;',
          (SELECT i.inhparent::regclass::oid::regclass FROM pg_inherits i WHERE i.inhrelid = c.oid)::regclass::text,
          c.relname, pg_get_expr(c.relpartbound, c.oid)) ELSE '' END)
      FROM pg_class c WHERE c.relnamespace = 'motcua'::regnamespace AND c.relkind IN ('r', 'p')
      UNION ALL
      SELECT 4, c.relname, pg_get_indexdef(i.indexrelid) || ';'
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
      WHERE c.relnamespace = 'motcua'::regnamespace AND NOT i.indisprimary AND NOT t.relispartition
      UNION ALL
      SELECT 5, p.proname, pg_get_functiondef(p.oid) || ';'
      FROM pg_proc p WHERE p.pronamespace = 'motcua'::regnamespace
    ) objects ORDER BY part, name COLLATE "C"`);
  const definitions = (rows as readonly { readonly definition: string }[]).map(({ definition }) =>
    definition.replaceAll('motcua.motcua.', 'motcua.').replace(/[ \t]+$/gmu, ''),
  );
  return `-- All migrations of @motcua/store-postgres, applied. A test compares it.\n\n${definitions.join('\n\n')}\n`;
}
