import assert from 'node:assert/strict';
import type { CaseQuery, Store } from '@motcua/core/contract';
import { caseQuery, claimMessages, claimTimers, found } from '../check.js';
import { AT, commitItem, dueAt, envelopeIn, TENANT } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const OTHER = 'hue';
const timers = [{ key: 'k', fireAt: AT }];
const index = { unit: 'u', assignee: 'x', subject: 's', code: 'c1', category: 'g', text: 'Nguyễn' };

/** The same ids in two tenants, with different states. */
const ofTenant = (tenant: string) =>
  commitItem({ tenant, index, timers, outbox: [{}], deadline: dueAt(AT), state: `in-${tenant}|second` });

async function openBoth(store: Store): Promise<void> {
  const results = await store.commit([ofTenant(TENANT), ofTenant(OTHER)]);
  assert.deepEqual(results, [{ status: 'committed' }, { status: 'committed' }]);
}

const reads: StoreRule = {
  id: 'tenant.reads',
  name: 'keeps the cases, replies, journals and audit records of tenants apart',
  async run({ store }) {
    await openBoth(store);
    for (const tenant of [TENANT, OTHER]) {
      const item = ofTenant(tenant);
      const { caseId, commandId } = item;
      assert.deepEqual(await store.cases.load({ tenant, caseId }), envelopeIn(item));
      assert.deepEqual(await store.cases.reply({ tenant, commandId }), item.reply);
      const journal = await store.cases.history({ tenant, caseId, afterRevision: 0, limit: 10 });
      assert.deepEqual(journal, [item.change?.journal]);
      for (const scope of [{}, { caseId }]) {
        const audit = await store.cases.audit({ tenant, ...scope, after: 0, limit: 10 });
        assert.deepEqual(
          audit.map(({ record }) => record),
          [item.audit],
        );
      }
    }
    assert.equal(await store.cases.load({ tenant: 'none', caseId: 'case-1' }), undefined);
  },
};

const finds: StoreRule = {
  id: 'tenant.finds',
  name: 'finds nothing of another tenant, by whatever filter',
  async run({ store }) {
    await store.commit([ofTenant(OTHER)]);
    const queries: readonly Partial<CaseQuery>[] = [
      {},
      { workflow: 'dossier' },
      { status: 'active' },
      { state: `in-${OTHER}` },
      { state: 'second' },
      { unit: 'u' },
      { assignee: 'x' },
      { subject: 's' },
      { code: 'c1' },
      { category: 'g' },
      { colour: 'on-time' },
      { dueFrom: AT },
      { text: 'nguyen' },
      { order: 'dueAt' },
      { order: 'writtenAt' },
    ];
    for (const query of queries) {
      assert.deepEqual(await found(store, query), [], JSON.stringify(query));
      assert.equal(
        (await store.cases.find(caseQuery({ ...query, tenant: OTHER }))).items.length,
        1,
        JSON.stringify(query),
      );
    }
  },
};

const timerQueue: StoreRule = {
  id: 'tenant.timers',
  name: 'claims, holds and settles the timers of same-named cases apart',
  async run({ store }) {
    await openBoth(store);
    const claims = await claimTimers(store);
    assert.deepEqual(claims.map(({ tenant }) => tenant).sort(), [TENANT, OTHER].sort());
    const mine = claims.filter(({ tenant }) => tenant === TENANT);
    await store.timers.release({ owner: 'worker-1', claims: mine });
    assert.deepEqual(await claimTimers(store), mine);
    await store.commit([commitItem({ expectedRevision: 1, firing: 'k', timers: [] })]);
    const others = claims.filter(({ tenant }) => tenant === OTHER);
    assert.equal(await store.timers.renew({ owner: 'worker-1', claims, leaseUntil: AT + 9 }), 1);
    assert.deepEqual(await claimTimers(store, { now: AT + 9 }), others);
  },
};

const outboxQueue: StoreRule = {
  id: 'tenant.outbox',
  name: 'counts, lists and redrives the messages of tenants apart',
  async run({ store }) {
    await openBoth(store);
    const claims = await claimMessages(store);
    const other = claims.find(({ row }) => row.tenant === OTHER);
    assert.ok(other && claims.length === 2);
    await store.outbox.settle({ owner: 'worker-1', claim: other, outcome: { status: 'dead', at: AT, reason: 'x' } });
    assert.deepEqual(await store.outbox.count({ tenant: TENANT }), { pending: 1, delivered: 0, dead: 0 });
    assert.deepEqual(await store.outbox.count({ tenant: OTHER }), { pending: 0, delivered: 0, dead: 1 });
    assert.deepEqual(await store.outbox.dead({ tenant: TENANT, limit: 10 }), []);
    const letter = { id: other.row.id, destination: other.row.destination, at: AT };
    assert.equal(await store.outbox.redrive({ tenant: TENANT, ...letter }), false);
    assert.equal(await store.outbox.redrive({ tenant: OTHER, ...letter }), true);
  },
};

const series: StoreRule = {
  id: 'tenant.series',
  name: 'counts the series of each tenant from 1',
  async run({ store }) {
    assert.equal(await store.allocate({ tenant: TENANT, series: 's' }), 1);
    assert.equal(await store.allocate({ tenant: OTHER, series: 's' }), 1);
    assert.equal(await store.allocate({ tenant: TENANT, series: 's' }), 2);
  },
};

export const tenantRules: readonly StoreRule[] = [reads, finds, timerQueue, outboxQueue, series];
