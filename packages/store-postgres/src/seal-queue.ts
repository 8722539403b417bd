import type { ChainedLeaf, DisclosureSet, PendingLeaf, SealedLeaf, SealQueue } from '@motcua/core/contract';
import { isStorable } from './case-rows.js';
import type { Database } from './database.js';

/** A leaf of the log: numbers come as texts. */
interface LeafRow {
  readonly number: string;
  readonly leaf: string;
}

interface ChainRow {
  readonly case_seq: number;
  readonly leaf: string;
  readonly log_index: string | null;
}

interface DisclosureRow {
  readonly case_seq: number;
  readonly disclosed: string;
}

export function createSealQueue(database: Database): SealQueue {
  const { schema } = database;
  const leafText = `${schema}.leaf_text(a.body, a.case_prev, a.case_seq)`;
  return {
    async pending({ limit }) {
      const rows = await database.rows<LeafRow>(
        'pending_leaves',
        `SELECT "position" AS number, leaf FROM ${schema}.pending_leaves($1)`,
        [limit],
      );
      return rows.map(({ number, leaf }): PendingLeaf => ({ position: Number(number), leaf }));
    },
    async confirm({ from, positions }) {
      const [row] = await database.rows<{ readonly done: boolean }>(
        'confirm_leaves',
        `SELECT ${schema}.confirm_leaves($1, $2::bigint[]) AS done`,
        [from, positions],
      );
      return row?.done === true;
    },
    async leaves({ from, limit }) {
      const rows = await database.rows<LeafRow>(
        'leaves',
        `SELECT o.log_index AS number, ${leafText} AS leaf FROM ${schema}.log o
         JOIN ${schema}.audit a ON a.sequence = o."position" AND a.body IS NOT NULL
         WHERE o.log_index >= $1 AND o.log_index < $1::bigint + $2::bigint ORDER BY o.log_index`,
        [from, limit],
      );
      return rows.map(({ number, leaf }): SealedLeaf => ({ index: Number(number), leaf }));
    },
    async lease({ owner, now, leaseUntil }) {
      const rows = await database.rows<{ readonly taken: boolean }>(
        'lease',
        `INSERT INTO ${schema}.sequencer AS s (id, owner, lease_until) VALUES (1, $1, $2)
         ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
         WHERE s.owner = excluded.owner OR s.lease_until <= $3 RETURNING true AS taken`,
        [owner, leaseUntil, now],
      );
      return rows.length > 0;
    },
    async count() {
      const [row] = await database.rows<{ readonly size: string; readonly pending: string }>(
        'count_leaves',
        `SELECT coalesce((SELECT max(o.log_index) + 1 FROM ${schema}.log o), 0) AS size, (
           SELECT count(*) FROM ${schema}.audit a
           WHERE a.body IS NOT NULL AND a.sequence > coalesce((SELECT max(o."position") FROM ${schema}.log o), 0)
         ) AS pending`,
        [],
      );
      return { size: Number(row?.size), pending: Number(row?.pending) };
    },
    async chain({ tenant, caseId, after, limit }) {
      if (!isStorable(tenant) || !isStorable(caseId)) return [];
      const rows = await database.rows<ChainRow>(
        'chain',
        `SELECT a.case_seq, ${leafText} AS leaf, o.log_index FROM ${schema}.audit a
         LEFT JOIN ${schema}.log o ON o."position" = a.sequence
         WHERE a.tenant = $1 AND a.case_id = $2 AND a.case_seq > $3 ORDER BY a.sequence LIMIT $4`,
        [tenant, caseId, after, limit],
      );
      return rows.map(({ case_seq: caseSeq, leaf, log_index: index }): ChainedLeaf => {
        return { caseSeq, leaf, ...(index !== null && { index: Number(index) }) };
      });
    },
    async disclosures({ tenant, caseId, after, limit }) {
      if (!isStorable(tenant) || !isStorable(caseId)) return [];
      const rows = await database.rows<DisclosureRow>(
        'disclosures',
        `SELECT case_seq, disclosed FROM ${schema}.disclosures
         WHERE tenant = $1 AND case_id = $2 AND case_seq > $3 ORDER BY case_seq LIMIT $4`,
        [tenant, caseId, after, limit],
      );
      return rows.map(({ case_seq: caseSeq, disclosed }) => {
        return { caseSeq, ...(JSON.parse(disclosed) as DisclosureSet) };
      });
    },
  };
}
