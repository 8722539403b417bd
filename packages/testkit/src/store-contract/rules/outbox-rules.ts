import assert from 'node:assert/strict';
import { atOnce, claimMessages, deliver, messageName, messageNames, only } from '../check.js';
import { AT, commitItem, MINUTE, TENANT } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const order: StoreRule = {
  id: 'outbox.order',
  name: 'gives the messages of one case and destination out one after the other, in order',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}, {}] }), commitItem({ expectedRevision: 1, outbox: [{}] })]);
    for (const expected of ['case-1:1:0', 'case-1:1:1', 'case-1:2:0']) {
      const claim = only(await claimMessages(store));
      assert.equal(claim.row.id, expected);
      assert.deepEqual(await messageNames(store), [], 'later ones wait');
      assert.equal(await deliver(store, claim), true);
    }
    assert.deepEqual(await claimMessages(store), []);
  },
};

const lanes: StoreRule = {
  id: 'outbox.lanes',
  name: 'lets neither another case nor another destination wait',
  async run({ store }) {
    await store.commit([
      commitItem({ caseId: 'a', outbox: [{}, {}, { destination: 'portal' }] }),
      commitItem({ caseId: 'b', outbox: [{}] }),
    ]);
    assert.deepEqual(await messageNames(store), ['a:1:0/mail#1', 'a:1:2/portal#1', 'b:1:0/mail#1']);
  },
};

const later: StoreRule = {
  id: 'outbox.later',
  name: 'keeps a message of a later commit behind those that still wait',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}] })]);
    const claim = only(await claimMessages(store));
    await store.commit([commitItem({ expectedRevision: 1, outbox: [{}] })]);
    assert.deepEqual(await messageNames(store), []);
    await deliver(store, claim);
    assert.deepEqual(await messageNames(store), ['case-1:2:0/mail#1']);
  },
};

const limit: StoreRule = {
  id: 'outbox.limit',
  name: 'claims no more messages than asked',
  async run({ store }) {
    await store.commit(['a', 'b', 'c'].map((caseId) => commitItem({ caseId, outbox: [{}] })));
    assert.equal((await claimMessages(store, { limit: 2 })).length, 2);
    assert.equal((await claimMessages(store, { limit: 2 })).length, 1);
  },
};

const except: StoreRule = {
  id: 'outbox.except',
  name: 'leaves the messages of some destinations where they are when asked to, and looks past them',
  async run({ store }) {
    const outbox = [{}, { destination: 'portal' }];
    await store.commit(['a', 'b'].map((caseId) => commitItem({ caseId, outbox })));
    await store.commit([commitItem({ caseId: 'late', outbox: [{ destination: 'portal', createdAt: AT + MINUTE }] })]);
    const claims = await claimMessages(store, { except: ['mail', 'sms'], limit: 2 });
    assert.deepEqual(claims.map(messageName).sort(), ['a:1:1/portal#1', 'b:1:1/portal#1']);
    assert.deepEqual(await messageNames(store, { except: ['mail'] }), []);
    assert.deepEqual(await messageNames(store, { except: ['mail', 'portal'], now: AT + MINUTE }), []);
    assert.ok(((await store.outbox.nextAt({ except: ['portal'] })) ?? Number.POSITIVE_INFINITY) <= AT);
    assert.equal(await store.outbox.nextAt({ except: ['mail'] }), AT + MINUTE);
    assert.equal(await store.outbox.nextAt({ except: ['mail', 'portal'] }), undefined);
    assert.deepEqual(await messageNames(store, { except: [] }), ['a:1:0/mail#1', 'b:1:0/mail#1']);
  },
};

const exclusive: StoreRule = {
  id: 'outbox.exclusive',
  name: 'gives each message to one of many workers that claim at once',
  async run({ store }) {
    const items = Array.from({ length: 40 }, (_, number) => commitItem({ caseId: `case-${number}`, outbox: [{}] }));
    await store.commit(items);
    const claims = await atOnce(8, (number) => claimMessages(store, { owner: `worker-${number}`, limit: 10 }));
    assert.deepEqual(claims.flat().map(messageName).sort(), items.map(({ caseId }) => `${caseId}:1:0/mail#1`).sort());
    assert.deepEqual(await claimMessages(store, { owner: 'worker-9' }), [], 'nothing is left');
  },
};

const expiry: StoreRule = {
  id: 'outbox.expiry',
  name: 'gives a message out again when the lease has run out, as the next attempt',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}, {}] })]);
    await claimMessages(store, { owner: 'worker-1', leaseUntil: AT + MINUTE });
    assert.deepEqual(await messageNames(store, { owner: 'worker-2', now: AT + MINUTE - 1 }), []);
    assert.deepEqual(await messageNames(store, { owner: 'worker-2', now: AT + MINUTE }), ['case-1:1:0/mail#2']);
  },
};

