import assert from 'node:assert/strict';
import type { CaseQuery, Store } from '@motcua/core/contract';
import { caseQuery, found, only } from '../check.js';
import { AT, type CommitItemOptions, commitItem, dueAt, MINUTE } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

/** Opens one case per entry, named by its key. */
async function openCases(store: Store, cases: Readonly<Record<string, CommitItemOptions>>): Promise<void> {
  await store.commit(Object.entries(cases).map(([caseId, options]) => commitItem({ ...options, caseId })));
}

/** A rule that some queries find exactly some cases. */
function finds(
  id: string,
  name: string,
  cases: Readonly<Record<string, CommitItemOptions>>,
  expectations: readonly (readonly [Partial<CaseQuery>, readonly string[]])[],
): StoreRule {
  return {
    id: `find.${id}`,
    name,
    async run({ store }) {
      await openCases(store, cases);
      for (const [query, expected] of expectations) {
        assert.deepEqual([...(await found(store, query))].sort(), expected, JSON.stringify(query));
      }
    },
  };
}

const parent = { caseId: 'p1', key: 'consult', occurrence: 1, replyEvent: 'answered' };

const plainFilters: readonly StoreRule[] = [
  finds('all', 'finds every case without a filter', { a: {}, b: { workflow: 'inspection', status: 'done' } }, [
    [{}, ['a', 'b']],
  ]),
  finds('workflow', 'filters by workflow', { a: {}, b: { workflow: 'inspection' } }, [
    [{ workflow: 'inspection' }, ['b']],
    [{ workflow: 'none' }, []],
  ]),
  finds('status', 'filters by status', { a: {}, b: { status: 'done' } }, [
    [{ status: 'active' }, ['a']],
    [{ status: 'done' }, ['b']],
  ]),
  finds('unit', 'filters by unit', { a: { index: { unit: 'u1' } }, b: { index: { unit: 'u10' } }, c: {} }, [
    [{ unit: 'u1' }, ['a']],
  ]),
  finds(
    'assignee',
    'filters by assignee',
    { a: { index: { assignee: 'x' } }, b: { index: { assignee: 'y' } }, c: {} },
    [[{ assignee: 'x' }, ['a']]],
  ),
  finds('subject', 'filters by subject', { a: { index: { subject: 's1' } }, b: { index: { subject: 's2' } } }, [
    [{ subject: 's2' }, ['b']],
  ]),
  finds('code', 'filters by code', { a: { index: { code: 'H29-1' } }, b: { index: { code: 'H29-10' } } }, [
    [{ code: 'H29-1' }, ['a']],
  ]),
  finds(
    'category',
    'filters by category',
    { a: { index: { category: '1.001' } }, b: { index: { category: '1.002' } } },
    [[{ category: '1.001' }, ['a']]],
  ),
  finds('parent', 'filters by parent', { a: { parent }, b: { parent: { ...parent, caseId: 'p2' } }, c: {} }, [
    [{ parent: 'p1' }, ['a']],
  ]),
];

const state = finds(
  'state',
  'finds a state and the states below it, in every region',
  {
    a: { state: 'processing' },
    b: { state: 'processing.examining.first' },
    c: { state: 'processing-old' },
    d: { state: 'payment.waiting|processing.examining' },
    e: { state: 'processing.examining|payment.paid' },
    f: { state: 'processed' },
  },
  [
    [{ state: 'processing' }, ['a', 'b', 'd', 'e']],
    [{ state: 'processing.examining' }, ['b', 'd', 'e']],
    [{ state: 'payment' }, ['d', 'e']],
    [{ state: 'payment.paid' }, ['e']],
    [{ state: 'examining' }, []],
  ],
);

const due = finds(
  'due',
  'filters by due instant: from inclusive, to exclusive',
  { a: { deadline: dueAt(AT) }, b: { deadline: dueAt(AT + 1) }, c: { deadline: dueAt(AT + 2) }, d: {} },
  [
    [{ dueFrom: AT + 1 }, ['b', 'c']],
    [{ dueTo: AT + 1 }, ['a']],
    [{ dueFrom: AT + 1, dueTo: AT + 2 }, ['b']],
  ],
);

