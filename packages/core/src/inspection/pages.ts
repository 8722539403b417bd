import type { CaseQuery, CaseSummary, Instant } from '../contract/index.js';
import type { Queries } from '../index.js';

/** Which cases to read, and when they were opened. */
export type PagesRequest = Pick<CaseQuery, 'tenant' | 'workflow' | 'unit' | 'category' | 'parent'> & {
  readonly find: Queries['find'];
  /** Opened at or after. Default: all. */
  readonly openedFrom?: Instant | undefined;
  /** Opened before: no page after this instant is asked for. Default: all. */
  readonly openedTo?: Instant | undefined;
  /** How many cases are held at a time: 1 to 1000. */
  readonly limit: number;
};

/** The cases of a query in the order in which they were opened, a page at a time. */
export async function* pagesOf({
  find,
  openedFrom = Number.NEGATIVE_INFINITY,
  openedTo = Number.POSITIVE_INFINITY,
  ...query
}: PagesRequest): AsyncGenerator<readonly CaseSummary[]> {
  let cursor: string | undefined;
  do {
    const { items, next } = await find({ ...query, order: 'openedAt', ...(cursor !== undefined && { cursor }) });
    yield items.filter(({ openedAt }) => openedFrom <= openedAt && openedAt < openedTo);
    const last = items.at(-1);
    cursor = last !== undefined && last.openedAt >= openedTo ? undefined : next;
  } while (cursor !== undefined);
}
