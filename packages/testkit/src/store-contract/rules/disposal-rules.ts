import assert from 'node:assert/strict';
import { DISPOSED_REVISION, type Store } from '@motcua/core/contract';
import { found, only, rejectsWith, timerNames } from '../check.js';
import { commitItem, refusedItem, TENANT } from '../commit-item.js';
import { closeCase, deliverAll, disposalOf } from '../disposal-item.js';
import type { StoreRule } from '../rule.js';

const ref = { tenant: TENANT, caseId: 'case-1' };

/** Everything a store tells of a case, in counts. */
async function traces(store: Store, { tenant, caseId } = ref) {
  const all = { tenant, caseId, after: 0, limit: 100 };
  const [envelope, journal, audit, chain, disclosed, outbox, dead, scanned] = await Promise.all([
    store.cases.load({ tenant, caseId }).catch(() => 'disposed' as const),
    store.cases.history({ tenant, caseId, afterRevision: 0, limit: 100 }),
    store.cases.audit(all),
    store.seal.chain(all),
    store.seal.disclosures(all),
    store.outbox.count({ tenant }),
    store.outbox.dead({ tenant, limit: 100 }),
    store.cases.scan({ tenant, limit: 100 }),
  ]);
  const replies = await Promise.all(audit.map(({ record: { commandId } }) => store.cases.reply({ tenant, commandId })));
  return {
    case: typeof envelope === 'object' ? envelope.revision : envelope,
    journal: journal.length,
    audit: audit.length,
    leaves: chain.length,
    disclosed: disclosed.length,
    replies: replies.filter((reply) => reply !== undefined).length,
    messages: { ...outbox, dead: dead.length },
    found: [
      await found(store, { tenant }),
      await found(store, { tenant, text: 'nguyen' }),
      await found(store, { tenant, state: 'c' }),
      await found(store, { tenant, subject: 's' }),
    ].map((ids) => ids.includes(caseId)),
    scanned: scanned.items.some((item) => item.caseId === caseId),
  };
}

const whole: StoreRule = {
  id: 'disposal.whole',
  name: 'disposes of a closed case: its content goes, its audit records and leaves stay, and no other case is touched',
  async run({ store }) {
    for (const caseId of ['case-1', 'case-1:1', 'case-2']) await closeCase(store, { caseId });
    await closeCase(store, { tenant: 'elsewhere' });
    await deliverAll(store, 'portal');
    const others = [
      { ...ref, caseId: 'case-1:1' },
      { ...ref, caseId: 'case-2' },
      { ...ref, tenant: 'elsewhere' },
    ];
    const before = await Promise.all(others.map((other) => traces(store, other)));
    const chain = await store.seal.chain({ ...ref, after: 0, limit: 10 });

    assert.deepEqual(await store.dispose(await disposalOf(store)), {
      status: 'disposed',
      entries: 2,
      messages: 2,
      disclosures: 4,
    });
    await rejectsWith('MC_CASE_DISPOSED', store.cases.load(ref));
    assert.deepEqual(await traces(store), {
      case: 'disposed',
      journal: 0,
      audit: 4,
      leaves: 4,
      disclosed: 0,
      // That of the disposal itself.
      replies: 1,
      messages: { pending: 0, delivered: 2, dead: 2 },
      found: [false, false, false, false],
      scanned: false,
    });
    const after = await store.seal.chain({ ...ref, after: 0, limit: 10 });
    assert.deepEqual(after.slice(0, 3), chain);
    assert.deepEqual(
      (await timerNames(store)).filter((name) => name.startsWith('case-1 ')),
      ['case-1 k'],
      'of the other tenant',
    );
    const [first, second, third] = await Promise.all(others.map((other) => traces(store, other)));
    const { messages: _, ...rest } = before[0] ?? {};
    assert.deepEqual({ ...first, messages: undefined }, { ...rest, messages: undefined });
    assert.deepEqual({ ...second, messages: undefined }, { ...before[1], messages: undefined });
    assert.deepEqual(third, before[2]);
  },
};

