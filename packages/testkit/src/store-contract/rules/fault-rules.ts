import assert from 'node:assert/strict';
import type { CommitItem, Store } from '@motcua/core/contract';
import { caseQuery, claimMessages, claimTimers, deliver, only } from '../check.js';
import { AT, type CommitItemOptions, commitItem, MINUTE } from '../commit-item.js';
import { closeCase, deliverAll, disposalOf } from '../disposal-item.js';
import type { StoreHarness, StoreRule } from '../rule.js';

/** More steps than any store needs for one call. */
const MOST_STEPS = 1_000;

const key = 'deadline/result/1/due/0';
const firing = [{ key, fireAt: AT }];

/**
 * Does the same thing again and again, and loses the storage one step later each time, until the thing is done before
 * the storage is lost. After each crash the storage is opened again and looked at.
 */
async function atEveryStep(
  harness: StoreHarness,
  prepare: (store: Store, tenant: string) => Promise<void>,
  act: (store: Store, tenant: string) => Promise<unknown>,
  look: (store: Store, tenant: string, done: boolean) => Promise<void>,
): Promise<void> {
  let { store } = harness;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const tenant = `tenant-${step}`;
    await prepare(store, tenant);
    harness.crashAt?.(step);
    const done = await act(store, tenant).then(
      () => true,
      () => false,
    );
    assert.ok(harness.crash, 'A harness with crashAt() needs crash()');
    store = await harness.crash();
    await look(store, tenant, done);
    if (!done) continue;
    assert.ok(step > 0, 'crashAt(0) strikes before the first step');
    return;
  }
  assert.fail(`the call took more than ${MOST_STEPS} steps, or crashAt() struck nothing`);
}

/** What is there of a case, in counts: all of it or nothing. */
async function partsOf(store: Store, { tenant, caseId, commandId }: CommitItem) {
  const [envelope, reply, journal, audit, page, outbox, chain, disclosed] = await Promise.all([
    store.cases.load({ tenant, caseId }),
    store.cases.reply({ tenant, commandId }),
    store.cases.history({ tenant, caseId, afterRevision: 0, limit: 9 }),
    store.cases.audit({ tenant, caseId, after: 0, limit: 9 }),
    store.cases.find(caseQuery({ tenant, text: 'nguyen' })),
    store.outbox.count({ tenant }),
    store.seal.chain({ tenant, caseId, after: 0, limit: 9 }),
    store.seal.disclosures({ tenant, caseId, after: 0, limit: 9 }),
  ]);
  return {
    revision: envelope?.revision ?? 0,
    replied: reply !== undefined,
    journal: journal.length,
    audit: audit.length,
    leaves: chain.map(({ caseSeq }) => caseSeq),
    disclosed: disclosed.length,
    found: page.items.map(({ revision }) => revision),
    messages: outbox.pending,
  };
}

const whole = (revision: number, messages: number) => ({
  revision,
  replied: true,
  journal: revision,
  audit: revision,
  leaves: Array.from({ length: revision }, (_, place) => place + 1),
  disclosed: revision,
  found: [revision],
  messages,
});
const nothing = { revision: 0, replied: false, journal: 0, audit: 0, leaves: [], disclosed: 0, found: [], messages: 0 };

const opening = (tenant: string, caseId = 'case-1') =>
  recorded({ tenant, caseId, timers: firing, outbox: [{}, { destination: 'portal' }], index: { text: 'Nguyễn' } });

/** An item with a leaf that commits to something. */
function recorded(options: CommitItemOptions): CommitItem {
  const item = commitItem(options);
  const { commandId } = item;
  const disclosures = [{ path: '/a', salt: '00', value: 'Nguyễn' }];
  return { ...item, leaf: { body: JSON.stringify({ id: commandId }), disclosed: { commandId, disclosures } } };
}

const commit: StoreRule = {
  id: 'fault.commit',
  name: 'has all of an item or nothing, whatever step of its commit the process is killed at, and takes it again',
  needs: 'durable',
  needsHarness: 'crashAt',
  async run(harness) {
    await atEveryStep(
      harness,
      async () => {},
      (store, tenant) => store.commit([opening(tenant)]),
      async (store, tenant, done) => {
        const item = opening(tenant);
        const parts = await partsOf(store, item);
        assert.deepEqual(parts, done || parts.revision > 0 ? whole(1, 2) : nothing);
        const [again] = await store.commit([item]);
        assert.equal(again?.status, parts.revision > 0 ? 'duplicate' : 'committed');
        assert.deepEqual(await partsOf(store, item), whole(1, 2));
      },
    );
  },
};

const later: StoreRule = {
  id: 'fault.commit-later',
  name: 'leaves a case and its firing as they were, or has moved on with both, whatever step it is killed at',
  needs: 'durable',
  needsHarness: 'crashAt',
  async run(harness) {
    const next = (tenant: string) =>
      recorded({ tenant, expectedRevision: 1, firing: key, timers: [], outbox: [{}], index: { text: 'Nguyễn' } });
    await atEveryStep(
      harness,
      async (store, tenant) => void (await store.commit([opening(tenant)])),
      (store, tenant) => store.commit([next(tenant)]),
      async (store, tenant, done) => {
        const parts = await partsOf(store, next(tenant));
        const moved = done || parts.revision === 2;
        assert.deepEqual(parts, moved ? whole(2, 3) : { ...whole(1, 2), replied: false });
        const timers = (await claimTimers(store, { limit: 1_000 })).filter((claim) => claim.tenant === tenant);
        assert.deepEqual(
          timers.map((claim) => claim.key),
          moved ? [] : [key],
        );
        const [again] = await store.commit([next(tenant)]);
        assert.equal(again?.status, moved ? 'duplicate' : 'committed');
        assert.deepEqual(await partsOf(store, next(tenant)), whole(2, 3));
      },
    );
  },
};

