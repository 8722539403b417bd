import {
  type CommitItem,
  type CommitResult,
  DISPOSED_REVISION,
  type OutboxRow,
  type Reply,
} from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import { createCaseWriter } from './case-writer.js';
import { createLeafWriter } from './leaf-writer.js';
import { createTimerWriter } from './timer-writer.js';

/** Writes one item, all of it, or says why nothing was written. Runs inside a transaction. */
export type ItemWriter = (item: CommitItem) => CommitResult;

type MessageValues = [
  tenant: string,
  caseId: string,
  destination: string,
  revision: number,
  position: number,
  messageId: string,
  topic: string,
  createdAt: number,
  availableAt: number,
  readyAt: number | null,
  payload: string,
];

type CaseRow = readonly [row: number, revision: number, summary: string];

/** The statements of a commit, prepared once for a connection. */
export function createItemWriter(database: Database): ItemWriter {
  const writeCase = createCaseWriter(database);
  const writeTimers = createTimerWriter(database);
  const writeLeaf = createLeafWriter(database);
  const findReply = database
    .prepare<[string, string], string>('SELECT reply FROM motcua_commands WHERE tenant = ? AND command_id = ?')
    .pluck();
  const findCase = database
    .prepare<[string, string], CaseRow>(
      'SELECT id, revision, summary FROM motcua_cases WHERE tenant = ? AND case_id = ?',
    )
    .raw();
  const isDisposed = database
    .prepare<[string, string], number>('SELECT 1 FROM motcua_tombstones WHERE tenant = ? AND case_id = ?')
    .pluck();
  const insertReply = database.prepare<[string, string, string]>(
    'INSERT INTO motcua_commands (tenant, command_id, reply) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const insertAudit = database.prepare<[string, string, string]>(
    'INSERT INTO motcua_audit (tenant, case_id, record) VALUES (?, ?, ?)',
  );
  const insertJournal = database.prepare<[string, string, number, string]>(
    'INSERT INTO motcua_journal (tenant, case_id, revision, entry) VALUES (?, ?, ?, ?)',
  );
  const insertMessage = database.prepare<MessageValues>(
    `INSERT INTO motcua_outbox (tenant, case_id, destination, revision, position, message_id, topic, created_at, status,
       attempts, available_at, ready_at, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?)`,
  );
  const isLaneBusy = database
    .prepare<[string, string, string], number>(
      `SELECT 1 FROM motcua_outbox WHERE tenant = ? AND case_id = ? AND destination = ? AND status = 'pending' LIMIT 1`,
    )
    .pluck();

  function writeMessage(row: OutboxRow): void {
    const { tenant, caseId, destination, revision, index, id, topic, createdAt } = row;
    const readyAt = isLaneBusy.get(tenant, caseId, destination) === undefined ? createdAt : null;
    const payload = JSON.stringify(row.payload);
    insertMessage.run(tenant, caseId, destination, revision, index, id, topic, createdAt, createdAt, readyAt, payload);
  }

  return (item) => {
    const { tenant, caseId, commandId, leaf, change, firing } = item;
    const found = findCase.get(tenant, caseId);
    const revision = found?.[1] ?? (isDisposed.get(tenant, caseId) === undefined ? 0 : DISPOSED_REVISION);
    const isCurrent = revision === item.expectedRevision;
    // Most commands are new: that their ids are unique tells the others, without looking for each beforehand.
    if (!isCurrent || insertReply.run(tenant, commandId, JSON.stringify(item.reply)).changes === 0) {
      const previous = findReply.get(tenant, commandId);
      if (previous !== undefined) return { status: 'duplicate', reply: JSON.parse(previous) as Reply };
      return { status: 'conflict', revision };
    }
    const before = found && { row: found[0], summary: found[2] };

    insertAudit.run(tenant, caseId, JSON.stringify(item.audit));
    if (leaf !== undefined) writeLeaf(tenant, caseId, leaf);
    if (change !== undefined) {
      writeCase(change.envelope, before);
      insertJournal.run(tenant, caseId, change.journal.revision, JSON.stringify(change.journal));
      for (const row of change.outbox) writeMessage(row);
    }
    writeTimers({ tenant, caseId, isNew: before === undefined, firing, timers: change?.timers });
    return { status: 'committed' };
  };
}
