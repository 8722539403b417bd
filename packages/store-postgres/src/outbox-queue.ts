import type { OutboxClaim, OutboxClaimRequest, OutboxOutcome, OutboxQueue, OutboxRow } from '@motcua/core/contract';
import { coalesced } from './coalesced.js';
import type { Database } from './database.js';
import { compare, instantOf, lastTurn } from './timer-queue.js';

interface ClaimedRow {
  readonly message: string;
  readonly attempt: number;
  readonly tenant: string;
  readonly turn: number;
}

interface LetterRow {
  readonly message: string;
  readonly attempts: number;
  readonly reason: string;
  readonly settled_at: string;
}

interface Settlement {
  readonly owner: string;
  readonly claim: OutboxClaim;
  readonly outcome: OutboxOutcome | { readonly status: 'released' };
}

export function createOutboxQueue(database: Database): OutboxQueue {
  const { schema } = database;
  /** The tenant the last turn ended with. */
  let after = '';

  /** Settlements that come while others are being written share the next statement. */
  const settle = coalesced(async (settlements: readonly Settlement[]): Promise<readonly boolean[]> => {
    const ordered = settlements
      .map((settlement, place) => ({ place, settlement }))
      .sort((a, b) => compareLanes(a.settlement.claim, b.settlement.claim));
    // Of one claim the first settlement counts.
    const once = ordered.filter(({ settlement }, at) => !isSame(settlement, ordered[at - 1]?.settlement));
    const rows = await database.rows<{ readonly settled: number }>(
      'settle',
      `SELECT settled FROM ${schema}.settle($1) AS settled`,
      [JSON.stringify(once.map(({ place, settlement }) => settlementOf(place, settlement)))],
    );
    const counted = new Set(rows.map(({ settled }) => settled));
    return settlements.map((_, place) => counted.has(place));
  });

  return {
    async claim({ now, leaseUntil, limit, owner, except = [] }: OutboxClaimRequest) {
      const rows = await database.rows<ClaimedRow>(
        'claim_outbox',
        `SELECT message, attempt, tenant, turn FROM ${schema}.claim_outbox($1, $2, $3, $4, $5, $6)`,
        [now, leaseUntil, limit, owner, after, except],
      );
      after = lastTurn(rows) ?? after;
      return rows.map(({ message, attempt }) => ({ row: JSON.parse(message) as OutboxRow, attempt }));
    },
    async renew({ owner, claims, leaseUntil }) {
      const sorted = claims.toSorted(compareLanes);
      const rows = await database.rows<{ readonly renewed: string }>(
        'renew_outbox',
        `WITH renewed AS (
           UPDATE ${schema}.outbox_lanes l SET ready_at = $8
           FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[], $6::int[])
             AS c (tenant, case_id, destination, revision, "position", attempt)
           WHERE l.tenant = c.tenant AND l.case_id = c.case_id AND l.destination = c.destination
             AND l.revision = c.revision AND l."position" = c."position" AND l.attempts = c.attempt AND l.owner = $7
           RETURNING 1
         ) SELECT count(*) AS renewed FROM renewed`,
        [
          sorted.map(({ row }) => row.tenant),
          sorted.map(({ row }) => row.caseId),
          sorted.map(({ row }) => row.destination),
          sorted.map(({ row }) => row.revision),
          sorted.map(({ row }) => row.index),
          sorted.map(({ attempt }) => attempt),
          owner,
          leaseUntil,
        ],
      );
      return Number(rows[0]?.renewed ?? 0);
    },
    settle,
    async release({ owner, claims }) {
      await Promise.all(claims.map((claim) => settle({ owner, claim, outcome: { status: 'released' } })));
    },
    async nextAt({ except = [] } = {}) {
      const rows = await database.rows<{ readonly ready_at: string | null }>(
        'next_message',
        `SELECT ${schema}.next_message($1) AS ready_at`,
        [except],
      );
      return instantOf(rows[0]?.ready_at ?? undefined);
    },
    async dead({ tenant, destination, limit }) {
      const rows = await database.plannedRows<LetterRow>(
        `SELECT message, attempts, reason, settled_at FROM ${schema}.dead_letters
         WHERE tenant = $1 ${destination === undefined ? '' : 'AND destination = $3'}
         ORDER BY settled_at DESC LIMIT $2`,
        [tenant, limit, ...(destination === undefined ? [] : [destination])],
      );
      return rows.map(({ message, attempts, reason, settled_at: diedAt }) => ({
        row: JSON.parse(message) as OutboxRow,
        attempts,
        reason,
        diedAt: Number(diedAt),
      }));
    },
    async redrive({ tenant, id, destination, at }) {
      const rows = await database.rows<{ readonly found: boolean }>(
        'redrive',
        `SELECT ${schema}.redrive($1, $2, $3, $4) AS found`,
        [tenant, id, destination, at],
      );
      return rows[0]?.found === true;
    },
    async count({ tenant }) {
      const rows = await database.rows<Record<'pending' | 'delivered' | 'dead', string>>(
        'count',
        `SELECT (SELECT coalesce(sum(waiting), 0) FROM ${schema}.outbox_lanes WHERE tenant = $1) AS pending,
           (SELECT count(*) FROM ${schema}.deliveries WHERE tenant = $1) AS delivered,
           (SELECT count(*) FROM ${schema}.dead_letters WHERE tenant = $1) AS dead`,
        [tenant],
      );
      const { pending = 0, delivered = 0, dead = 0 } = rows[0] ?? {};
      return { pending: Number(pending), delivered: Number(delivered), dead: Number(dead) };
    },
  };
}

const compareLanes = ({ row: a }: OutboxClaim, { row: b }: OutboxClaim): number =>
  compare(a.tenant, b.tenant) || compare(a.caseId, b.caseId) || compare(a.destination, b.destination);

const isSame = (a: Settlement, b: Settlement | undefined): boolean =>
  b !== undefined &&
  a.owner === b.owner &&
  a.claim.attempt === b.claim.attempt &&
  a.claim.row.id === b.claim.row.id &&
  compareLanes(a.claim, b.claim) === 0;

function settlementOf(ord: number, { owner, claim: { row, attempt }, outcome }: Settlement): Record<string, unknown> {
  const { tenant, caseId: case_id, destination, revision, index: position } = row;
  const lane = { ord, owner, tenant, case_id, destination, revision, position, attempt, status: outcome.status };
  switch (outcome.status) {
    case 'released':
      return lane;
    case 'delivered':
      return { ...lane, at: outcome.at };
    case 'retry':
      return { ...lane, at: outcome.retryAt, reason: storable(outcome.reason) };
    case 'dead':
      return { ...lane, at: outcome.at, reason: storable(outcome.reason) };
  }
}

/** Texts of the outside may hold anything. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\ufffd');