const colour = finds(
  'colour',
  'filters by the colour at the instant of the query',
  {
    running: { deadline: dueAt(AT + 2 * MINUTE, { soonAt: AT + MINUTE }) },
    plain: { deadline: dueAt(AT + 9 * MINUTE) },
    suspended: { deadline: dueAt(AT, { status: 'suspended' }) },
    met: { deadline: dueAt(AT, { status: 'met', metAt: AT }) },
    none: {},
    done: { status: 'done', deadline: dueAt(AT + 9 * MINUTE) },
  },
  [
    [{ colour: 'on-time', now: AT + MINUTE - 1 }, ['plain', 'running']],
    [{ colour: 'on-time', now: AT + MINUTE }, ['plain']],
    [{ colour: 'due-soon', now: AT + MINUTE }, ['running']],
    [{ colour: 'due-soon', now: AT + 2 * MINUTE }, ['running']],
    [{ colour: 'overdue', now: AT + 2 * MINUTE }, []],
    [{ colour: 'overdue', now: AT + 2 * MINUTE + 1 }, ['running']],
    [{ colour: 'suspended', now: AT + MINUTE }, ['suspended']],
    [{ colour: 'closed', now: AT + MINUTE }, ['done', 'met', 'none']],
  ],
);

const together = finds(
  'together',
  'applies all filters of a query together',
  {
    a: { index: { unit: 'u1', text: 'Nguyễn Văn An' }, state: 'processing.x', deadline: dueAt(AT) },
    b: { index: { unit: 'u1', text: 'Nguyễn Văn Bình' }, state: 'processing.x', deadline: dueAt(AT) },
    c: { index: { unit: 'u2', text: 'Nguyễn Văn An' }, state: 'processing.x', deadline: dueAt(AT) },
  },
  [[{ unit: 'u1', text: 'an', state: 'processing', colour: 'overdue', now: AT + 1, status: 'active' }, ['a']]],
);

const summary: StoreRule = {
  id: 'find.summary',
  name: 'gives a summary of each case with its colour',
  async run({ store }) {
    const index = { subject: 's', unit: 'u', assignee: 'x', deputies: ['y'], code: 'c', category: 'g', text: 'Đỗ' };
    const deadline = dueAt(AT + MINUTE, { soonAt: AT });
    await openCases(store, { a: { index, deadline, state: 'processing.x', writtenAt: AT + 5, openedAt: AT - 5 } });
    const { items, next } = await store.cases.find(caseQuery());
    assert.equal(next, undefined);
    assert.deepEqual(only(items), {
      caseId: 'a',
      workflow: 'dossier',
      revision: 1,
      status: 'active',
      state: 'processing.x',
      index,
      deadline,
      colour: 'due-soon',
      openedAt: AT - 5,
      writtenAt: AT + 5,
    });
  },
};

const current: StoreRule = {
  id: 'find.current',
  name: 'finds a case by what it is now, not by what it was',
  async run({ store }) {
    const before = { unit: 'u1', assignee: 'x', category: 'g1', text: 'cũ' };
    const after = { unit: 'u2', category: 'g2', text: 'mới' };
    await store.commit([commitItem({ index: before, state: 'a.b|c', deadline: dueAt(AT) })]);
    await store.commit([commitItem({ expectedRevision: 1, index: after, state: 'd|e.f', writtenAt: AT + 1 })]);
    const stale: readonly Partial<CaseQuery>[] = [
      { unit: 'u1' },
      { assignee: 'x' },
      { category: 'g1' },
      { text: 'cũ' },
      { state: 'a' },
      { state: 'c' },
      { dueFrom: AT },
      { colour: 'on-time' },
    ];
    for (const query of stale) assert.deepEqual(await found(store, query), [], JSON.stringify(query));
    const fresh: readonly Partial<CaseQuery>[] = [
      { unit: 'u2' },
      { category: 'g2' },
      { text: 'mới' },
      { state: 'd' },
      { state: 'e' },
      { colour: 'closed' },
    ];
    for (const query of fresh) assert.deepEqual(await found(store, query), ['case-1'], JSON.stringify(query));
    assert.equal(only((await store.cases.find(caseQuery())).items).writtenAt, AT + 1);
  },
};

export const findRules: readonly StoreRule[] = [...plainFilters, state, due, colour, together, summary, current];
