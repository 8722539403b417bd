import type { CommitItem } from '@motcua/core/contract';
import { type CommitArguments, commitSql, placer } from './batch.js';
import { unstorable } from './postgres-error.js';

/** The statement that writes a batch. */
export interface CommitStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (CommitArguments[number] | readonly (string | null)[])[];
}

/**
 * A batch without leaves is written as if there were no audit log; one with leaves by the function that writes both.
 *
 * @param schema the schema's name, quoted.
 * @throws MC_STORE_FAILED naming the item (`details.item`) whose disclosures cannot be stored.
 */
export function commitStatement(
  batch: readonly CommitItem[],
  values: CommitArguments,
  schema: string,
  schemaName: string,
): CommitStatement {
  const place = placer();
  const drafts = batch.flatMap((item, at) => {
    const { ord, wave } = place(item, at);
    return item.leaf === undefined ? [] : [{ ord, wave, tenant: item.tenant, case_id: item.caseId }];
  });
  if (drafts.length === 0) return { name: 'commit', text: commitSql(schema), values };
  const disclosed = batch.some(({ leaf }) => leaf?.disclosed !== undefined)
    ? batch.map((item, at) => disclosedOf(item, at, schemaName))
    : [];
  return {
    name: 'commit_recorded',
    text: `SELECT ord, revision, reply
      FROM ${schema}.commit_recorded($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [...values, JSON.stringify(drafts), batch.map(({ leaf }) => leaf?.body ?? null), disclosed],
  };
}

function disclosedOf({ leaf }: CommitItem, place: number, schemaName: string): string | null {
  if (leaf?.disclosed === undefined) return null;
  try {
    return JSON.stringify(leaf.disclosed);
  } catch (cause) {
    throw unstorable(schemaName, place, cause instanceof Error ? cause.message : String(cause), cause);
  }
}
