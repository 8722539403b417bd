import type { CaseSummary } from '../../contract/case.js';
import { type CursorPosition, decodeCursor, encodeCursor } from '../../contract/cursor.js';
import type { CasePage, CaseQuery } from '../../contract/store.js';

type Find = (query: CaseQuery) => Promise<CasePage>;

/**
 * One page out of two questions: cases that are encrypted are found by pseudonym and marks, cases that are not (older
 * than the encryption, or of a workflow without personal fields) by the words themselves.
 */
export async function findBoth(
  find: Find,
  query: CaseQuery,
  asked: Pick<CaseQuery, 'subject' | 'text'>,
): Promise<CasePage> {
  const { cursor: _, ...first } = { ...query, ...asked };
  const after = decodeCursor(query);
  const blinded = after === undefined ? first : { ...first, cursor: encodeCursor(first, after) };
  const [clear, blind] = await Promise.all([find(query), find(blinded)]);
  const known = new Set(blind.items.map(({ caseId }) => caseId));
  const all = [...blind.items, ...clear.items.filter(({ caseId }) => !known.has(caseId))];
  const items = all.sort((a, b) => compare(positionOf(a, query), positionOf(b, query), query)).slice(0, query.limit);
  const last = items.at(-1);
  const isMore = all.length > items.length || clear.next !== undefined || blind.next !== undefined;
  if (last === undefined || !isMore) return { items };
  return { items, next: encodeCursor(query, positionOf(last, query)) };
}

function positionOf(item: CaseSummary, { order }: CaseQuery): CursorPosition {
  const value = order === 'dueAt' ? item.deadline?.dueAt : item[order];
  return { value: value ?? null, caseId: item.caseId };
}

/** As a store orders: cases without the instant come last, in either direction. */
function compare(a: CursorPosition, b: CursorPosition, { descending }: CaseQuery): number {
  if (a.value === null || b.value === null) {
    if (a.value !== b.value) return a.value === null ? 1 : -1;
  } else if (a.value !== b.value) return descending === true ? b.value - a.value : a.value - b.value;
  const byId = a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0;
  return descending === true ? -byId : byId;
}
