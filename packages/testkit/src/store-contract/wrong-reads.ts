import { type CaseEnvelope, type CaseQuery, foldText, isMotcuaError, type Store } from '@motcua/core/contract';

type Cases = Store['cases'];

const withCases =
  (change: (right: Cases) => Partial<Cases>) =>
  (store: Store): Store => ({ ...store, cases: { ...store.cases, ...change(store.cases) } });

const tenants = ['hanoi', 'hue'];

/** A case is found by its id alone. */
export const loadingAcrossTenants = withCases(({ load }) => ({
  async load({ caseId }) {
    for (const tenant of tenants.toReversed()) {
      const found = await load({ tenant, caseId });
      if (found !== undefined) return found;
    }
    return undefined;
  },
}));

/** A list shows what is there, of whomever. */
export const findingAcrossTenants = withCases(({ find }) => ({
  async find(query) {
    const pages = await Promise.all(tenants.map((tenant) => find({ ...query, tenant })));
    return { items: pages.flatMap(({ items }) => items).slice(0, query.limit) };
  },
}));

/** Audit records of all tenants, in one list. */
export const auditingAcrossTenants = withCases(({ audit }) => ({
  audit: async (request) =>
    (await Promise.all(tenants.map((tenant) => audit({ ...request, tenant })))).flat().slice(0, request.limit),
}));

/** What was given out once is given out again, the very same object. */
export const sharingObjects = withCases(({ load }) => {
  const kept = new Map<string, CaseEnvelope>();
  return {
    async load(request) {
      const found = await load(request);
      if (found === undefined) return undefined;
      const name = `${found.tenant} ${found.caseId} ${found.revision}`;
      kept.set(name, kept.get(name) ?? found);
      return kept.get(name);
    },
  };
});

/** A page begins one case too late. */
export const skippingAtCursors = withCases(({ find }) => ({
  async find(query) {
    const page = await find({ ...query, limit: query.limit + 1 });
    return { ...page, items: page.items.slice(0, query.limit) };
  },
}));

/** Pages by counting: what is opened before the place shifts it. */
export const pagingByCount = withCases(({ find }) => ({
  async find({ cursor, ...query }) {
    const all = (await find({ ...query, limit: 1_000 })).items;
    const from = Number(cursor ?? 0);
    const items = all.slice(from, from + query.limit);
    return from + query.limit < all.length ? { items, next: String(from + query.limit) } : { items };
  },
}));

/** A cursor nobody knows is the end of the list. */
export const swallowingCursors = withCases(({ find }) => ({
  find: (query) =>
    find(query).catch((error: unknown) => {
      if (isMotcuaError(error, 'MC_CURSOR_INVALID')) return { items: [] };
      throw error;
    }),
}));

/** The same page for a page that is the last. */
export const promisingMore = withCases(({ find }) => ({
  async find(query) {
    const page = await find(query);
    return page.items.length === query.limit ? { next: 'more', ...page } : page;
  },
}));

type Summary = Awaited<ReturnType<Cases['find']>>['items'][number];

/** One filter of a query judged in another way. */
const judging = (
  name: 'text' | 'state',
  isWanted: (summary: Summary, wanted: string) => boolean,
): ((store: Store) => Store) =>
  withCases(({ find }) => ({
    async find(query: CaseQuery) {
      const { [name]: wanted, ...rest } = query;
      if (wanted === undefined) return find(query);
      const { items } = await find({ ...rest, limit: 1_000 });
      return { items: items.filter((summary) => isWanted(summary, wanted)).slice(0, query.limit) };
    },
  }));

const textOf = ({ index }: Summary): string => `${index.text ?? ''} ${index.code ?? ''}`;

/** A word is found anywhere in a word. */
export const searchingInside = judging('text', (summary, wanted) =>
  foldText(wanted)
    .split(' ')
    .every((word) => foldText(textOf(summary)).includes(word)),
);

/** A name is found only as it was typed. */
export const searchingExactly = judging('text', (summary, wanted) => textOf(summary).includes(wanted));

/** One of the words is enough. */
export const searchingAnyWord = judging('text', (summary, wanted) =>
  foldText(wanted)
    .split(' ')
    .some((word) => ` ${foldText(textOf(summary))}`.includes(` ${word}`)),
);

/** A state is the beginning of another text. */
export const matchingStatesAsText = judging('state', (summary, wanted) => summary.state.startsWith(wanted));

/** A case is late at its due instant. */
export const colouringEarly = withCases(({ find }) => ({ find: (query) => find({ ...query, now: query.now + 1 }) }));

/** The journal, latest first. */
export const readingBackwards = withCases(({ history }) => ({
  history: async (request) => [...(await history(request))].reverse(),
}));

/** The journal, from the beginning again. */
export const readingAgain = withCases(({ history }) => ({
  history: (request) => history({ ...request, afterRevision: 0 }),
}));
