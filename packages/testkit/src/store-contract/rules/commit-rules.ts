import assert from 'node:assert/strict';
import type { CommitItem, Store } from '@motcua/core/contract';
import { atOnce, caseQuery, claimMessages, claimTimers, only, rejectsWith } from '../check.js';
import { AT, commitItem, envelopeIn, refusedItem, TENANT } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const timers = [{ key: 'deadline/result/1/due/1', fireAt: AT }];

/** Everything of an item that can be read back, without claiming anything. */
async function tracesOf(store: Store, { caseId, commandId }: CommitItem) {
  const [envelope, reply, journal, audit, page, outbox, nextTimer, nextMessage] = await Promise.all([
    store.cases.load({ tenant: TENANT, caseId }),
    store.cases.reply({ tenant: TENANT, commandId }),
    store.cases.history({ tenant: TENANT, caseId, afterRevision: 0, limit: 100 }),
    store.cases.audit({ tenant: TENANT, caseId, after: 0, limit: 100 }),
    store.cases.find(caseQuery({ limit: 100 })),
    store.outbox.count({ tenant: TENANT }),
    store.timers.nextAt(),
    store.outbox.nextAt(),
  ]);
  const listed = page.items.filter((item) => item.caseId === caseId).map(({ revision }) => revision);
  const records = audit.map(({ record }) => record);
  return { envelope, reply, journal, records, listed, outbox, nextTimer, nextMessage };
}

const nothing = {
  envelope: undefined,
  reply: undefined,
  journal: [],
  records: [],
  listed: [],
  outbox: { pending: 0, delivered: 0, dead: 0 },
  nextTimer: undefined,
  nextMessage: undefined,
};

/** An item whose last part cannot be written, for a store that writes part by part. */
function unwritable(item: CommitItem): CommitItem {
  const change = item.change;
  if (change === undefined) throw new TypeError('An item with a change is needed');
  const toJSON = (): never => {
    throw new RangeError('This message cannot be written');
  };
  const outbox = change.outbox.map((row, index, all) =>
    index === all.length - 1 ? { ...row, payload: { type: 'recorded', toJSON } } : row,
  );
  return { ...item, change: { ...change, outbox } };
}

const whole: StoreRule = {
  id: 'commit.whole',
  name: 'writes every part of an item',
  async run({ store }) {
    const item = commitItem({ timers, outbox: [{}, { destination: 'portal' }] });
    assert.deepEqual(await store.commit([item]), [{ status: 'committed' }]);
    assert.deepEqual(await tracesOf(store, item), {
      envelope: envelopeIn(item),
      reply: item.reply,
      journal: [item.change?.journal],
      records: [item.audit],
      listed: [1],
      outbox: { pending: 2, delivered: 0, dead: 0 },
      nextTimer: AT,
      nextMessage: AT,
    });
    assert.deepEqual(await claimTimers(store), [{ tenant: TENANT, caseId: item.caseId, ...timers[0] }]);
    const claimed = (await claimMessages(store)).map(({ row }) => row).sort((a, b) => a.index - b.index);
    assert.deepEqual(claimed, item.change?.outbox);
  },
};

const atomic: StoreRule = {
  id: 'commit.atomic',
  name: 'leaves nothing of an item when a part of it cannot be written',
  async run({ store }) {
    const item = commitItem({ timers, outbox: [{}, { destination: 'portal' }] });
    await rejectsWith('MC_STORE_FAILED', store.commit([unwritable(item)]));
    assert.deepEqual(await tracesOf(store, item), nothing);
    assert.deepEqual(await store.commit([item]), [{ status: 'committed' }]);
  },
};

