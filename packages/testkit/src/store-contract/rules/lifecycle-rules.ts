import assert from 'node:assert/strict';
import { STORE_CONTRACT_VERSION } from '@motcua/core/contract';
import { caseQuery, claimMessages, claimTimers, only, rejectsWith } from '../check.js';
import { AT, commitItem, envelopeIn, MINUTE, TENANT } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const version: StoreRule = {
  id: 'lifecycle.version',
  name: 'names the version of the contract it keeps',
  async run({ store }) {
    assert.equal(store.contractVersion, STORE_CONTRACT_VERSION);
  },
};

const capabilities: StoreRule = {
  id: 'lifecycle.capabilities',
  name: 'has capabilities that are frozen, known and plainly true or false',
  async run({ store }) {
    assert.ok(Object.isFrozen(store.capabilities));
    const known = ['durable', 'shared', 'joinsTransaction', 'remote'];
    assert.deepEqual(
      Object.entries(store.capabilities).filter(([name, value]) => !known.includes(name) || typeof value !== 'boolean'),
      [],
    );
    const before = { ...store.capabilities };
    await store.close();
    assert.deepEqual({ ...store.capabilities }, before);
  },
};

const declared: StoreRule = {
  id: 'lifecycle.declared',
  name: 'declares every capability its harness can show, and no other',
  async run({ store: { capabilities }, crash, peer, transact }) {
    const shown = { durable: crash, shared: peer, joinsTransaction: transact };
    for (const [name, way] of Object.entries(shown)) {
      assert.equal(capabilities[name as keyof typeof shown] === true, way !== undefined, name);
    }
  },
};

const openTwice: StoreRule = {
  id: 'lifecycle.open-twice',
  name: 'takes a second open for the first',
  async run({ store }) {
    const item = commitItem();
    await store.commit([item]);
    await store.open();
    assert.deepEqual(await store.cases.load({ tenant: TENANT, caseId: 'case-1' }), envelopeIn(item));
  },
};

const closed: StoreRule = {
  id: 'lifecycle.closed',
  name: 'refuses work after close with MC_STORE_FAILED, and takes a second close',
  async run({ store }) {
    await store.close();
    await store.close();
    await rejectsWith('MC_STORE_FAILED', store.commit([commitItem()]));
    await rejectsWith('MC_STORE_FAILED', store.allocate({ tenant: TENANT, series: 's' }));
    await rejectsWith('MC_STORE_FAILED', store.cases.load({ tenant: TENANT, caseId: 'case-1' }));
    await rejectsWith('MC_STORE_FAILED', store.cases.find(caseQuery()));
    await rejectsWith('MC_STORE_FAILED', claimTimers(store));
    await rejectsWith('MC_STORE_FAILED', claimMessages(store));
    await rejectsWith('MC_STORE_FAILED', store.timers.nextAt());
    await rejectsWith('MC_STORE_FAILED', store.liveness.beat({ owner: 'w', now: 0, maxGapMs: 0 }));
  },
};

const durable: StoreRule = {
  id: 'durable.crash',
  name: 'has everything that was committed, and every lease, after a crash',
  needs: 'durable',
  async run(harness) {
    const { store, crash } = harness;
    assert.ok(crash, 'The harness of a durable store needs crash()');
    const timers = [{ key: 'k', fireAt: AT }];
    const item = commitItem({ timers, outbox: [{}, {}], index: { text: 'Nguyễn', unit: 'u' } });
    await store.commit([item]);
    const timer = only(await claimTimers(store, { leaseUntil: AT + MINUTE }));
    const message = only(await claimMessages(store, { leaseUntil: AT + MINUTE }));
    assert.equal(await store.allocate({ tenant: TENANT, series: 's' }), 1);

    const reopened = await crash.call(harness);
    assert.deepEqual(await reopened.cases.load({ tenant: TENANT, caseId: 'case-1' }), envelopeIn(item));
    assert.deepEqual(await reopened.commit([item]), [{ status: 'duplicate', reply: item.reply }]);
    const journal = await reopened.cases.history({ tenant: TENANT, caseId: 'case-1', afterRevision: 0, limit: 9 });
    assert.deepEqual(journal, [item.change?.journal]);
    assert.equal((await reopened.cases.audit({ tenant: TENANT, after: 0, limit: 9 })).length, 1);
    assert.equal((await reopened.cases.find(caseQuery({ text: 'nguyen', unit: 'u' }))).items.length, 1);
    assert.equal(await reopened.allocate({ tenant: TENANT, series: 's' }), 2);

    assert.deepEqual(await claimTimers(reopened, { owner: 'worker-2' }), [], 'the dead worker keeps its lease');
    assert.deepEqual(await claimTimers(reopened, { owner: 'worker-2', now: AT + MINUTE }), [timer]);
    assert.deepEqual(await claimMessages(reopened, { owner: 'worker-2' }), []);
    const again = await claimMessages(reopened, { owner: 'worker-2', now: AT + MINUTE });
    assert.deepEqual(again, [{ row: message.row, attempt: 2 }]);
  },
};

export const lifecycleRules: readonly StoreRule[] = [version, capabilities, declared, openTwice, closed, durable];
