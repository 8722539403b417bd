import type { ClaimRequest, TimerClaim, TimerQueue } from '@motcua/core/contract';
import type { Database } from './database.js';

interface ClaimedRow {
  readonly tenant: string;
  readonly case_id: string;
  readonly key: string;
  readonly fire_at: string;
  readonly turn: number;
}

export function createTimerQueue(database: Database): TimerQueue {
  const { schema } = database;
  /** The tenant the last turn ended with. */
  let after = '';

  /** Claims as arrays, in one order for all processes. */
  function arraysOf(claims: readonly TimerClaim[]): readonly (readonly string[])[] {
    const sorted = claims.toSorted((a, b) => compare(a.tenant, b.tenant) || compare(a.caseId, b.caseId));
    return [sorted.map(({ tenant }) => tenant), sorted.map(({ caseId }) => caseId), sorted.map(({ key }) => key)];
  }

  return {
    async claim({ now, leaseUntil, limit, owner }: ClaimRequest) {
      const rows = await database.rows<ClaimedRow>(
        'claim_timers',
        `SELECT tenant, case_id, key, fire_at, turn FROM ${schema}.claim_timers($1, $2, $3, $4, $5)`,
        [now, leaseUntil, limit, owner, after],
      );
      after = lastTurn(rows) ?? after;
      return rows
        .map(({ tenant, case_id: caseId, key, fire_at: fireAt }) => ({ tenant, caseId, key, fireAt: Number(fireAt) }))
        .sort((a, b) => a.fireAt - b.fireAt);
    },
    async renew({ owner, claims, leaseUntil }) {
      const rows = await database.rows<{ readonly renewed: string }>(
        'renew_timers',
        `WITH renewed AS (
           UPDATE ${schema}.timers t SET lease_until = $5
           FROM unnest($1::text[], $2::text[], $3::text[]) AS c (tenant, case_id, key)
           WHERE t.tenant = c.tenant AND t.case_id = c.case_id AND t.claimed_key = c.key AND t.owner = $4 RETURNING 1
         ) SELECT count(*) AS renewed FROM renewed`,
        [...arraysOf(claims), owner, leaseUntil],
      );
      return Number(rows[0]?.renewed ?? 0);
    },
    async release({ owner, claims }) {
      await database.rows(
        'release_timers',
        `UPDATE ${schema}.timers t SET owner = NULL, claimed_key = NULL, claimed_at = NULL, lease_until = NULL
         FROM unnest($1::text[], $2::text[], $3::text[]) AS c (tenant, case_id, key)
         WHERE t.tenant = c.tenant AND t.case_id = c.case_id AND t.claimed_key = c.key AND t.owner = $4`,
        [...arraysOf(claims), owner],
      );
    },
    async nextAt() {
      const rows = await database.rows<{ readonly next: string | null }>(
        'next_timer',
        `SELECT least(
           (SELECT fire_at FROM ${schema}.timers WHERE owner IS NULL ORDER BY fire_at LIMIT 1),
           (SELECT lease_until FROM ${schema}.timers WHERE owner IS NOT NULL ORDER BY lease_until LIMIT 1)
         ) AS next`,
        [],
      );
      return instantOf(rows[0]?.next);
    },
  };
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const instantOf = (text: string | null | undefined): number | undefined =>
  text === null || text === undefined ? undefined : Number(text);

/** The tenant whose turn was last; undefined when nobody had to wait for a turn. */
export function lastTurn(rows: readonly { readonly tenant: string; readonly turn: number }[]): string | undefined {
  return rows.reduce<{ readonly tenant: string; readonly turn: number } | undefined>(
    (last, row) => (row.turn > (last?.turn ?? 0) ? row : last),
    undefined,
  )?.tenant;
}