const atomicLater: StoreRule = {
  id: 'commit.atomic-later',
  name: 'leaves a case as it was when a later item of it cannot be written',
  async run({ store }) {
    const opening = commitItem({ timers, outbox: [{}] });
    await store.commit([opening]);
    const before = await tracesOf(store, opening);
    const next = commitItem({ expectedRevision: 1, state: 'examining', timers: [], outbox: [{}] });
    await rejectsWith('MC_STORE_FAILED', store.commit([unwritable(next)]));
    assert.deepEqual(await tracesOf(store, opening), before);
    assert.equal(await store.cases.reply({ tenant: TENANT, commandId: next.commandId }), undefined);
    assert.deepEqual(await store.commit([next]), [{ status: 'committed' }]);
  },
};

const conflict: StoreRule = {
  id: 'commit.conflict',
  name: 'writes nothing on another revision than expected, and names the current one',
  async run({ store }) {
    const opening = commitItem();
    await store.commit([opening]);
    const before = await tracesOf(store, opening);
    for (const expectedRevision of [0, 2]) {
      const late = commitItem({ commandId: 'late', expectedRevision, state: 'lost', timers, outbox: [{}] });
      assert.deepEqual(await store.commit([late]), [{ status: 'conflict', revision: 1 }]);
      assert.equal(await store.cases.reply({ tenant: TENANT, commandId: 'late' }), undefined);
    }
    const unknown = commitItem({ caseId: 'case-2', expectedRevision: 3 });
    assert.deepEqual(await store.commit([unknown]), [{ status: 'conflict', revision: 0 }]);
    assert.deepEqual(await tracesOf(store, opening), before);
  },
};

const race: StoreRule = {
  id: 'commit.race',
  name: 'lets one of many commits on the same revision win',
  async run({ store }) {
    await store.commit([commitItem()]);
    const results = await atOnce(8, async (number) =>
      only(await store.commit([commitItem({ commandId: `racer-${number}`, expectedRevision: 1 })])),
    );
    assert.equal(results.filter(({ status }) => status === 'committed').length, 1);
    assert.deepEqual(
      results.filter(({ status }) => status !== 'committed'),
      Array.from({ length: 7 }, () => ({ status: 'conflict', revision: 2 })),
    );
    const journal = await store.cases.history({ tenant: TENANT, caseId: 'case-1', afterRevision: 0, limit: 10 });
    assert.equal(journal.length, 2);
  },
};

const refused: StoreRule = {
  id: 'commit.refused',
  name: 'leaves the case alone for a refused command, but keeps its reply and its audit record',
  async run({ store }) {
    const opening = commitItem({ timers, outbox: [{}] });
    const refusal = refusedItem({ expectedRevision: 1 });
    await store.commit([opening]);
    const before = await tracesOf(store, opening);
    assert.deepEqual(await store.commit([refusal]), [{ status: 'committed' }]);
    assert.deepEqual(await tracesOf(store, opening), { ...before, records: [opening.audit, refusal.audit] });
    assert.deepEqual(await store.cases.reply({ tenant: TENANT, commandId: refusal.commandId }), refusal.reply);
    assert.deepEqual(await store.commit([refusal]), [{ status: 'duplicate', reply: refusal.reply }]);
  },
};

const refusedOpening: StoreRule = {
  id: 'commit.refused-opening',
  name: 'remembers the refusal of a case that was never opened',
  async run({ store }) {
    const refusal = refusedItem();
    await store.commit([refusal]);
    assert.deepEqual(await tracesOf(store, refusal), { ...nothing, reply: refusal.reply, records: [refusal.audit] });
  },
};

const refusedLate: StoreRule = {
  id: 'commit.refused-late',
  name: 'answers conflict to a refusal that was decided on an older revision',
  async run({ store }) {
    await store.commit([commitItem(), commitItem({ expectedRevision: 1 })]);
    const refusal = refusedItem({ expectedRevision: 1 });
    assert.deepEqual(await store.commit([refusal]), [{ status: 'conflict', revision: 2 }]);
    assert.equal(await store.cases.reply({ tenant: TENANT, commandId: refusal.commandId }), undefined);
  },
};

export const commitRules: readonly StoreRule[] = [
  whole,
  atomic,
  atomicLater,
  conflict,
  race,
  refused,
  refusedOpening,
  refusedLate,
];
