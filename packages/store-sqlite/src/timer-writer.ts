import type { Instant, TimerKey, TimerRow } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';

type StoredTimer = readonly [key: TimerKey, fireAt: Instant, holdUntil: Instant | null, owner: string | null];

export interface TimerChange {
  readonly tenant: string;
  readonly caseId: string;
  /** Nothing of the case is stored yet. */
  readonly isNew: boolean;
  readonly firing: TimerKey | undefined;
  readonly timers: readonly TimerRow[] | undefined;
}

/** Makes the pending firings of a case what a commit says. Runs inside the transaction of the commit. */
export type TimerWriter = (change: TimerChange) => void;

export function createTimerWriter(database: Database): TimerWriter {
  const ofCase = database
    .prepare<[string, string], StoredTimer>(
      'SELECT key, fire_at, hold_until, lease_owner FROM motcua_timers WHERE tenant = ? AND case_id = ?',
    )
    .raw();
  const insert = database.prepare<[string, string, string, number, number | null]>(
    'INSERT INTO motcua_timers (tenant, case_id, key, fire_at, hold_until) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = database.prepare<[string, string, string]>(
    'DELETE FROM motcua_timers WHERE tenant = ? AND case_id = ? AND key = ?',
  );
  const endHold = database.prepare<[string, string]>(
    'UPDATE motcua_timers SET hold_until = NULL, lease_owner = NULL WHERE tenant = ? AND case_id = ?',
  );

  /** Takes out what is not wanted any more; says what is kept, and until when a claim holds the case. */
  function sweep(change: TimerChange): { readonly kept: ReadonlySet<TimerKey>; readonly hold: Instant | null } {
    const { tenant, caseId, firing, timers } = change;
    const wanted = timers && new Map(timers.map(({ key, fireAt }) => [key, fireAt]));
    const kept = new Set<TimerKey>();
    let hold: Instant | null = null;
    let isClaimOver = false;
    for (const [key, fireAt, holdUntil, owner] of ofCase.all(tenant, caseId)) {
      hold = holdUntil;
      if (key !== firing && (wanted === undefined || wanted.get(key) === fireAt)) {
        kept.add(key);
        continue;
      }
      remove.run(tenant, caseId, key);
      isClaimOver ||= owner !== null;
    }
    if (!isClaimOver) return { kept, hold };
    if (kept.size > 0) endHold.run(tenant, caseId);
    return { kept, hold: null };
  }

  return (change) => {
    const { tenant, caseId, timers = [] } = change;
    if (change.firing === undefined && change.timers === undefined) return;
    const { kept, hold } = change.isNew ? { kept: new Set(), hold: null } : sweep(change);
    for (const { key, fireAt } of timers) if (!kept.has(key)) insert.run(tenant, caseId, key, fireAt, hold);
  };
}
