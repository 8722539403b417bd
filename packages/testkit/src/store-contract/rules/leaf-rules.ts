import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  type CommitItem,
  type Disclosure,
  leafText,
  MAX_BODY_BYTES,
  MAX_LEAF_BYTES,
  NO_LEAF,
  type Store,
} from '@motcua/core/contract';
import { atOnce, only, rejectsWith } from '../check.js';
import { commitItem, refusedItem, TENANT } from '../commit-item.js';
import type { StoreHarness, StoreRule } from '../rule.js';

const bodyOf = (name: string): string => JSON.stringify({ name, note: 'Đã tiếp nhận', v: 1 });

/** An item that records itself under a name. */
const recorded = (item: CommitItem, name: string, disclosures: readonly Disclosure[] = []): CommitItem => ({
  ...item,
  leaf: {
    body: bodyOf(name),
    ...(disclosures.length > 0 && { disclosed: { commandId: item.commandId, disclosures } }),
  },
});

const chainOf = (store: Store, caseId = 'case-1', tenant = TENANT) =>
  store.seal.chain({ tenant, caseId, after: 0, limit: 1_000 });

/** The leaves a chain must have, for bodies in order. */
function expectedChain(bodies: readonly string[]): readonly string[] {
  let previous = NO_LEAF;
  return bodies.map((body, place) => {
    const leaf = leafText(body, previous, place + 1);
    previous = createHash('sha256').update(leaf, 'utf8').digest('hex');
    return leaf;
  });
}

async function hasChain(store: Store, names: readonly string[], caseId = 'case-1', tenant = TENANT): Promise<void> {
  const chain = await chainOf(store, caseId, tenant);
  assert.deepEqual(
    chain.map(({ leaf }) => leaf),
    expectedChain(names.map(bodyOf)),
  );
  assert.deepEqual(
    chain.map(({ caseSeq }) => caseSeq),
    names.map((_, place) => place + 1),
  );
}

const chained: StoreRule = {
  id: 'leaf.chain',
  name: 'lets each leaf of a case hold its number and the hash of the one before it',
  async run({ store }) {
    await store.commit([recorded(commitItem(), 'opened')]);
    await store.commit([recorded(refusedItem({ expectedRevision: 1 }), 'refused')]);
    await store.commit([recorded(commitItem({ expectedRevision: 1 }), 'sent')]);
    await hasChain(store, ['opened', 'refused', 'sent']);
    const rest = await store.seal.chain({ tenant: TENANT, caseId: 'case-1', after: 1, limit: 1 });
    assert.deepEqual(
      rest.map(({ caseSeq }) => caseSeq),
      [2],
    );
  },
};

const none: StoreRule = {
  id: 'leaf.none',
  name: 'writes no leaf for an item that brings none, and does not count it',
  async run({ store }) {
    await store.commit([commitItem(), refusedItem({ expectedRevision: 1 })]);
    assert.deepEqual(await chainOf(store), []);
    assert.deepEqual(await store.seal.count(), { size: 0, pending: 0 });
    await store.commit([recorded(commitItem({ expectedRevision: 1 }), 'first')]);
    await hasChain(store, ['first']);
  },
};

const batch: StoreRule = {
  id: 'leaf.batch',
  name: 'chains the items of one case in the order of their batch, and each case apart',
  async run({ store }) {
    await store.commit([
      recorded(commitItem(), 'a1'),
      recorded(commitItem({ caseId: 'case-2' }), 'b1'),
      recorded(commitItem({ expectedRevision: 1 }), 'a2'),
      recorded(commitItem({ tenant: 'hue' }), 'c1'),
      recorded(refusedItem({ expectedRevision: 2 }), 'a3'),
      recorded(commitItem({ caseId: 'case-2', expectedRevision: 1 }), 'b2'),
    ]);
    await hasChain(store, ['a1', 'a2', 'a3']);
    await hasChain(store, ['b1', 'b2'], 'case-2');
    await hasChain(store, ['c1'], 'case-1', 'hue');
  },
};

