import assert from 'node:assert/strict';
import { atOnce } from '../check.js';
import { commitItem, refusedItem, TENANT } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const unknown: StoreRule = {
  id: 'read.unknown',
  name: 'finds nothing under ids it does not know',
  async run({ store }) {
    assert.equal(await store.cases.load({ tenant: TENANT, caseId: 'none' }), undefined);
    assert.equal(await store.cases.reply({ tenant: TENANT, commandId: 'none' }), undefined);
    const request = { tenant: TENANT, caseId: 'none', limit: 10 };
    assert.deepEqual(await store.cases.history({ ...request, afterRevision: 0 }), []);
    assert.deepEqual(await store.cases.audit({ ...request, after: 0 }), []);
  },
};

const history: StoreRule = {
  id: 'read.history',
  name: 'gives the journal of a case in pages, oldest first',
  async run({ store }) {
    const items = [0, 1, 2, 3, 4].map((expectedRevision) => commitItem({ expectedRevision }));
    await store.commit([...items, commitItem({ caseId: 'other' })]);
    const journal = items.map(({ change }) => change?.journal);
    const page = (afterRevision: number, limit: number) =>
      store.cases.history({ tenant: TENANT, caseId: 'case-1', afterRevision, limit });
    assert.deepEqual(await page(0, 2), journal.slice(0, 2));
    assert.deepEqual(await page(2, 2), journal.slice(2, 4));
    assert.deepEqual(await page(4, 2), journal.slice(4));
    assert.deepEqual(await page(5, 2), []);
  },
};

const audit: StoreRule = {
  id: 'read.audit',
  name: 'gives audit records in the order they were committed, in pages, of one case if asked',
  async run({ store }) {
    const items = [
      commitItem({ caseId: 'a' }),
      commitItem({ caseId: 'b' }),
      refusedItem({ caseId: 'a', expectedRevision: 1 }),
      commitItem({ caseId: 'a', expectedRevision: 1 }),
    ];
    await store.commit(items.slice(0, 2));
    await store.commit(items.slice(2));
    const records = items.map((item) => item.audit);
    const all = await store.cases.audit({ tenant: TENANT, after: 0, limit: 10 });
    assert.deepEqual(
      all.map(({ record }) => record),
      records,
    );
    const sequences = all.map(({ sequence }) => sequence);
    assert.ok(
      sequences.every((sequence, place) => sequence > (sequences[place - 1] ?? 0)),
      'sequences rise',
    );
    const after = all[1]?.sequence ?? 0;
    assert.deepEqual(await store.cases.audit({ tenant: TENANT, after, limit: 1 }), all.slice(2, 3));
    const ofCase = all.filter(({ record }) => record.caseId === 'a');
    assert.deepEqual(await store.cases.audit({ tenant: TENANT, caseId: 'a', after: 0, limit: 10 }), ofCase);
    assert.deepEqual(await store.cases.audit({ tenant: TENANT, caseId: 'a', after, limit: 10 }), ofCase.slice(1));
  },
};

const series: StoreRule = {
  id: 'series.unique',
  name: 'gives out the numbers of a series from 1, each once, to many callers at once',
  async run({ store }) {
    const numbers = await atOnce(20, () => store.allocate({ tenant: TENANT, series: 'H29/2026' }));
    assert.deepEqual(
      [...numbers].sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, number) => number + 1),
    );
    assert.equal(await store.allocate({ tenant: TENANT, series: 'H29/2027' }), 1);
    assert.equal(await store.allocate({ tenant: TENANT, series: 'H29/2026' }), 21);
  },
};

export const readRules: readonly StoreRule[] = [unknown, history, audit, series];
