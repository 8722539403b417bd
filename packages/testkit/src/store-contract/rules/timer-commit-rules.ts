import assert from 'node:assert/strict';
import { claimTimers, timerNames } from '../check.js';
import { AT, commitItem, MINUTE, refusedItem } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const first = { key: 'first', fireAt: AT - MINUTE };
const second = { key: 'second', fireAt: AT };

const replaced: StoreRule = {
  id: 'timers.replaced',
  name: 'replaces the pending rows of a case by the set of a commit, and keeps them without one',
  async run({ store }) {
    await store.commit([commitItem({ timers: [first, second] }), commitItem({ caseId: 'other', timers: [second] })]);
    await store.commit([commitItem({ expectedRevision: 1 })]);
    assert.equal(await store.timers.nextAt(), first.fireAt);
    await store.commit([commitItem({ expectedRevision: 2, timers: [second, { key: 'third', fireAt: AT + MINUTE }] })]);
    assert.equal(await store.timers.nextAt(), second.fireAt);
    await store.commit([commitItem({ expectedRevision: 3, timers: [] })]);
    assert.deepEqual(await timerNames(store, { now: AT + MINUTE }), ['other second']);
  },
};

const unchanged: StoreRule = {
  id: 'timers.unchanged',
  name: 'keeps the lease of a row that a commit leaves as it was',
  async run({ store }) {
    await store.commit([commitItem({ timers: [first] })]);
    await claimTimers(store, { leaseUntil: AT + MINUTE });
    await store.commit([commitItem({ expectedRevision: 1, timers: [first, second] })]);
    assert.deepEqual(await timerNames(store), []);
    assert.equal(await store.timers.nextAt(), AT + MINUTE);
    assert.deepEqual(await timerNames(store, { now: AT + MINUTE }), ['case-1 first']);
  },
};

const moved: StoreRule = {
  id: 'timers.moved',
  name: 'takes a row with another instant for a new one: its old lease is over',
  async run({ store }) {
    await store.commit([commitItem({ timers: [first, second] })]);
    const claims = await claimTimers(store, { leaseUntil: AT + 9 * MINUTE });
    const later = { key: 'first', fireAt: AT + MINUTE };
    await store.commit([commitItem({ expectedRevision: 1, timers: [later, second] })]);
    assert.equal(await store.timers.renew({ owner: 'worker-1', claims, leaseUntil: AT + 9 * MINUTE }), 0);
    const now = await claimTimers(store, { owner: 'worker-2' });
    assert.deepEqual(
      now.map(({ key }) => key),
      ['second'],
    );
    await store.timers.release({ owner: 'worker-2', claims: now });
    await store.commit([commitItem({ expectedRevision: 2, timers: [later] })]);
    assert.equal(await store.timers.nextAt(), later.fireAt);
  },
};

const settled: StoreRule = {
  id: 'timers.settled',
  name: 'removes a firing with the commit that names it, and offers the next row of the case at once',
  async run({ store }) {
    await store.commit([commitItem({ timers: [first, second] })]);
    await claimTimers(store);
    await store.commit([commitItem({ expectedRevision: 1, firing: 'first' })]);
    assert.deepEqual(await timerNames(store, { owner: 'worker-2' }), ['case-1 second']);
    await store.commit([commitItem({ expectedRevision: 2, firing: 'second', timers: [] })]);
    assert.equal(await store.timers.nextAt(), undefined);
  },
};

const settledRearmed: StoreRule = {
  id: 'timers.settled-rearmed',
  name: 'arms the rows of a commit after it has settled its firing',
  async run({ store }) {
    await store.commit([commitItem({ timers: [first] })]);
    await claimTimers(store);
    await store.commit([commitItem({ expectedRevision: 1, firing: 'first', timers: [first, second] })]);
    assert.deepEqual(await timerNames(store, { owner: 'worker-2' }), ['case-1 first']);
  },
};

const settledRefused: StoreRule = {
  id: 'timers.settled-refused',
  name: 'removes a firing that was refused or dropped',
  async run({ store }) {
    await store.commit([commitItem({ timers: [first, second] })]);
    await claimTimers(store);
    await store.commit([refusedItem({ expectedRevision: 1, firing: 'first' })]);
    assert.deepEqual(await timerNames(store), ['case-1 second']);
  },
};

const conflictKeeps: StoreRule = {
  id: 'timers.conflict',
  name: 'keeps a firing whose commit met a conflict',
  async run({ store }) {
    await store.commit([commitItem({ timers: [first] }), commitItem({ expectedRevision: 1 })]);
    await claimTimers(store, { leaseUntil: AT + MINUTE });
    await store.commit([commitItem({ commandId: 'late', expectedRevision: 1, firing: 'first', timers: [] })]);
    assert.deepEqual(await timerNames(store, { now: AT + MINUTE }), ['case-1 first']);
  },
};

const next: StoreRule = {
  id: 'timers.next',
  name: 'names the earliest instant at which a row may be claimed',
  async run({ store }) {
    assert.equal(await store.timers.nextAt(), undefined);
    await store.commit([
      commitItem({ caseId: 'a', timers: [first, second] }),
      commitItem({ caseId: 'b', timers: [{ key: 'k', fireAt: AT + 5 * MINUTE }] }),
    ]);
    assert.equal(await store.timers.nextAt(), first.fireAt);
    const claims = await claimTimers(store, { leaseUntil: AT + 3 * MINUTE });
    assert.equal(await store.timers.nextAt(), AT + 3 * MINUTE, 'a lease holds the whole case');
    await store.timers.renew({ owner: 'worker-1', claims, leaseUntil: AT + 9 * MINUTE });
    assert.equal(await store.timers.nextAt(), AT + 5 * MINUTE);
    await store.timers.release({ owner: 'worker-1', claims });
    assert.equal(await store.timers.nextAt(), first.fireAt);
  },
};

export const timerCommitRules: readonly StoreRule[] = [
  replaced,
  unchanged,
  moved,
  settled,
  settledRearmed,
  settledRefused,
  conflictKeeps,
  next,
];
