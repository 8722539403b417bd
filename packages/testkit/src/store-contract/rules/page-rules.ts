import assert from 'node:assert/strict';
import type { CaseQuery, Store } from '@motcua/core/contract';
import { caseQuery, found, rejectsWith } from '../check.js';
import { AT, commitItem, dueAt, MINUTE } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

/** Reads all pages of a query; between two pages something may happen. */
async function allPages(store: Store, query: Partial<CaseQuery>, between = async () => {}): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await store.cases.find(caseQuery({ ...query, ...(cursor === undefined ? {} : { cursor }) }));
    pages.push(page.items.map(({ caseId }) => caseId));
    cursor = page.next;
    await between();
  } while (cursor !== undefined && pages.length < 100);
  return pages;
}

/** Five cases with every order different, two of them with the same values and two without a deadline. */
const cases = [
  commitItem({ caseId: 'b', openedAt: AT + 2, writtenAt: AT + 5, deadline: dueAt(AT + 7) }),
  commitItem({ caseId: 'a', openedAt: AT + 2, writtenAt: AT + 5, deadline: dueAt(AT + 7) }),
  commitItem({ caseId: 'c', openedAt: AT + 1, writtenAt: AT + 6, deadline: dueAt(AT + 8) }),
  commitItem({ caseId: 'e', openedAt: AT + 4, writtenAt: AT + 4 }),
  commitItem({ caseId: 'd', openedAt: AT + 3, writtenAt: AT + 9 }),
];

const orders: readonly (readonly [Partial<CaseQuery>, readonly string[]])[] = [
  [{ order: 'openedAt' }, ['c', 'a', 'b', 'd', 'e']],
  [{ order: 'openedAt', descending: true }, ['e', 'd', 'b', 'a', 'c']],
  [{ order: 'writtenAt' }, ['e', 'a', 'b', 'c', 'd']],
  [{ order: 'writtenAt', descending: true }, ['d', 'c', 'b', 'a', 'e']],
  [{ order: 'dueAt' }, ['a', 'b', 'c', 'd', 'e']],
  [{ order: 'dueAt', descending: true }, ['c', 'b', 'a', 'e', 'd']],
];

const order: StoreRule = {
  id: 'page.order',
  name: 'orders by instant and then by case id, cases without a deadline last either way',
  async run({ store }) {
    await store.commit(cases);
    for (const [query, expected] of orders)
      assert.deepEqual(await found(store, query), expected, JSON.stringify(query));
  },
};

const pages: StoreRule = {
  id: 'page.complete',
  name: 'gives every case once, whatever the size of the pages',
  async run({ store }) {
    await store.commit(cases);
    for (const [query, expected] of orders) {
      for (const limit of [1, 2, 3]) {
        assert.deepEqual(
          (await allPages(store, { ...query, limit })).flat(),
          expected,
          JSON.stringify({ query, limit }),
        );
      }
    }
  },
};

const last: StoreRule = {
  id: 'page.last',
  name: 'gives no cursor on the last page, even when it is full',
  async run({ store }) {
    await store.commit(cases);
    assert.deepEqual((await allPages(store, { order: 'dueAt', limit: 5 })).length, 1);
    assert.deepEqual(
      (await allPages(store, { order: 'dueAt', limit: 3 })).map((page) => page.length),
      [3, 2],
    );
    assert.deepEqual((await store.cases.find(caseQuery({ unit: 'none', limit: 1 }))).next, undefined);
  },
};

const stable: StoreRule = {
  id: 'page.stable',
  name: 'neither skips nor repeats a case while others are opened between two pages',
  async run({ store }) {
    await store.commit(cases);
    for (const [query, expected] of orders) {
      let opened = 0;
      const seen = await allPages(store, { ...query, limit: 2 }, async () => {
        opened += 1;
        if (opened > 3) return;
        const caseId = `new-${query.order}-${query.descending === true}-${opened}`;
        const early = { caseId, openedAt: AT - MINUTE, writtenAt: AT - MINUTE, deadline: dueAt(AT - MINUTE) };
        const late = {
          caseId: `${caseId}-late`,
          openedAt: AT + MINUTE,
          writtenAt: AT + MINUTE,
          deadline: dueAt(AT + MINUTE),
        };
        await store.commit([commitItem(early), commitItem(late)]);
      });
      const known = seen.flat().filter((caseId) => !caseId.startsWith('new-'));
      assert.deepEqual(known, expected, JSON.stringify(query));
    }
  },
};

const misuse: StoreRule = {
  id: 'page.cursor',
  name: 'refuses a cursor of another order or filter, and what is no cursor',
  async run({ store }) {
    await store.commit(cases);
    const { next: cursor } = await store.cases.find(caseQuery({ order: 'dueAt', limit: 1 }));
    assert.ok(cursor);
    const misused: readonly Partial<CaseQuery>[] = [
      { order: 'openedAt', cursor },
      { order: 'dueAt', descending: true, cursor },
      { order: 'dueAt', unit: 'u1', cursor },
      { order: 'dueAt', tenant: 'hue', cursor },
      { order: 'dueAt', cursor: 'nonsense' },
      { order: 'dueAt', cursor: '' },
      { order: 'dueAt', cursor: `${cursor}x`.slice(4) },
    ];
    for (const query of misused) await rejectsWith('MC_CURSOR_INVALID', store.cases.find(caseQuery(query)));
    const later = caseQuery({ order: 'dueAt', cursor, now: AT + MINUTE, limit: 7, descending: false });
    assert.equal((await store.cases.find(later)).items.length, 4);
  },
};

export const pageRules: readonly StoreRule[] = [order, pages, last, stable, misuse];
