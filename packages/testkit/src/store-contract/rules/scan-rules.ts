import assert from 'node:assert/strict';
import type { CaseKey, ScanRequest, Store } from '@motcua/core/contract';
import { AT, commitItem, dueAt, envelopeIn, MINUTE } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const HUE = 'hue';
const SAIGON = 'saigon';

/** Two tenants with cases of the same names, two workflows, two versions, and some that are done. */
const cases = [
  commitItem({ tenant: HUE, caseId: 'c', workflow: 'inspection' }),
  commitItem({ tenant: SAIGON, caseId: 'a', version: '2.0.0', deadline: dueAt(AT) }),
  commitItem({ tenant: HUE, caseId: 'a' }),
  commitItem({ tenant: SAIGON, caseId: 'c', status: 'done' }),
  commitItem({ tenant: HUE, caseId: 'b', status: 'done', version: '2.0.0' }),
];
const names = ['hue a', 'hue b', 'hue c', 'saigon a', 'saigon c'];

const nameOf = ({ tenant, caseId }: CaseKey): string => `${tenant} ${caseId}`;

/** Reads all pages of a scan; between two pages something may happen. */
async function scanned(store: Store, request: ScanRequest, between = async () => {}): Promise<string[]> {
  const seen: string[] = [];
  for (let after = request.after, pages = 0; pages < 100; pages += 1) {
    const page = await store.cases.scan({ ...request, ...(after === undefined ? {} : { after }) });
    assert.ok(page.items.length <= request.limit, 'no page is longer than its limit');
    seen.push(...page.items.map(nameOf));
    if (page.next === undefined) return seen;
    after = page.next;
    await between();
  }
  throw new Error('The scan does not end');
}

const whole: StoreRule = {
  id: 'scan.whole',
  name: 'gives whole cases, of all tenants when none is named',
  async run({ store }) {
    await store.commit(cases);
    const { items } = await store.cases.scan({ limit: 1000 });
    const expected = cases.map(envelopeIn).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    assert.deepEqual(items, expected);
    assert.deepEqual((await store.cases.scan({ tenant: 'none', limit: 10 })).items, []);
  },
};

const filters: StoreRule = {
  id: 'scan.filters',
  name: 'gives the cases of a tenant, workflow, version and status, alone and together',
  async run({ store }) {
    await store.commit(cases);
    const expected: readonly (readonly [Omit<ScanRequest, 'limit'>, readonly string[]])[] = [
      [{ tenant: HUE }, ['hue a', 'hue b', 'hue c']],
      [{ workflow: 'dossier' }, ['hue a', 'hue b', 'saigon a', 'saigon c']],
      [{ version: '2.0.0' }, ['hue b', 'saigon a']],
      [{ status: 'active' }, ['hue a', 'hue c', 'saigon a']],
      [{ tenant: HUE, workflow: 'dossier', version: '2.0.0', status: 'done' }, ['hue b']],
      [{ tenant: HUE, workflow: 'inspection', status: 'done' }, []],
    ];
    for (const [request, found] of expected) {
      for (const limit of [1, 2, 1000]) {
        assert.deepEqual(await scanned(store, { ...request, limit }), found, JSON.stringify({ request, limit }));
      }
    }
    // A commit may move a case out of a filter: to another version, or to its end.
    await store.commit([
      commitItem({ tenant: HUE, caseId: 'a', expectedRevision: 1, version: '3.0.0', status: 'done' }),
    ]);
    assert.deepEqual(await scanned(store, { status: 'active', limit: 10 }), ['hue c', 'saigon a']);
    assert.deepEqual(await scanned(store, { version: '3.0.0', limit: 10 }), ['hue a']);
  },
};

const pages: StoreRule = {
  id: 'scan.pages',
  name: 'orders by tenant and then by case id, and gives no key after the last page, even a full one',
  async run({ store }) {
    await store.commit(cases);
    for (const limit of [1, 2, 3, 4]) assert.deepEqual(await scanned(store, { limit }), names);
    const { next } = await store.cases.scan({ limit: 2 });
    assert.deepEqual(next, { tenant: HUE, caseId: 'b' });
    assert.equal((await store.cases.scan({ limit: 5 })).next, undefined);
    assert.equal((await store.cases.scan({ tenant: HUE, limit: 3 })).next, undefined);
  },
};

const resume: StoreRule = {
  id: 'scan.resume',
  name: 'goes on after a key that was kept, whether or not there is such a case',
  async run({ store }) {
    await store.commit(cases);
    const after = (tenant: string, caseId: string) => scanned(store, { after: { tenant, caseId }, limit: 2 });
    assert.deepEqual(await after(HUE, 'b'), names.slice(2));
    assert.deepEqual(await after(HUE, 'bb'), names.slice(2));
    assert.deepEqual(await after(HUE, 'z'), names.slice(3));
    assert.deepEqual(await after('a', 'z'), names);
    assert.deepEqual(await after(SAIGON, 'c'), []);
    const within = { tenant: SAIGON, limit: 2 };
    assert.deepEqual(await scanned(store, { ...within, after: { tenant: HUE, caseId: 'z' } }), names.slice(3));
    assert.deepEqual(await scanned(store, { ...within, after: { tenant: SAIGON, caseId: 'a' } }), names.slice(4));
    assert.deepEqual(await scanned(store, { ...within, after: { tenant: 'z', caseId: 'a' } }), []);
  },
};

const stable: StoreRule = {
  id: 'scan.stable',
  name: 'gives every case once while others are opened and all are written between two pages',
  async run({ store }) {
    await store.commit(cases);
    let round = 0;
    const seen = await scanned(store, { limit: 1 }, async () => {
      round += 1;
      if (round > 8) return;
      const writtenAt = AT + round * MINUTE;
      const touched = cases.map(({ tenant, caseId, change }) => {
        const { workflow = '', version = '', status = 'active' } = change?.envelope ?? {};
        const deadline = dueAt(AT - round * MINUTE);
        return commitItem({ tenant, caseId, workflow, version, status, writtenAt, deadline, expectedRevision: round });
      });
      const opened = [HUE, SAIGON].flatMap((tenant) => [
        commitItem({ tenant, caseId: `0-new-${round}` }),
        commitItem({ tenant, caseId: `b-new-${round}` }),
      ]);
      const results = await store.commit([...touched, ...opened]);
      assert.ok(results.every(({ status }) => status === 'committed'));
    });
    assert.deepEqual(
      seen.filter((name) => !name.includes('new')),
      names,
    );
    assert.deepEqual(seen, [...new Set(seen)], 'no case comes twice');
  },
};

export const scanRules: readonly StoreRule[] = [whole, filters, pages, resume, stable];
