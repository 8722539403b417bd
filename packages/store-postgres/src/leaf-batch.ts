import type { CommitItem } from '@motcua/core/contract';
import { placer, storing } from './batch.js';
import type { Fields } from './binary.js';

/** The place of a leaf in a batch, as a row of the type `leaf_draft`: ord is that of its item, and of its body. */
interface DraftRow {
  readonly ord: number;
  readonly wave: number;
  readonly tenant: string;
  readonly case_id: string;
}

export const draftFields: Fields<DraftRow> = [
  ['ord', 'int4'],
  ['wave', 'int4'],
  ['tenant', 'text'],
  ['case_id', 'text'],
];

/** The leaves of a batch. Texts have an element for every item of the batch, or `disclosed` has none at all. */
export interface EncodedLeaves {
  readonly drafts: readonly DraftRow[];
  readonly bodies: readonly (string | null)[];
  readonly disclosed: readonly (string | null)[];
}

/**
 * The leaves that go with a batch; undefined when it has none.
 *
 * @throws MC_STORE_FAILED naming the item (`details.item`) whose disclosures cannot be stored.
 */
export function encodeLeaves(batch: readonly CommitItem[], schemaName: string): EncodedLeaves | undefined {
  if (batch.every(({ leaf }) => leaf === undefined)) return undefined;
  const place = placer();
  const drafts = batch.flatMap((item, at) => {
    const { ord, wave } = place(item, at);
    return item.leaf === undefined ? [] : [{ ord, wave, tenant: item.tenant, case_id: item.caseId }];
  });
  const disclosed = batch.some(({ leaf }) => leaf?.disclosed !== undefined)
    ? batch.map(({ leaf }, at) =>
        storing(schemaName, at, () => (leaf?.disclosed === undefined ? null : JSON.stringify(leaf.disclosed))),
      )
    : [];
  return { drafts, bodies: batch.map(({ leaf }) => leaf?.body ?? null), disclosed };
}
