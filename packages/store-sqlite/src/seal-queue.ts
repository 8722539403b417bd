import type { ChainedLeaf, DisclosureSet, PendingLeaf, SealedLeaf } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import type { Synchronous } from './synchronous.js';
import type { Transactions } from './transactions.js';

/** Positions are in the order of the commits, so what waits comes after the last one that has an index. */
const WAITING = 'position > (SELECT coalesce(max(position), 0) FROM motcua_log)';

export function createSealQueue(database: Database, transactions: Transactions): Synchronous<'seal'> {
  const pending = database.prepare<[number], PendingLeaf>(
    `SELECT position, leaf FROM motcua_leaves WHERE ${WAITING} ORDER BY position LIMIT ?`,
  );
  const isWaiting = database.prepare<[number], number>(`SELECT 1 FROM motcua_leaves WHERE position = ? AND ${WAITING}`);
  const append = database.prepare<[number, number]>('INSERT INTO motcua_log (log_index, position) VALUES (?, ?)');
  const size = database.prepare<[], number>('SELECT coalesce(max(log_index) + 1, 0) FROM motcua_log').pluck();
  const waiting = database.prepare<[], number>(`SELECT count(*) FROM motcua_leaves WHERE ${WAITING}`).pluck();
  const leaves = database.prepare<[number, number], SealedLeaf>(
    `SELECT log_index AS "index", leaf FROM motcua_log CROSS JOIN motcua_leaves USING (position)
     WHERE log_index >= ? ORDER BY log_index LIMIT ?`,
  );
  const chain = database.prepare<
    [string, string, number, number],
    { caseSeq: number; leaf: string; index: number | null }
  >(
    `SELECT case_seq AS caseSeq, leaf, log_index AS "index" FROM motcua_leaves LEFT JOIN motcua_log USING (position)
     WHERE tenant = ? AND case_id = ? AND case_seq > ? ORDER BY case_seq LIMIT ?`,
  );
  const disclosures = database
    .prepare<[string, string, number, number], readonly [caseSeq: number, disclosed: string]>(
      `SELECT case_seq, disclosed FROM motcua_disclosures
       WHERE tenant = ? AND case_id = ? AND case_seq > ? ORDER BY case_seq LIMIT ?`,
    )
    .raw();
  const takeLease = database.prepare<[string, number, number]>(
    `INSERT INTO motcua_sequencer (id, owner, lease_until) VALUES (1, ?, ?)
     ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
     WHERE owner = excluded.owner OR lease_until <= ?`,
  );

  return {
    pending: ({ limit }) => pending.all(limit),
    // What was published must not get another index after a power cut, so it waits for the disk.
    confirm: ({ from, positions }) =>
      transactions.durable(() => {
        const isRight =
          from === size.get() &&
          new Set(positions).size === positions.length &&
          positions.every((position) => isWaiting.get(position) !== undefined);
        if (isRight) for (const [place, position] of positions.entries()) append.run(from + place, position);
        return isRight;
      }),
    leaves: ({ from, limit }) => leaves.all(from, limit),
    lease: ({ owner, now, leaseUntil }) =>
      transactions.relaxed(() => takeLease.run(owner, leaseUntil, now).changes === 1),
    count: () => ({ size: size.get() ?? 0, pending: waiting.get() ?? 0 }),
    chain: ({ tenant, caseId, after, limit }) =>
      chain
        .all(tenant, caseId, after, limit)
        .map(({ index, ...row }): ChainedLeaf => (index === null ? row : { ...row, index })),
    disclosures: ({ tenant, caseId, after, limit }) =>
      disclosures
        .all(tenant, caseId, after, limit)
        .map(([caseSeq, json]) => ({ caseSeq, ...(JSON.parse(json) as DisclosureSet) })),
  };
}
