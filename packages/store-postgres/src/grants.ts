import pg from 'pg';
import { connect, type PostgresStoreOptions, quoted, schemaOf } from './connection.js';
import { createDatabase } from './database.js';
import { storeFailed } from './postgres-error.js';

/**
 * What a store does to each table, and no more: nobody but the owner of the schema changes a journal entry, an audit
 * record, a leaf of the log or its place, the reply to a command or the record of a delivery.
 */
const runtimeRights: Readonly<Record<string, string>> = {
  journal: 'SELECT, INSERT',
  log: 'SELECT, INSERT',
  audit: 'SELECT, INSERT',
  commands: 'SELECT, INSERT',
  deliveries: 'SELECT, INSERT',
  cases: 'SELECT, INSERT, UPDATE',
  case_standing: 'SELECT, INSERT, UPDATE',
  case_facts: 'SELECT, INSERT, UPDATE',
  case_regions: 'SELECT, INSERT, DELETE',
  dead_letters: 'SELECT, INSERT, DELETE',
  disclosures: 'SELECT, INSERT',
  timers: 'SELECT, INSERT, UPDATE, DELETE',
  outbox: 'SELECT, INSERT, UPDATE, DELETE',
  outbox_lanes: 'SELECT, INSERT, UPDATE, DELETE',
  series: 'SELECT, INSERT, UPDATE',
  liveness: 'SELECT, INSERT, UPDATE',
  sequencer: 'SELECT, INSERT, UPDATE',
  migrations: 'SELECT',
  identity: 'SELECT',
};

/** Tables with a row of a tenant each: those a reader of some tenants may see its part of. */
export const tenantTables = [
  'cases',
  'case_standing',
  'case_regions',
  'case_facts',
  'commands',
  'journal',
  'audit',
  'timers',
  'outbox',
  'outbox_lanes',
  'deliveries',
  'dead_letters',
  'series',
];

/** A role, and the schema it is given rights in. The connection is that of the schema's owner. */
export type GrantOptions = PostgresStoreOptions & {
  /** An existing role of the server. */
  readonly role: string;
};

/**
 * Lets a role run a store, with no more rights than that takes: no UPDATE or DELETE on journal, audit records, replies
 * and deliveries, no DDL. Migrate first. Twice is once.
 *
 * @throws MC_STORE_FAILED for failures of the database, such as a role that does not exist.
 */
export function grantRuntime({ role, ...options }: GrantOptions): Promise<void> {
  const schema = quoted(schemaOf(options));
  const to = pg.escapeIdentifier(role);
  const policy = pg.escapeIdentifier(`motcua_runtime_${role}`);
  return runAll('grantRuntime', options, [
    `GRANT USAGE ON SCHEMA ${schema} TO ${to}`,
    `GRANT USAGE, SELECT ON SEQUENCE ${schema}.audit_sequence TO ${to}`,
    ...Object.entries(runtimeRights).flatMap(([table, rights]) => [
      `REVOKE ALL ON ${schema}.${table} FROM ${to}`,
      `GRANT ${rights} ON ${schema}.${table} TO ${to}`,
    ]),
    // An engine works for all tenants, also where readers are kept apart.
    ...tenantTables.flatMap((table) => [
      `DROP POLICY IF EXISTS ${policy} ON ${schema}.${table}`,
      `CREATE POLICY ${policy} ON ${schema}.${table} TO ${to} USING (true) WITH CHECK (true)`,
    ]),
  ]);
}

/**
 * Lets a role that runs a store dispose of closed cases as well: by a function of the schema's owner, which deletes the
 * content of a case with the record of its disposal and nothing else. The role gets no right to delete a journal entry. For
 * the process that carries out the office's disposal lists; the others need it not.
 *
 * @throws MC_STORE_FAILED for failures of the database, such as a role that does not exist.
 */
export function grantDisposal({ role, ...options }: GrantOptions): Promise<void> {
  const schema = quoted(schemaOf(options));
  return runAll('grantDisposal', options, [
    `GRANT EXECUTE ON FUNCTION ${schema}.dispose_case(text, text, text, text) TO ${pg.escapeIdentifier(role)}`,
  ]);
}

/**
 * Lets a role read the rows of some tenants and of no others, by row-level security: for reports written in SQL.
 * Which tenants a role reads is decided here and not by its session. It takes the place of what the role had before.
 *
 * @throws MC_STORE_FAILED for failures of the database, such as a role that does not exist.
 */
export function grantReader({
  role,
  tenants,
  ...options
}: GrantOptions & { readonly tenants: readonly string[] }): Promise<void> {
  const schema = quoted(schemaOf(options));
  const to = pg.escapeIdentifier(role);
  const policy = pg.escapeIdentifier(`motcua_reader_${role}`);
  const list = `ARRAY[${tenants.map((tenant) => pg.escapeLiteral(tenant)).join(', ')}]::text[]`;
  return runAll('grantReader', options, [
    `GRANT USAGE ON SCHEMA ${schema} TO ${to}`,
    ...tenantTables.flatMap((table) => [
      `REVOKE ALL ON ${schema}.${table} FROM ${to}`,
      `GRANT SELECT ON ${schema}.${table} TO ${to}`,
      `ALTER TABLE ${schema}.${table} ENABLE ROW LEVEL SECURITY`,
      `DROP POLICY IF EXISTS ${policy} ON ${schema}.${table}`,
      `CREATE POLICY ${policy} ON ${schema}.${table} FOR SELECT TO ${to} USING (tenant = ANY (${list}))`,
    ]),
  ]);
}

/** Runs statements in one transaction. */
async function runAll(operation: string, options: PostgresStoreOptions, statements: readonly string[]): Promise<void> {
  const schemaName = schemaOf(options);
  const { pool, end } = connect({ ...options, wake: 'poll' });
  try {
    const database = createDatabase(pool, { schemaName, isNamed: false });
    await database.withClient((client) => client.query({ text: ['BEGIN', ...statements, 'COMMIT'].join(';\n') }));
  } catch (cause) {
    throw storeFailed(operation, schemaName, cause);
  } finally {
    await end();
  }
}
