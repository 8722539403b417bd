import assert from 'node:assert/strict';
import type { ErrorCode, Store } from '@motcua/core/contract';
import { atOnce, caseQuery, claimMessages, claimTimers, only, rejectsWith } from '../check.js';
import { AT, commitItem, envelopeIn, TENANT } from '../commit-item.js';
import type { StoreHarness, StoreRule } from '../rule.js';

const shared = (run: (store: Store, peer: Store) => Promise<void>): Pick<StoreRule, 'needs' | 'run'> => ({
  needs: 'shared',
  async run(harness) {
    assert.ok(harness.peer, 'The harness of a shared store needs peer()');
    await run(harness.store, await harness.peer());
  },
});

const sharedReads: StoreRule = {
  id: 'shared.reads',
  name: 'shows one process what another has committed',
  ...shared(async (store, peer) => {
    const item = commitItem({ index: { text: 'Nguyễn' } });
    await store.commit([item]);
    assert.deepEqual(await peer.cases.load({ tenant: TENANT, caseId: 'case-1' }), envelopeIn(item));
    assert.deepEqual(await peer.commit([item]), [{ status: 'duplicate', reply: item.reply }]);
    assert.equal((await peer.cases.find(caseQuery({ text: 'nguyen' }))).items.length, 1);
    await peer.commit([commitItem({ expectedRevision: 1 })]);
    const late = commitItem({ commandId: 'late', expectedRevision: 1 });
    assert.deepEqual(await store.commit([late]), [{ status: 'conflict', revision: 2 }]);
  }),
};

const sharedRace: StoreRule = {
  id: 'shared.race',
  name: 'lets one of many commits of several processes on the same revision win',
  ...shared(async (store, peer) => {
    await store.commit([commitItem()]);
    const results = await atOnce(8, async (number) => {
      const racer = commitItem({ commandId: `racer-${number}`, expectedRevision: 1 });
      return only(await (number % 2 === 0 ? store : peer).commit([racer]));
    });
    assert.equal(results.filter(({ status }) => status === 'committed').length, 1);
  }),
};

const sharedClaims: StoreRule = {
  id: 'shared.claims',
  name: 'gives each timer and each message to one worker of one process',
  ...shared(async (store, peer) => {
    const timers = [{ key: 'k', fireAt: AT }];
    const ids = Array.from({ length: 40 }, (_, number) => `case-${number}`).sort();
    await store.commit(ids.map((caseId) => commitItem({ caseId, timers, outbox: [{}] })));
    const options = (number: number) => ({ owner: `worker-${number}`, limit: 10 });
    const of = (number: number) => (number % 2 === 0 ? store : peer);
    const claimedTimers = await atOnce(8, (number) => claimTimers(of(number), options(number)));
    const claimedMessages = await atOnce(8, (number) => claimMessages(of(number), options(number)));
    assert.deepEqual(claimedTimers.flatMap((claims) => claims.map(({ caseId }) => caseId)).sort(), ids);
    assert.deepEqual(claimedMessages.flatMap((claims) => claims.map(({ row }) => row.caseId)).sort(), ids);
  }),
};

const sharedSeries: StoreRule = {
  id: 'shared.series',
  name: 'gives each number of a series to one process',
  ...shared(async (store, peer) => {
    const numbers = await atOnce(10, (number) =>
      (number % 2 === 0 ? store : peer).allocate({ tenant: TENANT, series: 's' }),
    );
    assert.equal(new Set(numbers).size, 10);
  }),
};

function transact(harness: StoreHarness): NonNullable<StoreHarness['transact']> {
  assert.ok(harness.transact, 'The harness of a store that joins transactions needs transact()');
  return harness.transact.bind(harness);
}

const joinedCommit: StoreRule = {
  id: 'transaction.commit',
  name: 'becomes part of the transaction of the caller',
  needs: 'joinsTransaction',
  async run(harness) {
    const item = commitItem({ outbox: [{}] });
    const late = commitItem({ commandId: 'late', expectedRevision: 5 });
    const work = (transaction: unknown) => harness.store.commit([item, late], { transaction });
    assert.deepEqual(await transact(harness)(work, 'commit'), [
      { status: 'committed' },
      { status: 'conflict', revision: 1 },
    ]);
    assert.deepEqual(await harness.store.cases.load({ tenant: TENANT, caseId: 'case-1' }), envelopeIn(item));
    assert.equal((await claimMessages(harness.store)).length, 1);
  },
};

const joinedRollback: StoreRule = {
  id: 'transaction.rollback',
  name: 'leaves nothing when the transaction of the caller is rolled back',
  needs: 'joinsTransaction',
  async run(harness) {
    const item = commitItem({ outbox: [{}], timers: [{ key: 'k', fireAt: AT }] });
    await transact(harness)((transaction) => harness.store.commit([item], { transaction }), 'rollback');
    assert.equal(await harness.store.cases.load({ tenant: TENANT, caseId: 'case-1' }), undefined);
    assert.equal(await harness.store.cases.reply({ tenant: TENANT, commandId: item.commandId }), undefined);
    assert.equal(await harness.store.timers.nextAt(), undefined);
    assert.equal(await harness.store.outbox.nextAt(), undefined);
    assert.deepEqual(await harness.store.commit([item]), [{ status: 'committed' }]);
  },
};

const refusedWith =
  (code: ErrorCode): StoreRule['run'] =>
  async ({ store }) => {
    await rejectsWith(code, store.commit([commitItem()], { transaction: { not: 'a transaction' } }));
    assert.equal(await store.cases.load({ tenant: TENANT, caseId: 'case-1' }), undefined);
    assert.deepEqual(await store.commit([commitItem()]), [{ status: 'committed' }]);
  };

const joinRefused: StoreRule = {
  id: 'transaction.refused',
  name: 'refuses what is no transaction with MC_STORE_FAILED, and writes nothing',
  needs: 'joinsTransaction',
  run: refusedWith('MC_STORE_FAILED'),
};

const joinMissing: StoreRule = {
  id: 'transaction.missing',
  name: 'refuses a transaction with MC_CAPABILITY_MISSING when it can join none, and writes nothing',
  lacks: 'joinsTransaction',
  run: refusedWith('MC_CAPABILITY_MISSING'),
};

export const sharingRules: readonly StoreRule[] = [
  sharedReads,
  sharedRace,
  sharedClaims,
  sharedSeries,
  joinedCommit,
  joinedRollback,
  joinRefused,
  joinMissing,
];
