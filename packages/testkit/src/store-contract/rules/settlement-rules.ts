import assert from 'node:assert/strict';
import type { OutboxClaim, Store } from '@motcua/core/contract';
import { atOnce, claimMessages, deliver, messageName, messageNames, only } from '../check.js';
import { AT, commitItem, MINUTE, TENANT } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

function postpone(store: Store, claim: OutboxClaim, retryAt: number): Promise<boolean> {
  const outcome = { status: 'retry' as const, retryAt, reason: 'busy' };
  return store.outbox.settle({ owner: 'worker-1', claim, outcome });
}

function bury(store: Store, claim: OutboxClaim, at: number, reason = 'no such address'): Promise<boolean> {
  return store.outbox.settle({ owner: 'worker-1', claim, outcome: { status: 'dead', at, reason } });
}

const delivered: StoreRule = {
  id: 'outbox.delivered',
  name: 'counts what waits, what is delivered and what is dead',
  async run({ store }) {
    await store.commit(['a', 'b', 'c'].map((caseId) => commitItem({ caseId, outbox: [{}] })));
    assert.deepEqual(await store.outbox.count({ tenant: TENANT }), { pending: 3, delivered: 0, dead: 0 });
    const [first, second] = await claimMessages(store);
    assert.ok(first && second);
    await deliver(store, first);
    await bury(store, second, AT);
    assert.deepEqual(await store.outbox.count({ tenant: TENANT }), { pending: 1, delivered: 1, dead: 1 });
  },
};

const retry: StoreRule = {
  id: 'outbox.retry',
  name: 'gives a message out again at its retry instant, and holds up the later ones until then',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}, {}] })]);
    assert.equal(await postpone(store, only(await claimMessages(store)), AT + MINUTE), true);
    assert.deepEqual(await messageNames(store, { now: AT + MINUTE - 1 }), []);
    assert.equal(await store.outbox.nextAt(), AT + MINUTE);
    const again = only(await claimMessages(store, { now: AT + MINUTE }));
    assert.equal(again.attempt, 2);
    assert.equal(again.row.id, 'case-1:1:0');
    await deliver(store, again);
    assert.deepEqual(await messageNames(store, { now: AT + MINUTE }), ['case-1:1:1/mail#1']);
  },
};

const dead: StoreRule = {
  id: 'outbox.dead',
  name: 'keeps a dead letter with its reason, and lets it hold up nothing',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}, {}] })]);
    const claim = only(await claimMessages(store));
    await bury(store, claim, AT + 1);
    assert.deepEqual(await messageNames(store), ['case-1:1:1/mail#1']);
    assert.deepEqual(await store.outbox.dead({ tenant: TENANT, limit: 10 }), [
      { row: claim.row, attempts: 1, reason: 'no such address', diedAt: AT + 1 },
    ]);
  },
};

const deadOrder: StoreRule = {
  id: 'outbox.dead-order',
  name: 'lists dead letters newest first, up to a limit, of one destination if asked',
  async run({ store }) {
    const outbox = [{}, { destination: 'portal' }];
    await store.commit([commitItem({ caseId: 'a', outbox }), commitItem({ caseId: 'b', outbox })]);
    const claims = [...(await claimMessages(store))].sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
    for (const [age, claim] of claims.entries()) await bury(store, claim, AT + age);
    const ids = async (request: { limit: number; destination?: string }) =>
      (await store.outbox.dead({ tenant: TENANT, ...request })).map(({ row }) => row.id);
    assert.deepEqual(await ids({ limit: 10 }), ['b:1:1', 'b:1:0', 'a:1:1', 'a:1:0']);
    assert.deepEqual(await ids({ limit: 1 }), ['b:1:1']);
    assert.deepEqual(await ids({ limit: 10, destination: 'mail' }), ['b:1:0', 'a:1:0']);
  },
};

const redrive: StoreRule = {
  id: 'outbox.redrive',
  name: 'puts a dead letter back, with its attempts at zero and in its place in the order',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}, {}, {}] })]);
    await bury(store, only(await claimMessages(store)), AT);
    const request = { tenant: TENANT, id: 'case-1:1:0', destination: 'mail', at: AT + MINUTE };
    assert.equal(await store.outbox.redrive({ ...request, destination: 'portal' }), false);
    assert.equal(await store.outbox.redrive(request), true);
    assert.equal(await store.outbox.redrive(request), false, 'it is dead no more');
    assert.deepEqual(await messageNames(store), [], 'later ones wait for it again');
    for (const expected of ['case-1:1:0', 'case-1:1:1', 'case-1:1:2']) {
      const claim = only(await claimMessages(store, { now: AT + MINUTE }));
      assert.deepEqual([claim.row.id, claim.attempt], [expected, 1]);
      await deliver(store, claim);
    }
    assert.deepEqual(await store.outbox.count({ tenant: TENANT }), { pending: 0, delivered: 3, dead: 0 });
  },
};

