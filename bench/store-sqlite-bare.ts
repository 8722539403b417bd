import type { CommitItem } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';

type Values = readonly (string | number | null)[];

/** The rows of one commit, ready for their statements: nothing is left to do but write them. */
export interface BareCommit {
  readonly cases: Values;
  readonly journal: Values;
  readonly command: Values;
  readonly audit: Values;
  readonly timerOut: Values;
  readonly timerIn: Values;
  readonly message: Values;
}

/** What a programmer would write who needs no store: the same rows, by hand, in one transaction. */
export function createBareWriter(database: Database): (commit: BareCommit) => void {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const cases = database.prepare(
    'UPDATE motcua_cases SET revision = ?, written_at = ?, summary = ?, envelope = ?, state_path = ? WHERE id = ?',
  );
  const journal = database.prepare('INSERT INTO motcua_journal (tenant, case_id, revision, entry) VALUES (?, ?, ?, ?)');
  const command = database.prepare('INSERT INTO motcua_commands (tenant, command_id, reply) VALUES (?, ?, ?)');
  const audit = database.prepare('INSERT INTO motcua_audit (tenant, case_id, record) VALUES (?, ?, ?)');
  const timerOut = database.prepare('DELETE FROM motcua_timers WHERE tenant = ? AND case_id = ? AND key = ?');
  const timerIn = database.prepare('INSERT INTO motcua_timers (tenant, case_id, key, fire_at) VALUES (?, ?, ?, ?)');
  const message = database.prepare(
    `INSERT INTO motcua_outbox (tenant, case_id, destination, revision, position, message_id, topic, created_at, status,
       attempts, available_at, ready_at, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?)`,
  );
  return (rows) => {
    begin.run();
    cases.run(...rows.cases);
    journal.run(...rows.journal);
    command.run(...rows.command);
    audit.run(...rows.audit);
    timerOut.run(...rows.timerOut);
    timerIn.run(...rows.timerIn);
    message.run(...rows.message);
    commit.run();
  };
}

/** The rows that the store writes for an item on a case that is open already; the first lane of a case is ready. */
export function bareCommitOf(item: CommitItem, row: number): BareCommit {
  const { tenant, caseId, commandId, change } = item;
  const envelope = change?.envelope;
  const added = change?.timers?.at(-1);
  const [message] = change?.outbox ?? [];
  if (change === undefined || envelope === undefined || added === undefined || message === undefined) {
    throw new TypeError('The benchmark writes whole commits');
  }
  const { revision, writtenAt, workflow, version, status, state, index, deadline, openedAt } = envelope;
  const summary = JSON.stringify({ workflow, version, status, state, index, deadline, openedAt });
  const readyAt = revision === 2 ? message.createdAt : null;
  return {
    cases: [revision, writtenAt, summary, JSON.stringify(envelope), state.replaceAll('.', '\u0001'), row],
    journal: [tenant, caseId, revision, JSON.stringify(change.journal)],
    command: [tenant, commandId, JSON.stringify(item.reply)],
    audit: [tenant, caseId, JSON.stringify(item.audit)],
    timerOut: [tenant, caseId, `after/reminder/${revision - 1}`],
    timerIn: [tenant, caseId, added.key, added.fireAt],
    message: [
      tenant,
      caseId,
      message.destination,
      revision,
      0,
      message.id,
      message.topic,
      message.createdAt,
      message.createdAt,
      readyAt,
      JSON.stringify(message.payload),
    ],
  };
}
