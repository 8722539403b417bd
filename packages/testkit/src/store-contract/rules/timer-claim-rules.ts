import assert from 'node:assert/strict';
import { atOnce, claimTimers, timerNames } from '../check.js';
import { AT, commitItem, MINUTE } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const due: StoreRule = {
  id: 'timers.due',
  name: 'claims the rows that are due, the instant itself included, oldest first',
  async run({ store }) {
    await store.commit([
      commitItem({ caseId: 'late', timers: [{ key: 'k', fireAt: AT + 1 }] }),
      commitItem({ caseId: 'now', timers: [{ key: 'k', fireAt: AT }] }),
      commitItem({ caseId: 'old', timers: [{ key: 'k', fireAt: AT - MINUTE }] }),
    ]);
    assert.deepEqual(await timerNames(store), ['old k', 'now k']);
  },
};

const limit: StoreRule = {
  id: 'timers.limit',
  name: 'claims no more rows than asked, the oldest ones',
  async run({ store }) {
    const items = [3, 1, 4, 2].map((age) =>
      commitItem({ caseId: `case-${age}`, timers: [{ key: 'k', fireAt: AT - age * MINUTE }] }),
    );
    await store.commit(items);
    assert.deepEqual(await timerNames(store, { limit: 2 }), ['case-4 k', 'case-3 k']);
    assert.deepEqual(await timerNames(store, { limit: 5 }), ['case-2 k', 'case-1 k']);
  },
};

const onePerCase: StoreRule = {
  id: 'timers.one-per-case',
  name: 'claims one row of a case at a time, its oldest',
  async run({ store }) {
    const timers = [
      { key: 'second', fireAt: AT - MINUTE },
      { key: 'first', fireAt: AT - 2 * MINUTE },
    ];
    await store.commit([commitItem({ caseId: 'a', timers }), commitItem({ caseId: 'b', timers })]);
    assert.deepEqual([...(await timerNames(store))].sort(), ['a first', 'b first']);
    assert.deepEqual(await timerNames(store, { owner: 'worker-2' }), []);
    assert.deepEqual(await timerNames(store), [], 'not even the owner gets another row of the case');
  },
};

const exclusive: StoreRule = {
  id: 'timers.exclusive',
  name: 'gives each row to one of many workers that claim at once',
  async run({ store }) {
    const names = Array.from({ length: 40 }, (_, number) => `case-${number}`);
    await store.commit(names.map((caseId) => commitItem({ caseId, timers: [{ key: 'k', fireAt: AT }] })));
    const claims = await atOnce(8, (number) => claimTimers(store, { owner: `worker-${number}`, limit: 10 }));
    assert.deepEqual(
      claims
        .flat()
        .map(({ caseId }) => caseId)
        .sort(),
      [...names].sort(),
    );
    assert.deepEqual(await claimTimers(store, { owner: 'worker-9' }), [], 'nothing is left');
  },
};

const expiry: StoreRule = {
  id: 'timers.expiry',
  name: 'gives a row to another worker when the lease has run out, and not before',
  async run({ store }) {
    await store.commit([commitItem({ timers: [{ key: 'k', fireAt: AT }] })]);
    await claimTimers(store, { owner: 'worker-1', leaseUntil: AT + MINUTE });
    assert.deepEqual(await timerNames(store, { owner: 'worker-2', now: AT + MINUTE - 1 }), []);
    assert.deepEqual(await timerNames(store, { owner: 'worker-2', now: AT + MINUTE }), ['case-1 k']);
    assert.deepEqual(await timerNames(store, { owner: 'worker-1', now: AT + MINUTE }), []);
  },
};

const expiryOldest: StoreRule = {
  id: 'timers.expiry-oldest',
  name: 'puts a row whose lease has run out back in its place by age',
  async run({ store }) {
    await store.commit([commitItem({ caseId: 'old', timers: [{ key: 'k', fireAt: AT - MINUTE }] })]);
    await claimTimers(store, { leaseUntil: AT + MINUTE });
    await store.commit([commitItem({ caseId: 'young', timers: [{ key: 'k', fireAt: AT }] })]);
    assert.deepEqual(await timerNames(store, { now: AT + MINUTE, limit: 1 }), ['old k']);
    assert.deepEqual(await timerNames(store, { now: AT + MINUTE, limit: 1 }), ['young k']);
  },
};

const renew: StoreRule = {
  id: 'timers.renew',
  name: 'extends the leases the owner still holds, and counts them',
  async run({ store }) {
    await store.commit([
      commitItem({ caseId: 'kept', timers: [{ key: 'k', fireAt: AT }] }),
      commitItem({ caseId: 'lost', timers: [{ key: 'k', fireAt: AT }] }),
    ]);
    const claims = await claimTimers(store, { owner: 'worker-1', leaseUntil: AT + MINUTE });
    const lost = claims.filter(({ caseId }) => caseId === 'lost');
    await store.timers.release({ owner: 'worker-1', claims: lost });
    await claimTimers(store, { owner: 'worker-2', leaseUntil: AT + MINUTE });

    assert.equal(await store.timers.renew({ owner: 'worker-1', claims, leaseUntil: AT + 3 * MINUTE }), 1);
    assert.deepEqual(await timerNames(store, { owner: 'worker-3', now: AT + 2 * MINUTE }), ['lost k']);
    assert.deepEqual(await timerNames(store, { owner: 'worker-3', now: AT + 3 * MINUTE }), ['kept k', 'lost k']);
  },
};

const release: StoreRule = {
  id: 'timers.release',
  name: 'offers a released row again at once, and lets only its owner release it',
  async run({ store }) {
    const timers = [
      { key: 'first', fireAt: AT - MINUTE },
      { key: 'second', fireAt: AT },
    ];
    await store.commit([commitItem({ timers })]);
    const claims = await claimTimers(store, { owner: 'worker-1' });
    await store.timers.release({ owner: 'worker-2', claims });
    assert.deepEqual(await timerNames(store, { owner: 'worker-2' }), []);
    await store.timers.release({ owner: 'worker-1', claims });
    assert.deepEqual(await timerNames(store, { owner: 'worker-2' }), ['case-1 first']);
    await store.timers.release({ owner: 'worker-1', claims });
    assert.deepEqual(await timerNames(store, { owner: 'worker-1' }), []);
  },
};

export const timerClaimRules: readonly StoreRule[] = [
  due,
  limit,
  onePerCase,
  exclusive,
  expiry,
  expiryOldest,
  renew,
  release,
];
