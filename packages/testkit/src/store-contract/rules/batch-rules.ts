import assert from 'node:assert/strict';
import { claimMessages, deliver, found, messageNames, only } from '../check.js';
import { commitItem, envelopeIn, refusedItem, TENANT } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const duplicate: StoreRule = {
  id: 'commit.duplicate',
  name: 'answers a command id it knows with the first reply and writes nothing',
  async run({ store }) {
    const first = commitItem({ commandId: 'again' });
    await store.commit([first]);
    const second = commitItem({ commandId: 'again', expectedRevision: 1, state: 'other', outbox: [{}] });
    assert.deepEqual(await store.commit([second]), [{ status: 'duplicate', reply: first.reply }]);
    assert.deepEqual(await store.cases.reply({ tenant: TENANT, commandId: 'again' }), first.reply);
    assert.deepEqual(await store.cases.load({ tenant: TENANT, caseId: 'case-1' }), envelopeIn(first));
    assert.deepEqual(await messageNames(store), []);
    assert.equal((await store.cases.audit({ tenant: TENANT, after: 0, limit: 10 })).length, 1);
  },
};

const duplicateFirst: StoreRule = {
  id: 'commit.duplicate-before-conflict',
  name: 'answers duplicate rather than conflict when the same item comes twice',
  async run({ store }) {
    const item = commitItem();
    await store.commit([item]);
    assert.deepEqual(await store.commit([item]), [{ status: 'duplicate', reply: item.reply }]);
  },
};

const duplicateInBatch: StoreRule = {
  id: 'commit.duplicate-in-batch',
  name: 'recognises a command id that an earlier item of the same batch brought',
  async run({ store }) {
    const item = commitItem();
    const results = await store.commit([item, item]);
    assert.deepEqual(results, [{ status: 'committed' }, { status: 'duplicate', reply: item.reply }]);
  },
};

const conflictForgets: StoreRule = {
  id: 'commit.conflict-forgets',
  name: 'lets a command id that met a conflict commit later',
  async run({ store }) {
    await store.commit([commitItem()]);
    await store.commit([commitItem({ commandId: 'retried', expectedRevision: 0 })]);
    const retried = commitItem({ commandId: 'retried', expectedRevision: 1 });
    assert.deepEqual(await store.commit([retried]), [{ status: 'committed' }]);
  },
};

const neighbours: StoreRule = {
  id: 'commit.neighbours',
  name: 'commits the neighbours of a conflict and of a duplicate, and answers in the order of the batch',
  async run({ store }) {
    const known = commitItem({ caseId: 'known', outbox: [{}], timers: [] });
    await store.commit([known]);
    assert.equal(await deliver(store, only(await claimMessages(store))), true);
    const results = await store.commit([
      commitItem({ caseId: 'a', outbox: [{}] }),
      commitItem({ caseId: 'known', commandId: 'stale', outbox: [{}] }),
      commitItem({ caseId: 'b', outbox: [{}] }),
      known,
      refusedItem({ caseId: 'c' }),
      commitItem({ caseId: 'd', outbox: [{}] }),
    ]);
    assert.deepEqual(results, [
      { status: 'committed' },
      { status: 'conflict', revision: 1 },
      { status: 'committed' },
      { status: 'duplicate', reply: known.reply },
      { status: 'committed' },
      { status: 'committed' },
    ]);
    assert.deepEqual(await found(store), ['a', 'b', 'd', 'known']);
    assert.deepEqual(await messageNames(store), ['a:1:0/mail#1', 'b:1:0/mail#1', 'd:1:0/mail#1']);
    await store.commit([known, commitItem({ caseId: 'e', outbox: [{}] })]);
    assert.deepEqual(await messageNames(store), ['e:1:0/mail#1'], 'a duplicate brings its messages back');
  },
};

const order: StoreRule = {
  id: 'commit.order',
  name: 'applies the items of one case in the order of the batch',
  async run({ store }) {
    const items = [0, 1, 2].map((expectedRevision) => commitItem({ expectedRevision, state: `s${expectedRevision}` }));
    const [first, second, third] = items;
    assert.ok(first && second && third);
    const early = commitItem({ commandId: 'early', expectedRevision: 2 });
    assert.deepEqual(await store.commit([first, early, second, third]), [
      { status: 'committed' },
      { status: 'conflict', revision: 1 },
      { status: 'committed' },
      { status: 'committed' },
    ]);
    assert.deepEqual(await store.cases.load({ tenant: TENANT, caseId: 'case-1' }), envelopeIn(third));
    const journal = await store.cases.history({ tenant: TENANT, caseId: 'case-1', afterRevision: 0, limit: 10 });
    assert.deepEqual(
      journal,
      items.map(({ change }) => change?.journal),
    );
  },
};

const empty: StoreRule = {
  id: 'commit.empty',
  name: 'takes an empty batch',
  async run({ store }) {
    assert.deepEqual(await store.commit([]), []);
  },
};

const copies: StoreRule = {
  id: 'commit.copies',
  name: 'keeps its data apart from what was given to it and what it gave out',
  async run({ store }) {
    const item = commitItem({ index: { code: 'H29-1' }, outbox: [{}] });
    const untouched = structuredClone(item);
    await store.commit([item]);
    const spoil = (value: object | undefined): void => void Object.assign(value ?? {}, { spoilt: true });
    const load = () => store.cases.load({ tenant: TENANT, caseId: 'case-1' });
    const reply = () => store.cases.reply({ tenant: TENANT, commandId: item.commandId });

    spoil(item.reply);
    spoil(item.change?.envelope.index);
    spoil(item.change?.outbox[0]?.payload);
    spoil((await load())?.index);
    spoil(await reply());
    const page = await store.cases.find({ tenant: TENANT, now: 0, order: 'openedAt', limit: 1 });
    spoil(page.items[0]?.index);

    assert.deepEqual(await load(), untouched.change?.envelope);
    assert.deepEqual(await reply(), untouched.reply);
    const claims = await claimMessages(store);
    assert.deepEqual(
      claims.map(({ row }) => row),
      untouched.change?.outbox,
    );
  },
};

export const batchRules: readonly StoreRule[] = [
  duplicate,
  duplicateFirst,
  duplicateInBatch,
  conflictForgets,
  neighbours,
  order,
  empty,
  copies,
];
