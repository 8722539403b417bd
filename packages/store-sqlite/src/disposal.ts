import { type CommitItem, DISPOSED_REVISION, type DisposalItem, type DisposalResult } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import type { ItemWriter } from './commit.js';
import type { Transactions } from './transactions.js';

type CaseRow = readonly [row: number, revision: number, status: string];

/** Deletes a closed case, in one transaction with the record of it. */
export type Disposer = (item: DisposalItem) => DisposalResult;

export function createDisposal(database: Database, transactions: Transactions, writeItem: ItemWriter): Disposer {
  const findCase = database
    .prepare<[string, string], CaseRow>(
      'SELECT id, revision, status FROM motcua_cases WHERE tenant = ? AND case_id = ?',
    )
    .raw();
  const isDisposed = database
    .prepare<[string, string], number>('SELECT 1 FROM motcua_tombstones WHERE tenant = ? AND case_id = ?')
    .pluck();
  const isKnown = database
    .prepare<[string, string], number>('SELECT 1 FROM motcua_commands WHERE tenant = ? AND command_id = ?')
    .pluck();
  const lastAudit = database
    .prepare<[string, string], number>(
      'SELECT coalesce(max(sequence), 0) FROM motcua_audit WHERE tenant = ? AND case_id = ?',
    )
    .pluck();
  const waiting = database
    .prepare<[string, string], number>(
      `SELECT count(*) FROM motcua_outbox WHERE tenant = ? AND case_id = ? AND status = 'pending'`,
    )
    .pluck();
  const bury = database.prepare<[string, string, string]>(
    'INSERT INTO motcua_tombstones (tenant, case_id, tombstone) VALUES (?, ?, ?)',
  );
  const deleteReplies = database.prepare<[string, string, string, string]>(
    `DELETE FROM motcua_commands WHERE tenant = ? AND command_id IN (
       SELECT record ->> 'commandId' FROM motcua_audit WHERE tenant = ? AND case_id = ?
     ) AND command_id <> ?`,
  );
  const deleteOf = (table: string) =>
    database.prepare<[string, string]>(`DELETE FROM ${table} WHERE tenant = ? AND case_id = ?`);
  const deleteCase = deleteOf('motcua_cases');
  const deleteJournal = deleteOf('motcua_journal');
  const deleteTimers = deleteOf('motcua_timers');
  const deleteDisclosures = deleteOf('motcua_disclosures');
  const deleteMessages = database.prepare<[string, string]>(
    'DELETE FROM motcua_outbox WHERE tenant = ? AND case_id = ? AND settled_at IS NOT NULL',
  );
  const deleteRegions = database.prepare<[number]>('DELETE FROM motcua_case_regions WHERE case_row = ?');
  const deleteWords = database.prepare<[number]>('DELETE FROM motcua_case_words WHERE rowid = ?');
  // FTS5 only marks rows as deleted; their words go when it writes its index again: 0.1 s for 200,000 cases.
  const rewriteWords = database.prepare(`INSERT INTO motcua_case_words (motcua_case_words) VALUES ('optimize')`);

  /** Why nothing is deleted; undefined: the case is closed, and as it was when it was decided. */
  function whyNot({ tenant, caseId, expectedRevision, expectedAudit }: DisposalItem): DisposalResult | undefined {
    const found = findCase.get(tenant, caseId);
    if (found?.[1] !== expectedRevision) {
      const revision = isDisposed.get(tenant, caseId) === undefined ? (found?.[1] ?? 0) : DISPOSED_REVISION;
      return { status: 'conflict', revision };
    }
    if (lastAudit.get(tenant, caseId) !== expectedAudit) return { status: 'conflict', revision: expectedRevision };
    if (found[2] !== 'done') return { status: 'kept', because: 'open' };
    const messages = waiting.get(tenant, caseId) ?? 0;
    return messages === 0 ? undefined : { status: 'kept', because: 'messages', messages };
  }

  function dispose(request: DisposalItem): DisposalResult {
    const { expectedAudit: _, tombstone, ...item } = request;
    const { tenant, caseId, commandId }: CommitItem = item;
    const isRepeated = isKnown.get(tenant, commandId) !== undefined;
    const kept = isRepeated ? undefined : whyNot(request);
    if (kept !== undefined) return kept;
    const result = writeItem(item);
    if (result.status !== 'committed') return result;

    const [row = 0] = findCase.get(tenant, caseId) ?? [];
    deleteRegions.run(row);
    deleteWords.run(row);
    rewriteWords.run();
    deleteCase.run(tenant, caseId);
    deleteTimers.run(tenant, caseId);
    deleteReplies.run(tenant, tenant, caseId, commandId);
    bury.run(tenant, caseId, JSON.stringify(tombstone));
    return {
      status: 'disposed',
      entries: deleteJournal.run(tenant, caseId).changes,
      messages: deleteMessages.run(tenant, caseId).changes,
      disclosures: deleteDisclosures.run(tenant, caseId).changes,
    };
  }

  /** What is deleted is overwritten, in the file and, unless a reader needs it just then, in the log beside it. */
  return (item) => {
    database.pragma('secure_delete = ON');
    try {
      return transactions.durable(() => dispose(item));
    } finally {
      database.pragma('secure_delete = OFF');
      if (!database.inTransaction) database.pragma('wal_checkpoint(TRUNCATE)');
    }
  };
}