const batch: StoreRule = {
  id: 'fault.batch',
  name: 'has each item of a batch whole or not at all, whatever step it is killed at',
  needs: 'durable',
  needsHarness: 'crashAt',
  async run(harness) {
    const items = (tenant: string) => ['a', 'b'].map((caseId) => ({ ...opening(tenant, caseId) }));
    await atEveryStep(
      harness,
      async () => {},
      (store, tenant) => store.commit(items(tenant)),
      async (store, tenant, done) => {
        const kept: boolean[] = [];
        for (const item of items(tenant)) {
          const { messages: _, found: __, ...parts } = await partsOf(store, item);
          kept.push(parts.revision > 0);
          assert.ok(
            [
              { revision: 1, replied: true, journal: 1, audit: 1, leaves: [1], disclosed: 1 },
              { revision: 0, replied: false, journal: 0, audit: 0, leaves: [], disclosed: 0 },
            ].some((expected) => JSON.stringify(expected) === JSON.stringify(parts)),
            JSON.stringify(parts),
          );
        }
        if (done) assert.deepEqual(kept, [true, true]);
        const { pending } = await store.outbox.count({ tenant });
        assert.equal(pending, 2 * kept.filter(Boolean).length);
      },
    );
  },
};

const claim: StoreRule = {
  id: 'fault.claim',
  name: 'loses no firing and no message when it is killed while they are claimed',
  needs: 'durable',
  needsHarness: 'crashAt',
  async run(harness) {
    await atEveryStep(
      harness,
      async (store, tenant) => void (await store.commit([opening(tenant)])),
      async (store) => {
        await claimTimers(store, { leaseUntil: AT + MINUTE });
        await claimMessages(store, { leaseUntil: AT + MINUTE });
      },
      async (store, tenant) => {
        const later = { now: AT + MINUTE, owner: 'worker-2', limit: 1_000 };
        const timers = (await claimTimers(store, later)).filter((row) => row.tenant === tenant);
        assert.deepEqual(
          timers.map((row) => row.key),
          [key],
        );
        const messages = (await claimMessages(store, later)).filter(({ row }) => row.tenant === tenant);
        assert.deepEqual(messages.map(({ row }) => row.destination).sort(), ['mail', 'portal']);
      },
    );
  },
};

const settle: StoreRule = {
  id: 'fault.settle',
  name: 'has a message delivered or still waiting when it is killed while it is settled',
  needs: 'durable',
  needsHarness: 'crashAt',
  async run(harness) {
    const ofTenant = async (store: Store, tenant: string, now: number) =>
      only((await claimMessages(store, { now, limit: 1_000 })).filter(({ row }) => row.tenant === tenant));
    const claims = new Map<string, Awaited<ReturnType<typeof ofTenant>>>();
    await atEveryStep(
      harness,
      async (store, tenant) => {
        await store.commit([commitItem({ tenant, outbox: [{}] })]);
        claims.set(tenant, await ofTenant(store, tenant, AT));
      },
      (store, tenant) => deliver(store, claims.get(tenant) ?? assert.fail()),
      async (store, tenant, done) => {
        const { pending, delivered, dead } = await store.outbox.count({ tenant });
        assert.deepEqual([pending + delivered, dead], [1, 0]);
        if (done) assert.equal(delivered, 1);
        if (pending > 0) await ofTenant(store, tenant, AT + 9 * MINUTE);
      },
    );
  },
};

const allocate: StoreRule = {
  id: 'fault.allocate',
  name: 'gives no number of a series twice, whatever step it is killed at',
  needs: 'durable',
  needsHarness: 'crashAt',
  async run(harness) {
    const given: number[] = [];
    const next = async (store: Store) => void given.push(await store.allocate({ tenant: 't', series: 's' }));
    await atEveryStep(harness, next, next, next);
    assert.deepEqual(given, [...new Set(given)]);
  },
};

const disposal: StoreRule = {
  id: 'fault.disposal',
  name: 'has disposed of all of a case or of nothing, whatever step of it the process is killed at, and takes it again',
  needs: 'durable',
  needsHarness: 'crashAt',
  async run(harness) {
    await atEveryStep(
      harness,
      async (store, tenant) => {
        await closeCase(store, { tenant });
        await deliverAll(store);
      },
      async (store, tenant) => store.dispose(await disposalOf(store, { tenant })),
      async (store, tenant, done) => {
        const ref = { tenant, caseId: 'case-1' };
        const disposed = await store.cases.load(ref).then(
          () => false,
          () => true,
        );
        const left = async () => [
          (await store.cases.history({ ...ref, afterRevision: 0, limit: 9 })).length,
          (await store.seal.disclosures({ ...ref, after: 0, limit: 9 })).length,
          (await store.seal.chain({ ...ref, after: 0, limit: 9 })).length,
          (await store.outbox.count({ tenant })).delivered,
        ];
        assert.deepEqual(await left(), disposed ? [0, 0, 4, 0] : [2, 3, 3, 2]);
        if (done) assert.ok(disposed);
        if (!disposed) assert.equal((await store.dispose(await disposalOf(store, { tenant }))).status, 'disposed');
        assert.deepEqual(await left(), [0, 0, 4, 0]);
      },
    );
  },
};

/** A process killed at a step of its work: every step is tried. */
export const faultRules: readonly StoreRule[] = [commit, later, batch, claim, settle, allocate, disposal];