const redriveBehind: StoreRule = {
  id: 'outbox.redrive-behind',
  name: 'lets a redriven letter wait for the message that is being delivered, until that is settled or given back',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}, {}] })]);
    await bury(store, only(await claimMessages(store)), AT);
    const inDelivery = only(await claimMessages(store));
    await store.outbox.redrive({ tenant: TENANT, id: 'case-1:1:0', destination: 'mail', at: AT });
    assert.deepEqual(await messageNames(store), []);
    await postpone(store, inDelivery, AT);
    const claim = only(await claimMessages(store));
    assert.equal(claim.row.id, 'case-1:1:0');
    await deliver(store, claim);
    const last = only(await claimMessages(store));
    assert.equal(messageName(last), 'case-1:1:1/mail#2');
    await bury(store, last, AT);
    await store.commit([commitItem({ expectedRevision: 1, outbox: [{}] })]);
    const later = only(await claimMessages(store));
    await store.outbox.redrive({ tenant: TENANT, id: 'case-1:1:1', destination: 'mail', at: AT });
    await store.outbox.release({ owner: 'worker-1', claims: [later] });
    assert.deepEqual(await messageNames(store), ['case-1:1:1/mail#1']);
  },
};

const redriveAlone: StoreRule = {
  id: 'outbox.redrive-alone',
  name: 'puts a dead letter back when nothing else waits',
  async run({ store }) {
    await store.commit([commitItem({ outbox: [{}] })]);
    await bury(store, only(await claimMessages(store)), AT);
    assert.equal(await store.outbox.nextAt(), undefined);
    await store.outbox.redrive({ tenant: TENANT, id: 'case-1:1:0', destination: 'mail', at: AT + MINUTE });
    assert.equal(await store.outbox.nextAt(), AT + MINUTE);
    assert.deepEqual(await messageNames(store, { now: AT + MINUTE }), ['case-1:1:0/mail#1']);
  },
};

const next: StoreRule = {
  id: 'outbox.next',
  name: 'names the earliest instant at which a message may be claimed',
  async run({ store }) {
    assert.equal(await store.outbox.nextAt(), undefined);
    await store.commit([commitItem({ outbox: [{}, {}] })]);
    assert.ok(((await store.outbox.nextAt()) ?? Number.POSITIVE_INFINITY) <= AT);
    const claim = only(await claimMessages(store, { leaseUntil: AT + 3 * MINUTE }));
    assert.equal(await store.outbox.nextAt(), AT + 3 * MINUTE);
    await postpone(store, claim, AT + MINUTE);
    assert.equal(await store.outbox.nextAt(), AT + MINUTE);
  },
};

const together: StoreRule = {
  id: 'outbox.together',
  name: 'settles many messages at once, each by its own outcome and once',
  async run({ store }) {
    const items = Array.from({ length: 24 }, (_, number) => commitItem({ caseId: `case-${number}`, outbox: [{}, {}] }));
    await store.commit(items);
    const claims = await claimMessages(store);
    const results = await atOnce(2 * claims.length, (number) => {
      const claim = claims[number % claims.length] as OutboxClaim;
      const kind = Number(claim.row.caseId.slice(5)) % 3;
      if (kind === 0) return deliver(store, claim);
      return kind === 1 ? postpone(store, claim, AT + MINUTE) : bury(store, claim, AT);
    });
    assert.deepEqual(
      results.map((counted, number) => counted === number < claims.length),
      results.map(() => true),
    );
    assert.deepEqual(await store.outbox.count({ tenant: TENANT }), { pending: 32, delivered: 8, dead: 8 });
    const next = (kind: number, name: (caseId: string) => string) =>
      items.flatMap(({ caseId }) => (Number(caseId.slice(5)) % 3 === kind ? [name(caseId)] : [])).sort();
    const second = (caseId: string) => `${caseId}:1:1/mail#1`;
    assert.deepEqual(await messageNames(store), [...next(0, second), ...next(2, second)].sort());
    const later = await messageNames(store, { now: AT + MINUTE - 1, leaseUntil: AT + 9 * MINUTE });
    assert.deepEqual(later, []);
    const again = (await claimMessages(store, { now: AT + MINUTE })).map(messageName);
    for (const name of next(1, (caseId) => `${caseId}:1:0/mail#2`)) assert.ok(again.includes(name), name);
  },
};

export const settlementRules: readonly StoreRule[] = [
  delivered,
  together,
  retry,
  dead,
  deadOrder,
  redrive,
  redriveBehind,
  redriveAlone,
  next,
];
