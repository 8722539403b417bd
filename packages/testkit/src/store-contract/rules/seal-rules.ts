import assert from 'node:assert/strict';
import type { Store } from '@motcua/core/contract';
import { atOnce } from '../check.js';
import { AT, commitItem, MINUTE, TENANT } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

/** Opens cases that record themselves, one after the other, and gives the positions of their leaves. */
async function record(store: Store, ...caseIds: readonly string[]): Promise<readonly number[]> {
  for (const caseId of caseIds) {
    await store.commit([{ ...commitItem({ caseId }), leaf: { body: JSON.stringify({ case: caseId }) } }]);
  }
  return (await pending(store)).map(({ position }) => position);
}

const pending = (store: Store, limit = 100) => store.seal.pending({ limit });

const caseIn = (leaf: string): string => (JSON.parse(leaf) as { readonly body: { case: string } }).body.case;

const inLog = async (store: Store, from = 0, limit = 100) =>
  (await store.seal.leaves({ from, limit })).map(({ index, leaf }) => [index, caseIn(leaf)] as const);

const order: StoreRule = {
  id: 'seal.order',
  name: 'gives what waits in the order it was committed, and what has an index by its index',
  async run({ store }) {
    const [first, second, third] = await record(store, 'a', 'b', 'c');
    const waiting = await pending(store);
    assert.deepEqual(
      waiting.map(({ leaf }) => caseIn(leaf)),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(await pending(store, 2), waiting.slice(0, 2));
    assert.deepEqual(await store.seal.count(), { size: 0, pending: 3 });

    assert.equal(await store.seal.confirm({ from: 0, positions: [first, second] as number[] }), true);
    assert.deepEqual(await pending(store), waiting.slice(2));
    assert.deepEqual(await store.seal.count(), { size: 2, pending: 1 });
    await record(store, 'd');
    const rest = (await pending(store)).map(({ position }) => position);
    assert.equal(rest[0], third);
    assert.equal(await store.seal.confirm({ from: 2, positions: rest }), true);

    const all = [
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
      [3, 'd'],
    ];
    assert.deepEqual(await inLog(store), all);
    assert.deepEqual(await inLog(store, 1, 2), all.slice(1, 3));
    assert.deepEqual(await inLog(store, 4), []);
    assert.deepEqual(await pending(store), []);
  },
};

const once: StoreRule = {
  id: 'seal.once',
  name: 'gives an index once, without gaps, to leaves it has, or changes nothing',
  async run({ store }) {
    const [first, second] = (await record(store, 'a', 'b')) as [number, number];
    const refused: readonly (readonly [from: number, positions: readonly number[]])[] = [
      [1, [first]],
      [0, [first, first]],
      [0, [first, second + 1_000]],
    ];
    for (const [from, positions] of refused) assert.equal(await store.seal.confirm({ from, positions }), false);
    assert.deepEqual(await store.seal.count(), { size: 0, pending: 2 });
    assert.equal(await store.seal.confirm({ from: 0, positions: [first] }), true);
    assert.equal(await store.seal.confirm({ from: 0, positions: [first] }), false);
    assert.equal(await store.seal.confirm({ from: 1, positions: [first] }), false);
    assert.equal(await store.seal.confirm({ from: 1, positions: [second, first] }), false);
    assert.deepEqual(await inLog(store), [[0, 'a']]);
    assert.equal(await store.seal.confirm({ from: 1, positions: [second] }), true);
    assert.deepEqual(await inLog(store), [
      [0, 'a'],
      [1, 'b'],
    ]);
  },
};

const race: StoreRule = {
  id: 'seal.race',
  name: 'lets one of many sequencers append, so that nothing gets two indexes',
  async run({ store }) {
    const positions = await record(store, 'a', 'b', 'c');
    const done = await atOnce(6, () => store.seal.confirm({ from: 0, positions }));
    assert.equal(done.filter(Boolean).length, 1);
    assert.equal((await inLog(store)).length, 3);
  },
};

const indexed: StoreRule = {
  id: 'seal.chain',
  name: 'says in the chain of a case which leaves have which index',
  async run({ store }) {
    const [first] = (await record(store, 'a', 'b')) as [number];
    await store.commit([{ ...commitItem({ caseId: 'a', expectedRevision: 1 }), leaf: { body: '{"case":"a"}' } }]);
    await store.seal.confirm({ from: 0, positions: [first] });
    const chain = await store.seal.chain({ tenant: TENANT, caseId: 'a', after: 0, limit: 10 });
    assert.deepEqual(
      chain.map(({ caseSeq, index }) => [caseSeq, index]),
      [
        [1, 0],
        [2, undefined],
      ],
    );
    assert.ok(chain.every((leaf) => leaf.index !== undefined || !('index' in leaf)));
  },
};

const lease: StoreRule = {
  id: 'seal.lease',
  name: 'gives the lease of the sequencer to one owner until it ends or is given back',
  async run({ store }) {
    const take = (owner: string, now: number, leaseUntil = now + MINUTE) =>
      store.seal.lease({ owner, now, leaseUntil });
    assert.equal(await take('one', AT), true);
    assert.equal(await take('two', AT + 1), false);
    assert.equal(await take('one', AT + 1), true);
    assert.equal(await take('two', AT + MINUTE), false);
    assert.equal(await take('two', AT + 1 + MINUTE), true);
    assert.equal(await take('one', AT + 2 + MINUTE), false);
    assert.equal(await take('two', AT + 2 + MINUTE, AT + 2 + MINUTE), true);
    assert.equal(await take('one', AT + 2 + MINUTE), true);
    const owners = await atOnce(6, (number) => take(`racer-${number}`, AT + 10 * MINUTE));
    assert.equal(owners.filter(Boolean).length, 1);
  },
};

const kept: StoreRule = {
  id: 'seal.kept',
  name: 'has every index when the process dies after it was given',
  needs: 'durable',
  async run(harness) {
    assert.ok(harness.crash, 'The harness of a durable store needs crash()');
    const [first] = (await record(harness.store, 'a', 'b')) as [number];
    await harness.store.seal.confirm({ from: 0, positions: [first] });
    const store = await harness.crash();
    assert.deepEqual(await inLog(store), [[0, 'a']]);
    assert.deepEqual(
      (await pending(store)).map(({ leaf }) => caseIn(leaf)),
      ['b'],
    );
  },
};

const shared: StoreRule = {
  id: 'seal.shared',
  name: 'shows one process what another has written and ordered, and lets one of them append',
  needs: 'shared',
  async run(harness) {
    assert.ok(harness.peer, 'The harness of a shared store needs peer()');
    const peer = await harness.peer();
    const positions = await record(harness.store, 'a', 'b');
    assert.deepEqual(
      (await pending(peer)).map(({ position }) => position),
      positions,
    );
    const stores = [harness.store, peer];
    const done = await atOnce(6, (number) => (stores[number % 2] as Store).seal.confirm({ from: 0, positions }));
    assert.equal(done.filter(Boolean).length, 1);
    assert.deepEqual(await inLog(peer), await inLog(harness.store));
  },
};

export const sealRules: readonly StoreRule[] = [order, once, race, indexed, lease, kept, shared];
