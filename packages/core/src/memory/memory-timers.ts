import type { ClaimRequest, Instant, TimerClaim, TimerKey, TimerQueue, TimerRow } from '../contract/index.js';
import { keyOf, type Synchronous } from './memory-state.js';
import { compareParts, createSortedRows } from './sorted-rows.js';

/** A case has at most one claimed row, so the lease belongs to the case. Live while `now < until`. */
interface Lease {
  readonly key: TimerKey;
  readonly owner: string;
  readonly until: Instant;
}

/** The timer queue, and the two ways a commit changes it. */
export interface MemoryTimers extends Synchronous<TimerQueue> {
  /** Takes out a firing whose command is committed. */
  settle(tenant: string, caseId: string, key: TimerKey): void;
  /** Makes the given rows the pending firings of a case. A row that stays as it was keeps its lease. */
  replace(tenant: string, caseId: string, rows: readonly TimerRow[]): void;
}

export function createMemoryTimers(): MemoryTimers {
  const waiting = createSortedRows<TimerClaim>((a, b) =>
    compareParts([a.fireAt, a.tenant, a.caseId, a.key], [b.fireAt, b.tenant, b.caseId, b.key]),
  );
  const byCase = new Map<string, Map<TimerKey, TimerClaim>>();
  const leases = new Map<string, Lease>();

  function add(row: TimerClaim): void {
    const caseKey = keyOf(row.tenant, row.caseId);
    const rows = byCase.get(caseKey) ?? new Map<TimerKey, TimerClaim>();
    byCase.set(caseKey, rows.set(row.key, row));
    waiting.add(row);
  }

  function remove(row: TimerClaim): void {
    const caseKey = keyOf(row.tenant, row.caseId);
    byCase.get(caseKey)?.delete(row.key);
    if (leases.get(caseKey)?.key === row.key) leases.delete(caseKey);
    waiting.remove(row);
  }

  /** The owner's lease on a claimed row, if it still has it. */
  function held(owner: string, claim: TimerClaim): Lease | undefined {
    const lease = leases.get(keyOf(claim.tenant, claim.caseId));
    return lease?.owner === owner && lease.key === claim.key ? lease : undefined;
  }

  function readyAt(row: TimerClaim): Instant {
    return Math.max(row.fireAt, leases.get(keyOf(row.tenant, row.caseId))?.until ?? row.fireAt);
  }

  return {
    settle(tenant, caseId, key) {
      const row = byCase.get(keyOf(tenant, caseId))?.get(key);
      if (row !== undefined) remove(row);
    },
    replace(tenant, caseId, rows) {
      const before = [...(byCase.get(keyOf(tenant, caseId))?.values() ?? [])];
      const same = (a: TimerRow, b: TimerRow): boolean => a.key === b.key && a.fireAt === b.fireAt;
      for (const old of before) if (!rows.some((row) => same(row, old))) remove(old);
      for (const row of rows) {
        if (!before.some((old) => same(old, row))) add({ tenant, caseId, key: row.key, fireAt: row.fireAt });
      }
    },
    claim({ now, leaseUntil, limit, owner }: ClaimRequest) {
      const claims: TimerClaim[] = [];
      for (const row of waiting.rows) {
        if (row.fireAt > now || claims.length === limit) break;
        if (readyAt(row) > now) continue;
        leases.set(keyOf(row.tenant, row.caseId), { key: row.key, owner, until: leaseUntil });
        claims.push({ ...row });
      }
      return claims;
    },
    renew({ owner, claims, leaseUntil }) {
      const mine = claims.filter((claim) => held(owner, claim) !== undefined);
      for (const { tenant, caseId, key } of mine) leases.set(keyOf(tenant, caseId), { key, owner, until: leaseUntil });
      return mine.length;
    },
    release({ owner, claims }) {
      for (const claim of claims) {
        if (held(owner, claim) !== undefined) leases.delete(keyOf(claim.tenant, claim.caseId));
      }
    },
    nextAt() {
      let next: Instant | undefined;
      for (const row of waiting.rows) {
        if (next !== undefined && row.fireAt >= next) break;
        next = Math.min(next ?? Number.POSITIVE_INFINITY, readyAt(row));
      }
      return next;
    },
  };
}