const renew: StoreRule = {
  id: 'outbox.renew',
  name: 'extends the leases the owner still holds, and counts them',
  async run({ store }) {
    await store.commit([commitItem({ caseId: 'a', outbox: [{}] }), commitItem({ caseId: 'b', outbox: [{}] })]);
    const claims = await claimMessages(store, { leaseUntil: AT + MINUTE });
    const settled = claims.find(({ row }) => row.caseId === 'b');
    assert.ok(settled);
    await deliver(store, settled);
    assert.equal(await store.outbox.renew({ owner: 'worker-2', claims, leaseUntil: AT + 9 * MINUTE }), 0);
    assert.equal(await store.outbox.renew({ owner: 'worker-1', claims, leaseUntil: AT + 3 * MINUTE }), 1);
    assert.deepEqual(await messageNames(store, { now: AT + 2 * MINUTE }), []);
    assert.deepEqual(await messageNames(store, { now: AT + 3 * MINUTE }), ['a:1:0/mail#2']);
  },
};

const leaseLost: StoreRule = {
  id: 'outbox.lease-lost',
  name: 'ignores the settlement of a worker whose lease has passed to another',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}] })]);
    const late = only(await claimMessages(store, { owner: 'worker-1', leaseUntil: AT + MINUTE }));
    const current = only(await claimMessages(store, { owner: 'worker-2', now: AT + MINUTE }));
    assert.equal(await deliver(store, late, 'worker-1'), false);
    const dead = { status: 'dead' as const, at: AT, reason: 'late' };
    assert.equal(await store.outbox.settle({ owner: 'worker-1', claim: late, outcome: dead }), false);
    assert.deepEqual(await store.outbox.count({ tenant: TENANT }), { pending: 1, delivered: 0, dead: 0 });
    assert.equal(await deliver(store, current, 'worker-2'), true);
    assert.equal(await deliver(store, current, 'worker-2'), false, 'settled once');
  },
};

const attemptLost: StoreRule = {
  id: 'outbox.attempt-lost',
  name: 'ignores the settlement of an earlier attempt by the same worker',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}] })]);
    const earlier = only(await claimMessages(store, { leaseUntil: AT + MINUTE }));
    const current = only(await claimMessages(store, { now: AT + MINUTE }));
    assert.equal(await deliver(store, earlier), false);
    assert.equal(await deliver(store, current), true);
  },
};

const unclaimed: StoreRule = {
  id: 'outbox.expired-settled',
  name: 'takes the settlement of a lease that has run out but that nobody else has',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}] })]);
    const claim = only(await claimMessages(store, { leaseUntil: AT }));
    assert.equal(await deliver(store, claim), true);
    assert.deepEqual(await messageNames(store, { now: AT + MINUTE }), []);
  },
};

const release: StoreRule = {
  id: 'outbox.release',
  name: 'takes a message back that nobody began to deliver: it goes out at once, in its place, as the same attempt',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}, {}] }), commitItem({ caseId: 'b', outbox: [{}] })]);
    const claims = await claimMessages(store);
    await store.outbox.release({ owner: 'worker-1', claims: claims.filter(({ row }) => row.caseId === 'case-1') });
    assert.ok(((await store.outbox.nextAt()) ?? Number.POSITIVE_INFINITY) <= AT);
    assert.deepEqual(await messageNames(store, { owner: 'worker-2', leaseUntil: AT + 1 }), ['case-1:1:0/mail#1']);
    const again = only(await claimMessages(store, { owner: 'worker-2', now: AT + 1 }));
    assert.equal(messageName(again), 'case-1:1:0/mail#2');
    await store.outbox.release({ owner: 'worker-2', claims: [again] });
    assert.deepEqual(await messageNames(store), ['case-1:1:0/mail#2'], 'a lease that ran out was an attempt');
    assert.deepEqual(await store.outbox.count({ tenant: TENANT }), { pending: 3, delivered: 0, dead: 0 });
  },
};

const releaseLost: StoreRule = {
  id: 'outbox.release-lost',
  name: 'takes no message back from a worker whose lease has passed to another, or who has settled it',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}] }), commitItem({ caseId: 'b', outbox: [{}] })]);
    const claims = await claimMessages(store, { leaseUntil: AT + MINUTE });
    const settled = claims.find(({ row }) => row.caseId === 'b');
    assert.ok(settled);
    await deliver(store, settled);
    const current = only(await claimMessages(store, { owner: 'worker-2', now: AT + MINUTE }));
    await store.outbox.release({ owner: 'worker-1', claims });
    await store.outbox.release({ owner: 'worker-3', claims: [current] });
    assert.deepEqual(await messageNames(store, { now: AT + MINUTE }), []);
    assert.equal(await deliver(store, current, 'worker-2'), true);
  },
};

export const outboxRules: readonly StoreRule[] = [
  order,
  lanes,
  later,
  limit,
  except,
  exclusive,
  expiry,
  renew,
  leaseLost,
  attemptLost,
  unclaimed,
  release,
  releaseLost,
];
