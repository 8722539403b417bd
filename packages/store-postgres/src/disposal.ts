import {
  type CommitItem,
  type CommitResult,
  DISPOSED_REVISION,
  type DisposalItem,
  type DisposalResult,
} from '@motcua/core/contract';
import { isStorable } from './case-rows.js';
import type { PooledClient } from './connection.js';
import { type Database, untilDone } from './database.js';
import type { JoinableTransaction } from './joined-transaction.js';

/** Commits a batch as a part of a transaction. */
type CommitWithin = (
  batch: readonly CommitItem[],
  transaction: JoinableTransaction,
) => Promise<readonly CommitResult[]>;

/** Where a case stands, its row locked. Numbers of type `bigint` come as texts. */
interface Ground {
  readonly revision: number | null;
  readonly status: string | null;
  readonly sequence: string | null;
  readonly waiting: string;
  readonly is_known: boolean;
}

/** Deletes a closed case, in one transaction with the record of it. */
export const disposeOf = (database: Database, commit: CommitWithin, item: DisposalItem): Promise<DisposalResult> =>
  untilDone(() =>
    database.withClient((client) => inTransaction(client, () => dispose(client, database, commit, item))),
  );

/** Ends with COMMIT only when the case was disposed of. */
async function inTransaction(client: PooledClient, work: () => Promise<DisposalResult>): Promise<DisposalResult> {
  await client.query({ text: 'BEGIN ISOLATION LEVEL READ COMMITTED' });
  try {
    const result = await work();
    await client.query({ text: result.status === 'disposed' ? 'COMMIT' : 'ROLLBACK' });
    return result;
  } catch (error) {
    // When the connection is gone, so is the transaction.
    await client.query({ text: 'ROLLBACK' }).catch(() => undefined);
    throw error;
  }
}

async function dispose(
  client: PooledClient,
  { schema }: Database,
  commit: CommitWithin,
  request: DisposalItem,
): Promise<DisposalResult> {
  const { expectedAudit: _, tombstone, ...item } = request;
  const { tenant, caseId, commandId } = item;
  // What cannot be stored was never stored.
  if (!isStorable(tenant) || !isStorable(caseId)) return { status: 'conflict', revision: 0 };
  const kept = await whyNot(client, schema, request);
  if (kept !== undefined) return kept;
  const [result] = await commit([item], { query: (text, values) => client.query({ text, values }) });
  if (result !== undefined && result.status !== 'committed') return result;
  const { rows } = await client.query({
    text: `SELECT entries::integer, messages::integer, disclosures::integer FROM ${schema}.dispose_case($1, $2, $3, $4)`,
    values: [tenant, caseId, commandId, JSON.stringify(tombstone)],
  });
  const [gone] = rows as { entries: number; messages: number; disclosures: number }[];
  return { status: 'disposed', entries: 0, messages: 0, disclosures: 0, ...gone };
}

/** Why nothing is deleted; undefined: the case is closed and as it was when it was decided, or the commit answers. */
async function whyNot(
  client: PooledClient,
  schema: string,
  { tenant, caseId, commandId, expectedRevision, expectedAudit }: DisposalItem,
): Promise<DisposalResult | undefined> {
  // First the lock, then what it protects: a statement sees what was committed when it began.
  const lock = `SELECT 1 FROM ${schema}.cases WHERE tenant = $1 AND case_id = $2 FOR UPDATE`;
  await client.query({ text: lock, values: [tenant, caseId] });
  const { rows } = await client.query({
    text: `SELECT c.revision, c.status,
        (SELECT max(a.sequence) FROM ${schema}.audit a
          WHERE a.tenant = $1 AND a.case_id = $2 AND a.record IS NOT NULL) AS sequence,
        (SELECT count(*) FROM ${schema}.outbox o WHERE o.tenant = $1 AND o.case_id = $2) AS waiting,
        EXISTS (SELECT FROM ${schema}.commands k WHERE k.tenant = $1 AND k.command_id = $3) AS is_known
      FROM (SELECT) one LEFT JOIN ${schema}.cases c ON c.tenant = $1 AND c.case_id = $2`,
    values: [tenant, caseId, commandId],
  });
  const [ground] = rows as Ground[];
  if (ground === undefined || ground.is_known) return undefined;
  const revision = ground.revision ?? 0;
  const isSame = revision === expectedRevision && revision > 0 && Number(ground.sequence) === expectedAudit;
  if (!isSame) return { status: 'conflict', revision: ground.status === 'disposed' ? DISPOSED_REVISION : revision };
  if (ground.status !== 'done') return { status: 'kept', because: 'open' };
  const messages = Number(ground.waiting);
  return messages === 0 ? undefined : { status: 'kept', because: 'messages', messages };
}
