import { createHash } from 'node:crypto';
import { type CommitItem, type CommitResult, leafText, NO_LEAF, type Store } from '@motcua/core/contract';
import { commitItem, refusedItem, TENANT } from '@motcua/testkit/store-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresStore } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
let store: Store;
let other: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  store = createPostgresStore({ connectionString: database.url, wake: 'poll' });
  other = createPostgresStore({ connectionString: database.url, wake: 'poll' });
  await store.open();
  await other.open();
});
afterAll(async () => {
  await store.close();
  await other.close();
  await database.drop();
});

const recorded = (item: CommitItem): CommitItem => ({
  ...item,
  leaf: { body: JSON.stringify({ id: item.commandId, note: 'Hộ tịch "gấp"\n' }) },
});
const idOf = (leaf: string) => (JSON.parse(leaf) as { readonly body: { readonly id: string } }).body.id;
const committed = (count: number) => Array.from({ length: count }, () => ({ status: 'committed' }));

/** The ids of the records of a case, after checking that each leaf has the hash of the one before it. */
async function chainOf(caseId: string): Promise<readonly string[]> {
  const chain = await store.seal.chain({ tenant: TENANT, caseId, after: 0, limit: 1_000 });
  let before = NO_LEAF;
  for (const [place, { caseSeq, leaf }] of chain.entries()) {
    expect(caseSeq).toBe(place + 1);
    expect(leaf).toBe(leafText(leaf.slice('{"body":'.length, leaf.lastIndexOf(',"casePrev"')), before, caseSeq));
    before = createHash('sha256').update(leaf).digest('hex');
  }
  return chain.map(({ leaf }) => idOf(leaf));
}

test('the chain of a case begins before the case does, and nobody takes it for a case', async () => {
  const caseId = 'late';
  await store.commit([recorded(refusedItem({ caseId, commandId: 'one', expectedRevision: 0 }))]);
  await store.commit([recorded(refusedItem({ caseId, commandId: 'two', expectedRevision: 0 }))]);
  expect(await store.cases.load({ tenant: TENANT, caseId })).toBeUndefined();
  expect((await store.cases.scan({ tenant: TENANT, limit: 10 })).items).toEqual([]);
  const [early] = await store.commit([recorded(commitItem({ caseId, commandId: 'early', expectedRevision: 1 }))]);
  expect(early).toEqual({ status: 'conflict', revision: 0 });

  const items = [
    commitItem({ caseId, commandId: 'open', index: { text: 'muộn' } }),
    refusedItem({ caseId, commandId: 'refused', expectedRevision: 1 }),
    commitItem({ caseId, commandId: 'changed', expectedRevision: 1 }),
  ];
  expect(await store.commit(items.map(recorded))).toEqual(committed(3));
  expect(await chainOf(caseId)).toEqual(['one', 'two', 'open', 'refused', 'changed']);
  expect((await store.cases.load({ tenant: TENANT, caseId }))?.revision).toBe(2);
  expect((await store.cases.scan({ tenant: TENANT, limit: 10 })).items).toHaveLength(1);
});

test('many processes that refuse and open the same unknown case at a time write one chain', async () => {
  const caseId = 'crowded';
  const refusals = Array.from({ length: 12 }, (_, number) =>
    (number % 2 === 0 ? store : other).commit([
      recorded(refusedItem({ caseId, commandId: `r${number}`, expectedRevision: 0 })),
    ]),
  );
  // Whose row a refusal has made meanwhile meets a conflict at revision 0, and decides again as an engine does.
  const open = async (each: Store, number: number): Promise<CommitResult[]> => {
    for (;;) {
      const results = await each.commit([recorded(commitItem({ caseId, commandId: `o${number}` }))]);
      if (!results.some((result) => result.status === 'conflict' && result.revision === 0)) return [...results];
    }
  };
  const openings = [store, other].map(open);
  const results = (await Promise.all([...refusals, ...openings])).flat();
  const done = results.filter(({ status }) => status === 'committed');
  expect((await Promise.all(openings)).flat().filter(({ status }) => status === 'committed')).toHaveLength(1);
  expect(await chainOf(caseId)).toHaveLength(done.length);
});

test('items without a leaf leave the chain as it is', async () => {
  const caseId = 'mixed';
  const plain = (item: CommitItem) => item;
  const steps: readonly (readonly [(item: CommitItem) => CommitItem, CommitItem])[] = [
    [plain, commitItem({ caseId, commandId: 'm1' })],
    [recorded, commitItem({ caseId, commandId: 'm2', expectedRevision: 1 })],
    [plain, commitItem({ caseId, commandId: 'm3', expectedRevision: 2 })],
    [plain, refusedItem({ caseId, commandId: 'm4', expectedRevision: 3 })],
    [recorded, commitItem({ caseId, commandId: 'm5', expectedRevision: 3 })],
  ];
  for (const [dress, item] of steps) expect(await store.commit([dress(item)])).toEqual(committed(1));
  const both = [
    refusedItem({ caseId, commandId: 'm6', expectedRevision: 4 }),
    recorded(refusedItem({ caseId: 'mixed-2', commandId: 'm7', expectedRevision: 0 })),
  ];
  expect(await store.commit(both)).toEqual(committed(2));
  expect(await chainOf(caseId)).toEqual(['m2', 'm5']);
  expect(await chainOf('mixed-2')).toEqual(['m7']);
});

test('a command that is known on a case that stands where it stood is answered, and its neighbours are committed', async () => {
  const first = recorded(refusedItem({ caseId: 'again', commandId: 'same', expectedRevision: 0 }));
  const next = recorded(commitItem({ caseId: 'beside', commandId: 'beside' }));
  expect(await store.commit([first])).toEqual(committed(1));
  expect(await store.commit([first, next])).toMatchObject([{ status: 'duplicate' }, { status: 'committed' }]);
  expect(await chainOf('again')).toEqual(['same']);
  expect(await chainOf('beside')).toEqual(['beside']);
});