const uncommitted: StoreRule = {
  id: 'leaf.uncommitted',
  name: 'writes no leaf for a conflict or a duplicate, and the body of the new decision when it is committed',
  async run({ store }) {
    const opening = recorded(commitItem(), 'opened');
    await store.commit([opening]);
    await store.commit([recorded(commitItem({ expectedRevision: 1 }), 'first')]);
    const loser = commitItem({ expectedRevision: 1, commandId: 'loser' });
    assert.equal(only(await store.commit([recorded(loser, 'decided too early')])).status, 'conflict');
    assert.equal(only(await store.commit([recorded(opening, 'again')])).status, 'duplicate');
    await hasChain(store, ['opened', 'first']);
    const again = commitItem({ expectedRevision: 2, commandId: 'loser' });
    await store.commit([recorded(again, 'decided again')]);
    await hasChain(store, ['opened', 'first', 'decided again']);
  },
};

const atomic: StoreRule = {
  id: 'leaf.atomic',
  name: 'writes no leaf of an item that cannot be written, and nothing of an item whose disclosures cannot be',
  async run({ store }) {
    const toJSON = (): never => {
      throw new RangeError('This value cannot be written');
    };
    const disclosed = { commandId: 'c', disclosures: [{ path: '/a', salt: '00', value: { toJSON } }] };
    const unwritable = { ...commitItem(), leaf: { body: bodyOf('lost'), disclosed } };
    await rejectsWith('MC_STORE_FAILED', store.commit([unwritable]));
    assert.equal(await store.cases.load({ tenant: TENANT, caseId: 'case-1' }), undefined);
    assert.deepEqual(await chainOf(store), []);
    await store.commit([recorded(commitItem(), 'opened')]);
    await hasChain(store, ['opened']);
  },
};

const caseless: StoreRule = {
  id: 'leaf.caseless',
  name: 'chains what was refused about a case that does not exist, and goes on when it is opened',
  async run({ store }) {
    await store.commit([recorded(refusedItem({ commandId: 'one' }), 'refused')]);
    await store.commit([recorded(refusedItem({ commandId: 'two' }), 'refused again')]);
    await store.commit([recorded(commitItem(), 'opened')]);
    await hasChain(store, ['refused', 'refused again', 'opened']);
  },
};

/** Refusals of one case from all sides: none of them changes its revision, so none is a conflict. */
async function refuseAtOnce(stores: readonly Store[], expectedRevision: number): Promise<void> {
  await atOnce(12, async (number) => {
    const store = stores[number % stores.length] as Store;
    const refusal = refusedItem({ expectedRevision, commandId: `r-${expectedRevision}-${number}` });
    assert.equal(only(await store.commit([recorded(refusal, refusal.commandId)])).status, 'committed');
  });
}

async function isOneChain(store: Store, length: number): Promise<void> {
  const chain = await chainOf(store);
  const bodies = chain.map(({ leaf }) => JSON.stringify((JSON.parse(leaf) as { body: unknown }).body));
  assert.equal(new Set(bodies).size, length);
  assert.deepEqual(
    chain.map(({ leaf }) => leaf),
    expectedChain(bodies),
  );
}

const race: StoreRule = {
  id: 'leaf.race',
  name: 'makes one chain of what is refused at the same time, whether there is such a case or not',
  async run({ store }) {
    await refuseAtOnce([store], 0);
    await isOneChain(store, 12);
    await store.commit([recorded(commitItem(), 'opened')]);
    await refuseAtOnce([store], 1);
    await isOneChain(store, 25);
  },
};

const sharedRace: StoreRule = {
  id: 'leaf.shared-race',
  name: 'makes one chain of what several processes refuse at the same time',
  needs: 'shared',
  async run(harness) {
    const stores = [harness.store, await peerOf(harness)];
    await refuseAtOnce(stores, 0);
    await harness.store.commit([recorded(commitItem(), 'opened')]);
    await refuseAtOnce(stores, 1);
    await isOneChain(harness.store, 25);
  },
};

