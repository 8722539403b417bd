import { resolve } from 'node:path';
import {
  isMotcuaError,
  MotcuaError,
  NOTIFICATION_LOG_CONTRACT_VERSION,
  type NotificationLog,
  type NotificationRecord,
} from '@motcua/core/contract';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { layoutOf } from '../side-file.js';

export interface SqliteNotificationLogOptions {
  /** Path of the log: a file of its own. */
  readonly file: string;
}

const BUSY_TIMEOUT_MS = 5_000;
const LAYOUT = 1;
const LAYOUT_TABLE = 'motcua_notification_layout';

const schema = `
CREATE TABLE ${LAYOUT_TABLE} (version INTEGER NOT NULL) STRICT;
INSERT INTO ${LAYOUT_TABLE} VALUES (${LAYOUT});
CREATE TABLE motcua_notifications (
  sequence INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  channel TEXT NOT NULL,
  content TEXT NOT NULL,
  case_id TEXT NOT NULL,
  template TEXT NOT NULL,
  audience TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'gave-up', 'unreachable')),
  reason TEXT,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (tenant, key, channel)
) STRICT;
CREATE INDEX motcua_notifications_content ON motcua_notifications (tenant, content);
CREATE INDEX motcua_notifications_case ON motcua_notifications (tenant, case_id, at);
`;

/** A row, with the names of the contract. */
interface Row extends Omit<NotificationRecord, 'reason'> {
  readonly reason: string | null;
}

const COLUMNS = 'tenant, key, channel, content, case_id AS caseId, template, audience, outcome, reason, attempt, at';

/**
 * What was sent to whom, in an SQLite file. Several processes of one machine may share it. It is opened here; throws
 * MC_STORE_FAILED when it cannot be, and MC_STORE_VERSION when a newer release wrote it.
 */
export function createSqliteNotificationLog({ file }: SqliteNotificationLogOptions): NotificationLog {
  const path = file === ':memory:' ? file : resolve(file);
  const database = attempt('open', path, () => openLog(path));
  const statements = attempt('open', path, () => prepare(database));
  const records = (rows: readonly Row[]): readonly NotificationRecord[] =>
    rows.map(({ reason, ...row }) => ({ ...row, ...(reason !== null && { reason }) }));

  return {
    contractVersion: NOTIFICATION_LOG_CONTRACT_VERSION,
    async record({ reason = null, ...row }: NotificationRecord | Row) {
      attempt('record', path, () => statements.record.run({ ...row, reason }));
    },
    find: async (request) => attempt('find', path, () => records(statements.find.all(request))),
    ofCase: async (request) => attempt('ofCase', path, () => records(statements.ofCase.all(request))),
    async close() {
      database.close();
    },
  };
}

function openLog(path: string): Database {
  const database = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.transaction(() => createTables(database, path)).immediate();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function createTables(database: Database, file: string): void {
  const version = layoutOf(database, { layoutTable: LAYOUT_TABLE, schema });
  if (version === LAYOUT) return;
  throw new MotcuaError('MC_STORE_VERSION', {
    happened: `The notification log ${file} has the layout ${String(version)}`,
    expected: `layout ${LAYOUT}`,
    remedy: 'run the release of motcua that wrote it, or a newer one',
    details: { file, version, supported: LAYOUT },
  });
}

const prepare = (database: Database) => ({
  // A replaced record comes last, like one that is new.
  record: database.prepare<[Row]>(
    `INSERT OR REPLACE INTO motcua_notifications
       (tenant, key, channel, content, case_id, template, audience, outcome, reason, attempt, at)
     VALUES (@tenant, @key, @channel, @content, @caseId, @template, @audience, @outcome, @reason, @attempt, @at)`,
  ),
  find: database.prepare<[{ readonly tenant: string; readonly key: string; readonly content: string }], Row>(
    `SELECT ${COLUMNS} FROM motcua_notifications
     WHERE tenant = @tenant AND (key = @key OR content = @content) ORDER BY at, sequence`,
  ),
  ofCase: database.prepare<[{ readonly tenant: string; readonly caseId: string }], Row>(
    `SELECT ${COLUMNS} FROM motcua_notifications WHERE tenant = @tenant AND case_id = @caseId ORDER BY at, sequence`,
  ),
});

function attempt<Result>(operation: string, file: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (isMotcuaError(cause)) throw cause;
    throw new MotcuaError('MC_STORE_FAILED', {
      happened: `The notification log ${file} failed in ${operation}: ${cause instanceof Error ? cause.message : String(cause)}`,
      expected: 'a file of its own that can be read and written, and calls before close()',
      remedy: 'see the cause; repeating the call is safe',
      details: { operation, file },
      cause,
    });
  }
}
