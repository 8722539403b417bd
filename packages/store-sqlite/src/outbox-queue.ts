import type {
  Instant,
  OutboxClaim,
  OutboxClaimRequest,
  OutboxOutcome,
  OutboxQueue,
  OutboxRow,
} from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import { type MessageRow, messageColumns, outboxRowOf } from './message-row.js';
import { createOutboxReports } from './outbox-reports.js';
import { orphaned } from './sqlite-error.js';
import type { Synchronous } from './synchronous.js';
import type { Transactions } from './transactions.js';

export type Settlement = Parameters<OutboxQueue['settle']>[0];

/** The outbox as its tables see it; settlements come together. */
export interface SynchronousOutbox extends Omit<Synchronous<'outbox'>, 'settle'> {
  /** Says of each whether it counted. */
  settleAll(settlements: readonly Settlement[]): readonly boolean[];
}

/**
 * A lane is the pending messages of one case to one destination. Only its head has `ready_at`, so an index of ready
 * messages is all that a claim looks at: neither delivered messages nor those that wait behind others cost anything.
 */
export function createOutboxQueue(database: Database, transactions: Transactions): SynchronousOutbox {
  const reports = createOutboxReports(database);
  const waiting = 'motcua_outbox WHERE ready_at IS NOT NULL';
  /** One look at the index for each destination. */
  const destinations = database
    .prepare<[], string>(
      `WITH RECURSIVE d (name) AS (
         SELECT min(destination) FROM ${waiting}
         UNION ALL SELECT (SELECT min(destination) FROM ${waiting} AND destination > d.name) FROM d WHERE d.name IS NOT NULL
       ) SELECT name FROM d WHERE name IS NOT NULL`,
    )
    .pluck();
  const ready = database.prepare<[string, number, number], MessageRow & { readonly ready_at: Instant }>(
    `SELECT ready_at, ${messageColumns} FROM motcua_outbox WHERE destination = ? AND ready_at <= ? ORDER BY ready_at LIMIT ?`,
  );
  const firstReady = database
    .prepare<[string], number>(`SELECT ready_at FROM ${waiting} AND destination = ? ORDER BY ready_at LIMIT 1`)
    .pluck();
  const lease = database.prepare<[number, string, number, number]>(
    `UPDATE motcua_outbox SET ready_at = ?, lease_owner = ?, attempts = attempts + 1
     WHERE id = ? AND status = 'pending' AND ready_at <= ?`,
  );
  const renew = database.prepare<[number, number]>('UPDATE motcua_outbox SET ready_at = ? WHERE id = ?');
  const pending = database
    .prepare<[string, string, string, number, number, string, number], number>(
      `SELECT id FROM motcua_outbox WHERE tenant = ? AND case_id = ? AND destination = ? AND revision = ? AND position = ?
         AND status = 'pending' AND lease_owner = ? AND attempts = ?`,
    )
    .pluck();
  const retry = database.prepare<[number, string, number]>(
    'UPDATE motcua_outbox SET ready_at = NULL, lease_owner = NULL, available_at = ?, reason = ? WHERE id = ?',
  );
  const release = database.prepare<[number]>(
    'UPDATE motcua_outbox SET ready_at = NULL, lease_owner = NULL, attempts = attempts - 1 WHERE id = ?',
  );
  const finish = database.prepare<[string, number, string | null, number]>(
    'UPDATE motcua_outbox SET ready_at = NULL, lease_owner = NULL, status = ?, settled_at = ?, reason = ? WHERE id = ?',
  );
  const revive = database.prepare<[number, number]>(
    `UPDATE motcua_outbox SET status = 'pending', attempts = 0, available_at = ?, settled_at = NULL WHERE id = ?`,
  );
  const isLaneClaimed = database
    .prepare<[string, string, string], number>(
      `SELECT 1 FROM motcua_outbox WHERE tenant = ? AND case_id = ? AND destination = ? AND status = 'pending'
         AND lease_owner IS NOT NULL`,
    )
    .pluck();
  const stepBack = database.prepare<[string, string, string]>(
    `UPDATE motcua_outbox SET ready_at = NULL WHERE tenant = ? AND case_id = ? AND destination = ?
       AND status = 'pending' AND ready_at IS NOT NULL`,
  );
  const stepForward = database.prepare<[string, string, string]>(
    `UPDATE motcua_outbox SET ready_at = available_at WHERE id = (
       SELECT id FROM motcua_outbox WHERE tenant = ? AND case_id = ? AND destination = ? AND status = 'pending'
       ORDER BY revision, position LIMIT 1)`,
  );

  /** The stored message of a claim, if the owner's lease on it is still the latest one. */
  function held(owner: string, { row, attempt }: OutboxClaim): number | undefined {
    const { tenant, caseId, destination, revision, index } = row;
    return pending.get(tenant, caseId, destination, revision, index, owner, attempt);
  }

  const openDestinations = (except: readonly string[]): readonly string[] =>
    destinations.all().filter((name) => !except.includes(name));

  function nextAt({ except = [] }: Pick<OutboxClaimRequest, 'except'> = {}): Instant | undefined {
    const first = openDestinations(except).flatMap((name) => firstReady.get(name) ?? []);
    return first.length === 0 ? undefined : Math.min(...first);
  }

  function claimReady({ now, leaseUntil, limit, owner, except = [] }: OutboxClaimRequest): readonly OutboxClaim[] {
    const found = openDestinations(except)
      .flatMap((name) => ready.all(name, now, limit))
      .sort((a, b) => a.ready_at - b.ready_at)
      .slice(0, limit);
    return found.flatMap((message) => {
      const row = readable(message);
      if (row === undefined) return bury(message, now);
      // Else the row would be claimed again and again, and nothing would ever come of it.
      if (lease.run(leaseUntil, owner, message.row, now).changes === 0) throw orphaned(database.name, 'motcua_outbox');
      return { row, attempt: message.attempts + 1 };
    });
  }

  /** A message that was damaged in the file must not hold up all the others: it becomes a dead letter. */
  function bury({ row, tenant, case_id, destination }: MessageRow, now: Instant): readonly OutboxClaim[] {
    finish.run('dead', now, 'MC_STORE_CORRUPT: the payload was damaged in the database', row);
    stepForward.run(tenant, case_id, destination);
    return [];
  }

  function settle(owner: string, claim: OutboxClaim, outcome: OutboxOutcome): boolean {
    const message = held(owner, claim);
    if (message === undefined) return false;
    if (outcome.status === 'retry') retry.run(outcome.retryAt, outcome.reason, message);
    else finish.run(outcome.status, outcome.at, outcome.status === 'dead' ? outcome.reason : null, message);
    stepForward.run(claim.row.tenant, claim.row.caseId, claim.row.destination);
    return true;
  }

  function giveBack(owner: string, claim: OutboxClaim): void {
    const message = held(owner, claim);
    if (message === undefined) return;
    release.run(message);
    stepForward.run(claim.row.tenant, claim.row.caseId, claim.row.destination);
  }

  function redrive(tenant: string, id: string, destination: string, at: Instant): boolean {
    const letter = reports.letter(tenant, id, destination);
    if (letter === undefined) return false;
    revive.run(at, letter.row);
    // A message in delivery is not overtaken: its settlement puts the lane in order.
    if (isLaneClaimed.get(tenant, letter.case_id, destination) === undefined) {
      stepBack.run(tenant, letter.case_id, destination);
      stepForward.run(tenant, letter.case_id, destination);
    }
    return true;
  }

  return {
    nextAt,
    claim(request) {
      const next = nextAt(request);
      if (next === undefined || next > request.now) return [];
      return transactions.relaxed(() => claimReady(request));
    },
    renew: ({ owner, claims, leaseUntil }) =>
      transactions.relaxed(() => {
        const mine = claims.flatMap((claim) => held(owner, claim) ?? []);
        for (const message of mine) renew.run(leaseUntil, message);
        return mine.length;
      }),
    settleAll: (settlements) =>
      transactions.relaxed(() => settlements.map(({ owner, claim, outcome }) => settle(owner, claim, outcome))),
    release: ({ owner, claims }) =>
      transactions.relaxed(() => {
        for (const claim of claims) giveBack(owner, claim);
      }),
    dead: ({ tenant, destination, limit }) => reports.dead(tenant, destination, limit),
    redrive: ({ tenant, id, destination, at }) => transactions.durable(() => redrive(tenant, id, destination, at)),
    count: ({ tenant }) => reports.count(tenant),
  };
}

function readable(message: MessageRow): OutboxRow | undefined {
  try {
    return outboxRowOf(message);
  } catch {
    return undefined;
  }
}
