import {
  NOTIFICATION_LOG_CONTRACT_VERSION,
  type NotificationLog,
  type NotificationRecord,
} from '@motcua/core/contract';
import { connect, type PostgresStoreOptions, schemaOf } from '../connection.js';
import { createDatabase } from '../database.js';
import { migrate } from '../migrate.js';
import type { Migration } from '../migrations/index.js';
import { notOpen, storeFailed } from '../postgres-error.js';

/** As for the store, but with a schema of its own; default `motcua_told`. */
export type PostgresNotificationLogOptions = PostgresStoreOptions;

const initial = `
CREATE TABLE {schema}.notifications (
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  tenant text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  channel text COLLATE "C" NOT NULL,
  content text COLLATE "C" NOT NULL,
  case_id text COLLATE "C" NOT NULL,
  template text NOT NULL,
  audience text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('sent', 'gave-up', 'unreachable')),
  reason text,
  attempt integer NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (tenant, key, channel)
);
CREATE INDEX notifications_content ON {schema}.notifications (tenant, content);
CREATE INDEX notifications_case ON {schema}.notifications (tenant, case_id, at);
`;

const migrations: readonly Migration[] = [{ number: 1, name: 'initial', sql: initial }];

type Row = Omit<NotificationRecord, 'reason'> & { readonly reason: string | null };

/** Instants are read as floating point numbers, which hold every one of them exactly. */
const COLUMNS = `tenant, key, channel, content, case_id AS "caseId", template, audience, outcome, reason, attempt,
  at::double precision AS at`;

const recordOf = ({ reason, ...row }: Row): NotificationRecord => ({ ...row, ...(reason !== null && { reason }) });

/**
 * What was sent to whom, in a schema of a PostgreSQL database, for any number of processes. The first call makes the
 * schema.
 *
 * @throws MC_STORE_FAILED for a schema that is no plain name.
 */
export function createPostgresNotificationLog(options: PostgresNotificationLogOptions): NotificationLog {
  const schemaName = schemaOf({ schema: options.schema ?? 'motcua_told' });
  const { pool, end } = connect({ ...options, wake: 'poll' });
  const database = createDatabase(pool, { schemaName, isNamed: options.statements !== 'unnamed' });
  const table = `${database.schema}.notifications`;
  let made: Promise<void> | undefined;
  let isClosed = false;

  async function run<Result>(operation: string, work: () => Promise<Result>): Promise<Result> {
    if (isClosed) throw notOpen(operation, schemaName);
    try {
      made ??= database.withClient((client) => migrate(client, schemaName, migrations));
      await made;
    } catch (cause) {
      made = undefined;
      throw storeFailed(operation, schemaName, cause);
    }
    try {
      return await work();
    } catch (cause) {
      throw storeFailed(operation, schemaName, cause);
    }
  }

  const list = async (name: string, where: string, values: readonly string[]) =>
    (
      await database.rows<Row>(name, `SELECT ${COLUMNS} FROM ${table} WHERE ${where} ORDER BY at, sequence`, values)
    ).map(recordOf);

  return {
    contractVersion: NOTIFICATION_LOG_CONTRACT_VERSION,
    record: (record) =>
      run('record', async () => {
        const { tenant, key, channel, content, caseId, template, audience, outcome, reason, attempt, at } = record;
        // A replaced record comes last, like one that is new.
        await database.rows(
          'told_record',
          `INSERT INTO ${table}
             (tenant, key, channel, content, case_id, template, audience, outcome, reason, attempt, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (tenant, key, channel) DO UPDATE SET
             sequence = DEFAULT, content = excluded.content, case_id = excluded.case_id, template = excluded.template,
             audience = excluded.audience, outcome = excluded.outcome, reason = excluded.reason,
             attempt = excluded.attempt, at = excluded.at`,
          [tenant, key, channel, content, caseId, template, audience, outcome, reason ?? null, attempt, at],
        );
      }),
    find: ({ tenant, key, content }) =>
      run('find', () => list('told_find', 'tenant = $1 AND (key = $2 OR content = $3)', [tenant, key, content])),
    ofCase: ({ tenant, caseId }) =>
      run('ofCase', () => list('told_case', 'tenant = $1 AND case_id = $2', [tenant, caseId])),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await end();
    },
  };
}
