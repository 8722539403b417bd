import BetterSqlite3 from 'better-sqlite3';
import type {
  CaseRow,
  CommandRow,
  JournalRow,
  LeafRow,
  LivenessRow,
  MessageTableRow,
  Rows,
  TimerTableRow,
} from './rows.ts';

type Stored<Row> = { readonly [Column in keyof Row]: Row[Column] extends string | number ? Row[Column] : string };

/** Reads the tables of a SQLite database. */
export function readSqliteRows(file: string): Rows {
  const database = new BetterSqlite3(file, { readonly: true });
  const all = <Row>(sql: string) => database.prepare<[], Stored<Row>>(sql).all();
  try {
    return {
      cases: all<CaseRow>(
        'SELECT tenant, case_id AS caseId, revision, envelope FROM motcua_cases ORDER BY tenant, case_id',
      ).map((row) => ({ ...row, envelope: JSON.parse(row.envelope) })),
      journal: all<JournalRow>(
        'SELECT tenant, case_id AS caseId, revision, entry FROM motcua_journal ORDER BY tenant, case_id, revision, id',
      ).map((row) => ({ ...row, entry: JSON.parse(row.entry) })),
      commands: all<CommandRow>('SELECT tenant, command_id AS commandId, reply FROM motcua_commands ORDER BY id').map(
        (row) => ({ ...row, reply: JSON.parse(row.reply) }),
      ),
      audit: all<{ readonly record: string }>('SELECT record FROM motcua_audit ORDER BY sequence').map(({ record }) =>
        JSON.parse(record),
      ),
      leaves: all<LeafRow>(
        'SELECT tenant, case_id AS caseId, case_seq AS caseSeq, leaf FROM motcua_leaves ORDER BY tenant, case_id, case_seq',
      ),
      timers: all<TimerTableRow>(
        'SELECT tenant, case_id AS caseId, key, fire_at AS fireAt FROM motcua_timers ORDER BY tenant, case_id, key',
      ),
      outbox: all<MessageTableRow>(
        `SELECT tenant, case_id AS caseId, destination, revision, position, message_id AS messageId, topic, status, payload
         FROM motcua_outbox ORDER BY tenant, case_id, destination, revision, position`,
      ).map((row) => ({ ...row, payload: JSON.parse(row.payload) })),
      liveness: all<LivenessRow>(
        'SELECT owner, alive_from AS "from", alive_to AS "to" FROM motcua_liveness ORDER BY alive_from',
      ),
    };
  } finally {
    database.close();
  }
}
