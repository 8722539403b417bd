import type { DeadLetter, Instant } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import { deadRowOf, type MessageRow, messageColumns } from './message-row.js';

interface LetterRow extends MessageRow {
  readonly reason: string;
  readonly settled_at: Instant;
}

type Count = { readonly pending: number; readonly delivered: number; readonly dead: number };

/** What people ask of the outbox. */
export interface OutboxReports {
  dead(tenant: string, destination: string | undefined, limit: number): readonly DeadLetter[];
  letter(tenant: string, id: string, destination: string): MessageRow | undefined;
  count(tenant: string): Count;
}

export function createOutboxReports(database: Database): OutboxReports {
  const dead = database.prepare<[string, string | null, string | null, number], LetterRow>(
    `SELECT ${messageColumns}, reason, settled_at FROM motcua_outbox
     WHERE tenant = ? AND status = 'dead' AND (? IS NULL OR destination = ?)
     ORDER BY settled_at DESC LIMIT ?`,
  );
  const letter = database.prepare<[string, string, string], MessageRow>(
    `SELECT ${messageColumns} FROM motcua_outbox
     WHERE tenant = ? AND status = 'dead' AND message_id = ? AND destination = ?`,
  );
  // The statuses are written out so that each count reads its own partial index.
  const count = database.prepare<[string, string, string], Count>(
    `SELECT (SELECT count(*) FROM motcua_outbox WHERE tenant = ? AND status = 'pending') AS pending,
       (SELECT count(*) FROM motcua_outbox WHERE tenant = ? AND status = 'delivered') AS delivered,
       (SELECT count(*) FROM motcua_outbox WHERE tenant = ? AND status = 'dead') AS dead`,
  );

  return {
    dead: (tenant, destination, limit) =>
      dead.all(tenant, destination ?? null, destination ?? null, limit).map((row) => ({
        row: deadRowOf(row),
        attempts: row.attempts,
        reason: row.reason,
        diedAt: row.settled_at,
      })),
    letter: (tenant, id, destination) => letter.get(tenant, id, destination),
    count: (tenant) => count.get(tenant, tenant, tenant) ?? { pending: 0, delivered: 0, dead: 0 },
  };
}
