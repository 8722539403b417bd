import { createHash } from 'node:crypto';
import { type LeafDraft, leafText, NO_LEAF } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';

/** Makes a draft the next leaf of a case. Runs inside the transaction of a commit. */
export type LeafWriter = (tenant: string, caseId: string, draft: LeafDraft) => void;

export function createLeafWriter(database: Database): LeafWriter {
  const findLast = database
    .prepare<[string, string], readonly [caseSeq: number, hash: string]>(
      'SELECT case_seq, hash FROM motcua_leaves WHERE tenant = ? AND case_id = ? ORDER BY case_seq DESC LIMIT 1',
    )
    .raw();
  const insertLeaf = database.prepare<[string, string, number, string, string]>(
    'INSERT INTO motcua_leaves (tenant, case_id, case_seq, hash, leaf) VALUES (?, ?, ?, ?, ?)',
  );
  const insertDisclosed = database.prepare<[string, string, number, string]>(
    'INSERT INTO motcua_disclosures (tenant, case_id, case_seq, disclosed) VALUES (?, ?, ?, ?)',
  );

  return (tenant, caseId, { body, disclosed }) => {
    const [lastSeq, lastHash] = findLast.get(tenant, caseId) ?? [0, NO_LEAF];
    const caseSeq = lastSeq + 1;
    const leaf = leafText(body, lastHash, caseSeq);
    insertLeaf.run(tenant, caseId, caseSeq, createHash('sha256').update(leaf, 'utf8').digest('hex'), leaf);
    if (disclosed !== undefined) insertDisclosed.run(tenant, caseId, caseSeq, JSON.stringify(disclosed));
  };
}