const kept: StoreRule = {
  id: 'disposal.kept',
  name: 'keeps a case that is open or has messages that wait, and writes nothing then',
  async run({ store }) {
    await store.commit([commitItem({ caseId: 'open' })]);
    assert.deepEqual(await store.dispose(await disposalOf(store, { caseId: 'open' })), {
      status: 'kept',
      because: 'open',
    });
    await closeCase(store);
    const before = await traces(store);
    assert.deepEqual(await store.dispose(await disposalOf(store)), {
      status: 'kept',
      because: 'messages',
      messages: 2,
    });
    assert.deepEqual(await traces(store), before);
    // A dead letter waits for nobody.
    await deliverAll(store, 'mail');
    assert.equal((await store.dispose(await disposalOf(store))).status, 'disposed');
  },
};

const conflict: StoreRule = {
  id: 'disposal.conflict',
  name: 'disposes of nothing when the case has moved on or another record of it has come, and says so',
  async run({ store }) {
    await closeCase(store);
    await deliverAll(store);
    const decided = await disposalOf(store);
    assert.deepEqual(await store.dispose({ ...decided, expectedRevision: 1 }), { status: 'conflict', revision: 2 });
    // A hold, say: it changes no revision.
    await store.commit([refusedItem({ expectedRevision: 2, commandId: 'hold' })]);
    assert.deepEqual(await store.dispose(decided), { status: 'conflict', revision: 2 });
    assert.deepEqual(await store.dispose({ ...decided, caseId: 'nowhere' }), { status: 'conflict', revision: 0 });
    assert.equal((await traces(store)).journal, 2);
    assert.equal((await store.dispose(await disposalOf(store))).status, 'disposed');
  },
};

const ended: StoreRule = {
  id: 'disposal.ended',
  name: 'commits nothing to a case that was disposed of, opens its id to nobody, and answers a repeated disposal',
  async run({ store }) {
    await closeCase(store);
    await deliverAll(store);
    const decided = await disposalOf(store);
    await store.dispose(decided);
    const gone = { status: 'conflict', revision: DISPOSED_REVISION };
    for (const expectedRevision of [0, 1, 2, 3]) {
      const commandId = `late-${expectedRevision}`;
      assert.deepEqual(await store.commit([commitItem({ commandId, expectedRevision })]), [gone]);
      assert.deepEqual(await store.commit([refusedItem({ commandId, expectedRevision })]), [gone]);
    }
    assert.equal((await store.dispose(decided)).status, 'duplicate');
    assert.deepEqual(await store.dispose({ ...decided, commandId: 'another' }), gone);
    assert.equal((await traces(store)).audit, 4);
  },
};

const race: StoreRule = {
  id: 'disposal.race',
  name: 'lets a disposal or a record of the case be first, never both on the same ground',
  async run({ store }) {
    for (let turn = 0; turn < 5; turn += 1) {
      const caseId = `case-${turn}`;
      await closeCase(store, { caseId });
      await deliverAll(store);
      const decided = await disposalOf(store, { caseId });
      const hold = refusedItem({ caseId, expectedRevision: 2, commandId: `hold-${turn}` });
      const [disposed, held] = await Promise.all([store.dispose(decided), store.commit([hold]).then(only)]);
      const isDisposed = disposed.status === 'disposed';
      assert.equal(held.status, isDisposed ? 'conflict' : 'committed');
      assert.equal((await traces(store, { ...ref, caseId })).journal, isDisposed ? 0 : 2);
    }
  },
};

const durable: StoreRule = {
  id: 'disposal.durable',
  name: 'has disposed of a case when the process dies after it',
  needs: 'durable',
  async run(harness) {
    assert.ok(harness.crash, 'The harness of a durable store needs crash()');
    await closeCase(harness.store);
    await deliverAll(harness.store);
    await harness.store.dispose(await disposalOf(harness.store));
    const before = await traces(harness.store);
    const store = await harness.crash();
    assert.deepEqual(await traces(store), before);
    await rejectsWith('MC_CASE_DISPOSED', store.cases.load(ref));
  },
};

export const disposalRules: readonly StoreRule[] = [whole, kept, conflict, ended, race, durable];
