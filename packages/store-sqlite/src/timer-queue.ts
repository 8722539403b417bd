import type { ClaimRequest, Instant, TimerClaim, TimerKey } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import { orphaned } from './sqlite-error.js';
import type { Synchronous } from './synchronous.js';
import type { Transactions } from './transactions.js';

type ClaimRow = readonly [tenant: string, caseId: string, key: TimerKey, fireAt: Instant];

/**
 * Claims cost the same however many rows wait: due rows come from the front of an index that has only free rows, and
 * rows whose lease has run out from one that has only claimed cases.
 */
export function createTimerQueue(database: Database, transactions: Transactions): Synchronous<'timers'> {
  const columns = 'tenant, case_id, key, fire_at';
  const due = database
    .prepare<[number], ClaimRow>(
      `SELECT ${columns} FROM motcua_timers WHERE hold_until IS NULL AND fire_at <= ? ORDER BY fire_at`,
    )
    .raw();
  const expired = database
    .prepare<[number, number], ClaimRow>(
      `SELECT ${columns} FROM motcua_timers WHERE hold_until <= ? AND fire_at <= ? ORDER BY fire_at`,
    )
    .raw();
  const hold = database.prepare<[number, string, string, string, string]>(
    'UPDATE motcua_timers SET hold_until = ?, lease_owner = iif(key = ?, ?, NULL) WHERE tenant = ? AND case_id = ?',
  );
  const endHold = database.prepare<[string, string]>(
    'UPDATE motcua_timers SET hold_until = NULL, lease_owner = NULL WHERE tenant = ? AND case_id = ?',
  );
  const ownerOf = database
    .prepare<[string, string, string], string | null>(
      'SELECT lease_owner FROM motcua_timers WHERE tenant = ? AND case_id = ? AND key = ?',
    )
    .pluck();
  const firstFree = database
    .prepare<[], number>('SELECT fire_at FROM motcua_timers WHERE hold_until IS NULL ORDER BY fire_at LIMIT 1')
    .pluck();
  const firstHeld = database
    .prepare<[], number>(
      'SELECT hold_until FROM motcua_timers WHERE hold_until IS NOT NULL ORDER BY hold_until LIMIT 1',
    )
    .pluck();

  /** A claimed row was due when it was claimed, so a held case may be claimed again just when its hold ends. */
  function nextAt(): Instant | undefined {
    const free = firstFree.get();
    const held = firstHeld.get();
    return free === undefined || held === undefined ? (free ?? held) : Math.min(free, held);
  }

  function claimDue({ now, leaseUntil, limit, owner }: ClaimRequest): readonly TimerClaim[] {
    const rows = [...firstOfEachCase(expired.iterate(now, now), limit), ...firstOfEachCase(due.iterate(now), limit)];
    rows.sort((a, b) => a.fireAt - b.fireAt);
    const claims = rows.slice(0, limit);
    for (const claim of claims) {
      hold.run(leaseUntil, claim.key, owner, claim.tenant, claim.caseId);
      // Else the row would be claimed again and again, and nothing would ever come of it.
      if (!held(owner, claim)) throw orphaned(database.name, 'motcua_timers');
    }
    return claims;
  }

  function held(owner: string, { tenant, caseId, key }: TimerClaim): boolean {
    return ownerOf.get(tenant, caseId, key) === owner;
  }

  return {
    nextAt,
    claim(request) {
      const next = nextAt();
      if (next === undefined || next > request.now) return [];
      return transactions.relaxed(() => claimDue(request));
    },
    renew: ({ owner, claims, leaseUntil }) =>
      transactions.relaxed(() => {
        const mine = claims.filter((claim) => held(owner, claim));
        for (const { tenant, caseId, key } of mine) hold.run(leaseUntil, key, owner, tenant, caseId);
        return mine.length;
      }),
    release: ({ owner, claims }) =>
      transactions.relaxed(() => {
        for (const claim of claims) if (held(owner, claim)) endHold.run(claim.tenant, claim.caseId);
      }),
  };
}

/** Reads rows, oldest first, until enough cases are found. */
function firstOfEachCase(rows: Iterable<ClaimRow>, limit: number): readonly TimerClaim[] {
  const claims = new Map<string, TimerClaim>();
  for (const [tenant, caseId, key, fireAt] of rows) {
    if (claims.size >= limit) break;
    const ofCase = JSON.stringify([tenant, caseId]);
    if (!claims.has(ofCase)) claims.set(ofCase, { tenant, caseId, key, fireAt });
  }
  return [...claims.values()];
}