function peerOf(harness: StoreHarness): Promise<Store> {
  assert.ok(harness.peer, 'The harness of a shared store needs peer()');
  return harness.peer();
}

const large: StoreRule = {
  id: 'leaf.large',
  name: 'takes a body of the largest size, and hashes bytes of UTF-8',
  async run({ store }) {
    // Each of these letters is 3 bytes of UTF-8.
    const room = MAX_BODY_BYTES - Buffer.byteLength('{"a":""}');
    const body = JSON.stringify({ a: 'ế'.repeat(Math.floor(room / 3)) + 'a'.repeat(room % 3) });
    assert.equal(Buffer.byteLength(body), MAX_BODY_BYTES);
    await store.commit([{ ...commitItem(), leaf: { body } }]);
    await store.commit([recorded(commitItem({ expectedRevision: 1 }), 'next')]);
    const chain = await chainOf(store);
    assert.deepEqual(
      chain.map(({ leaf }) => leaf),
      expectedChain([body, bodyOf('next')]),
    );
    assert.ok(chain.every(({ leaf }) => Buffer.byteLength(leaf) <= MAX_LEAF_BYTES));
  },
};

const disclosure = (path: string): Disclosure => ({ path, salt: '00ff', value: { name: 'Nguyễn Thị Ánh', n: null } });

const disclosed: StoreRule = {
  id: 'leaf.disclosed',
  name: 'keeps what the leaves of a case commit to',
  async run({ store }) {
    const [opened, sent] = [[disclosure('/a'), disclosure('/b')], [disclosure('/c')]];
    await store.commit([
      recorded(commitItem(), 'opened', opened),
      recorded(commitItem({ caseId: 'case-2' }), 'other', sent),
      recorded(refusedItem({ expectedRevision: 1 }), 'refused'),
      recorded(commitItem({ expectedRevision: 1 }), 'sent', sent),
    ]);
    const of = (caseId: string, after = 0) => store.seal.disclosures({ tenant: TENANT, caseId, after, limit: 10 });
    assert.deepEqual(await of('case-1'), [
      { caseSeq: 1, commandId: 'case-1/command-1', disclosures: opened },
      { caseSeq: 3, commandId: 'case-1/command-2', disclosures: sent },
    ]);
    assert.deepEqual(await of('case-1', 1), [{ caseSeq: 3, commandId: 'case-1/command-2', disclosures: sent }]);
    assert.deepEqual(await of('case-2'), [{ caseSeq: 1, commandId: 'case-2/command-1', disclosures: sent }]);
  },
};

const kept: StoreRule = {
  id: 'leaf.kept',
  name: 'has every leaf when the process dies after the commit, and goes on with the chain',
  needs: 'durable',
  async run(harness) {
    assert.ok(harness.crash, 'The harness of a durable store needs crash()');
    await harness.store.commit([recorded(commitItem(), 'opened', [disclosure('/a')])]);
    const store = await harness.crash();
    await store.commit([recorded(commitItem({ expectedRevision: 1 }), 'sent')]);
    await hasChain(store, ['opened', 'sent']);
  },
};

const joined: StoreRule = {
  id: 'leaf.transaction',
  name: 'writes leaves in the transaction of the caller, and none when that is rolled back',
  needs: 'joinsTransaction',
  async run({ store, ...harness }) {
    assert.ok(harness.transact, 'The harness of a store that joins transactions needs transact()');
    const { transact } = harness;
    const opening = recorded(commitItem(), 'opened');
    await transact((transaction) => store.commit([opening], { transaction }), 'rollback');
    assert.deepEqual(await chainOf(store), []);
    await transact((transaction) => store.commit([opening], { transaction }), 'commit');
    await hasChain(store, ['opened']);
  },
};

export const leafRules: readonly StoreRule[] = [
  chained,
  none,
  batch,
  uncommitted,
  atomic,
  caseless,
  race,
  sharedRace,
  large,
  disclosed,
  kept,
  joined,
];
