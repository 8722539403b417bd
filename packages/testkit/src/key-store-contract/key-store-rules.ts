import assert from 'node:assert/strict';
import { type DataKey, type ErrorCode, type FoundKey, isMotcuaError, type KeyStore } from '@motcua/core/contract';
import type { Harness, Rule } from '../conformance/rule.js';

/** An open, empty key store, and what can be done to it from outside. */
export interface KeyStoreHarness extends Harness {
  readonly keys: KeyStore;
  /** Drops the key store without closing it and opens its storage again; without it nothing durable is proven. */
  crash?(): Promise<KeyStore>;
  /** A second open key store over the same storage, as another process has it. */
  peer?(): Promise<KeyStore>;
  /** All bytes of the storage, for looking whether destroyed ones are still there. */
  bytes?(): Promise<readonly Uint8Array[]>;
}

type KeyStoreRule = Rule<KeyStoreHarness>;

const TENANT = 'hanoi';
const AT = Date.UTC(2026, 2, 2, 2);

const lacks = (ability: 'crash' | 'peer' | 'bytes') => (harness: KeyStoreHarness) =>
  harness[ability] === undefined ? `the harness has no ${ability}()` : undefined;
const has = <Ability>(ability: Ability | undefined): Ability => {
  assert.ok(ability !== undefined);
  return ability;
};

async function provideOne(keys: KeyStore, subject = 'an', tenant = TENANT): Promise<DataKey> {
  const [key, ...others] = await keys.provide({ tenant, subjects: [subject] });
  assert.ok(key !== undefined && others.length === 0);
  return key;
}

async function readOne(keys: KeyStore, id: string, version?: number, tenant = TENANT): Promise<FoundKey> {
  const [found, ...others] = await keys.read({ tenant, keys: [{ id, ...(version !== undefined && { version }) }] });
  assert.ok(found !== undefined && others.length === 0);
  return found;
}

const destroy = (keys: KeyStore, id: string, at = AT, tenant = TENANT) => keys.destroy({ tenant, id, at });
const destroyedIds = async (keys: KeyStore, tenant?: string) =>
  (await keys.destroyed({ after: 0, limit: 1_000, ...(tenant !== undefined && { tenant }) })).map(({ id }) => id);

const sameKey = (actual: FoundKey | undefined, expected: DataKey): void => {
  assert.ok(typeof actual === 'object');
  assert.deepEqual({ ...actual, material: [...actual.material] }, { ...expected, material: [...expected.material] });
};

async function rejectsWith(code: ErrorCode, promise: Promise<unknown>): Promise<void> {
  const outcome = await promise.then(
    () => 'a result',
    (error: unknown) => (isMotcuaError(error) ? error.code : error),
  );
  assert.equal(outcome, code);
}

/** Everything a key store promises: the contract of `KeyStore`, rule by rule, each with its proof. */
export const keyStoreRules: readonly KeyStoreRule[] = [
  {
    id: 'keys.lifecycle',
    name: 'opens and closes more than once, and is asked in vain while it is closed',
    async run({ keys }) {
      await keys.open();
      const key = await provideOne(keys);
      await keys.close();
      await keys.close();
      await rejectsWith('MC_KEY_STORE_FAILED', provideOne(keys));
      await rejectsWith('MC_KEY_STORE_FAILED', keys.searchKey({ tenant: TENANT }));
      await keys.open();
      sameKey(await readOne(keys, key.id), key);
    },
  },
  {
    id: 'keys.material',
    name: 'makes keys of 32 bytes under ids of small letters and digits, no two alike',
    async run({ keys }) {
      const subjects = Array.from({ length: 50 }, (_, number) => `subject-${number}`);
      const made = await keys.provide({ tenant: TENANT, subjects });
      assert.equal(made.length, 50);
      for (const { id, version, material } of made) {
        assert.match(id, /^[a-z0-9]{16,64}$/u);
        assert.equal(version, 1);
        assert.equal(material.length, 32);
      }
      assert.equal(new Set(made.map(({ id }) => id)).size, 50);
      assert.equal(new Set(made.map(({ material }) => material.join())).size, 50);
    },
  },
  {
    id: 'keys.same',
    name: 'gives a subject the same key every time, in the order asked',
    async run({ keys }) {
      const [an, binh] = await keys.provide({ tenant: TENANT, subjects: ['an', 'binh'] });
      const again = await keys.provide({ tenant: TENANT, subjects: ['binh', 'an', 'binh'] });
      sameKey(again[0], has(binh));
      sameKey(again[1], has(an));
      sameKey(again[2], has(binh));
    },
  },
  {
    id: 'keys.silent',
    name: 'says nothing of the subject in the id of its key',
    async run({ keys }) {
      const { id } = await provideOne(keys, 'pseudonym');
      assert.ok(!id.includes('pseudonym'));
      const other = await provideOne(keys, 'pseudonym', 'hue');
      assert.notEqual(other.id, id);
    },
  },
  {
    id: 'keys.race',
    name: 'makes one key when many ask for it at once',
    async run({ keys, peer }) {
      const stores = [keys, ...(peer === undefined ? [] : [await peer()])];
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, n) => provideOne(stores[n % stores.length] ?? keys)),
      );
      for (const key of all) sameKey(key, has(all[0]));
    },
  },
  {
    id: 'keys.private',
    name: 'keeps its bytes when a caller changes those he was given',
    async run({ keys }) {
      const given = await provideOne(keys);
      const before = new Uint8Array(given.material);
      given.material.fill(0);
      sameKey(await readOne(keys, given.id), { ...given, material: before });
      const search = await keys.searchKey({ tenant: TENANT });
      const searchBefore = [...search];
      search.fill(0);
      assert.deepEqual([...(await keys.searchKey({ tenant: TENANT }))], searchBefore);
    },
  },
  {
    id: 'keys.search',
    name: 'has one search key a tenant, of 32 bytes, always the same',
    async run({ keys }) {
      const all = await Promise.all(Array.from({ length: 5 }, () => keys.searchKey({ tenant: TENANT })));
      for (const key of all) assert.deepEqual([...key], [...has(all[0])]);
      assert.equal(has(all[0]).length, 32);
      assert.notDeepEqual([...(await keys.searchKey({ tenant: 'hue' }))], [...has(all[0])]);
    },
  },
  {
    id: 'keys.unknown',
    name: 'tells a key it never had from one it destroyed',
    async run({ keys }) {
      const { id } = await provideOne(keys);
      assert.equal(await readOne(keys, 'feedfeedfeedfeed'), 'unknown');
      assert.equal(await readOne(keys, id, 2), 'unknown');
      await destroy(keys, id);
      assert.equal(await readOne(keys, id), 'destroyed');
      assert.equal(await readOne(keys, id, 1), 'destroyed');
      assert.equal(await readOne(keys, 'feedfeedfeedfeed'), 'unknown');
    },
  },
  {
    id: 'keys.order',
    name: 'reads keys in the order asked, known and unknown ones together',
    async run({ keys }) {
      const [an, binh] = await keys.provide({ tenant: TENANT, subjects: ['an', 'binh'] });
      await destroy(keys, has(binh).id);
      const found = await keys.read({
        tenant: TENANT,
        keys: [{ id: has(binh).id }, { id: 'feedfeedfeedfeed' }, { id: has(an).id, version: 1 }, { id: has(an).id }],
      });
      assert.deepEqual(found.slice(0, 2), ['destroyed', 'unknown']);
      sameKey(found[2], has(an));
      sameKey(found[3], has(an));
      assert.deepEqual(await keys.read({ tenant: TENANT, keys: [] }), []);
    },
  },
  {
    id: 'keys.rotate',
    name: 'gives a key its next version, keeps the earlier ones, and provides the latest',
    async run({ keys }) {
      const first = await provideOne(keys);
      const second = await keys.rotate({ tenant: TENANT, id: first.id });
      assert.ok(typeof second === 'object');
      assert.deepEqual([second.id, second.version, second.material.length], [first.id, 2, 32]);
      assert.notDeepEqual([...second.material], [...first.material]);
      sameKey(await provideOne(keys), second);
      sameKey(await readOne(keys, first.id), second);
      sameKey(await readOne(keys, first.id, 1), first);
    },
  },
  {
    id: 'keys.rotate-race',
    name: 'gives each of two who rotate at once a version of his own',
    async run({ keys, peer }) {
      const { id } = await provideOne(keys);
      const other = peer === undefined ? keys : await peer();
      const both = await Promise.all([keys.rotate({ tenant: TENANT, id }), other.rotate({ tenant: TENANT, id })]);
      const versions = both.map((key) => (typeof key === 'object' ? key.version : key));
      assert.deepEqual(versions.sort(), [2, 3]);
    },
  },
  {
    id: 'keys.rotate-none',
    name: 'rotates no key that is destroyed or unknown',
    async run({ keys }) {
      const { id } = await provideOne(keys);
      await destroy(keys, id);
      assert.equal(await keys.rotate({ tenant: TENANT, id }), 'destroyed');
      assert.equal(await keys.rotate({ tenant: TENANT, id: 'feedfeedfeedfeed' }), 'unknown');
      assert.equal(await readOne(keys, id), 'destroyed');
    },
  },
  {
    id: 'keys.destroy',
    name: 'destroys every version of a key, and no other key',
    async run({ keys }) {
      const [an, binh] = await keys.provide({ tenant: TENANT, subjects: ['an', 'binh'] });
      await keys.rotate({ tenant: TENANT, id: has(an).id });
      await destroy(keys, has(an).id);
      for (const version of [undefined, 1, 2]) assert.equal(await readOne(keys, has(an).id, version), 'destroyed');
      sameKey(await readOne(keys, has(binh).id), has(binh));
    },
  },
  {
    id: 'keys.anew',
    name: 'gives a subject who comes back a new key that reads nothing of the old',
    async run({ keys }) {
      const old = await provideOne(keys);
      await destroy(keys, old.id);
      const fresh = await provideOne(keys);
      assert.notEqual(fresh.id, old.id);
      assert.notDeepEqual([...fresh.material], [...old.material]);
      assert.equal(await readOne(keys, old.id), 'destroyed');
      assert.deepEqual(await destroyedIds(keys, TENANT), [old.id]);
    },
  },
  {
    id: 'keys.destroy-again',
    name: 'destroys twice as once, and keeps the first instant',
    async run({ keys }) {
      const { id } = await provideOne(keys);
      await Promise.all([destroy(keys, id), destroy(keys, id)]);
      await destroy(keys, id, AT + 1);
      const list = await keys.destroyed({ tenant: TENANT, after: 0, limit: 10 });
      assert.deepEqual(
        list.map(({ tenant, id: listed, at }) => [tenant, listed, at]),
        [[TENANT, id, AT]],
      );
    },
  },
  {
    id: 'keys.destroy-unknown',
    name: 'notes the destruction of a key it does not have, as one that an old backup may bring back',
    async run({ keys }) {
      await destroy(keys, 'feedfeedfeedfeed');
      assert.equal(await readOne(keys, 'feedfeedfeedfeed'), 'destroyed');
      assert.deepEqual(await destroyedIds(keys, TENANT), ['feedfeedfeedfeed']);
    },
  },
  {
    id: 'keys.destroy-race',
    name: 'never hands out a key after its destruction has returned, whoever else is asking',
    async run({ keys, peer }) {
      const other = peer === undefined ? keys : await peer();
      const { id } = await provideOne(keys);
      const asking = Promise.all(Array.from({ length: 10 }, () => provideOne(other)));
      await destroy(keys, id);
      const after = await Promise.all(Array.from({ length: 10 }, () => provideOne(other)));
      await asking;
      for (const key of after) assert.notEqual(key.id, id);
      assert.equal(await readOne(other, id), 'destroyed');
    },
  },
  {
    id: 'keys.destroyed-pages',
    name: 'lists destructions oldest first, in pages, of one tenant or of all',
    async run({ keys }) {
      const ids: string[] = [];
      for (const [subject, tenant] of [
        ['a', TENANT],
        ['b', 'hue'],
        ['c', TENANT],
        ['d', TENANT],
      ] as const) {
        const { id } = await provideOne(keys, subject, tenant);
        await destroy(keys, id, AT, tenant);
        ids.push(id);
      }
      assert.deepEqual(await destroyedIds(keys), ids);
      assert.deepEqual(await destroyedIds(keys, TENANT), [ids[0], ids[2], ids[3]]);
      const first = await keys.destroyed({ after: 0, limit: 3 });
      const rest = await keys.destroyed({ after: has(first.at(-1)).sequence, limit: 3 });
      assert.deepEqual(
        [...first, ...rest].map(({ id }) => id),
        ids,
      );
      assert.deepEqual(await keys.destroyed({ after: has(rest.at(-1)).sequence, limit: 3 }), []);
    },
  },
  {
    id: 'keys.tenants',
    name: 'keeps the keys of tenants apart, whatever their names',
    async run({ keys }) {
      const [one, two] = [await provideOne(keys, 'c', 'a b'), await provideOne(keys, 'b c', 'a')];
      assert.notEqual(one.id, two.id);
      assert.equal(await readOne(keys, one.id, undefined, 'a'), 'unknown');
      await destroy(keys, one.id, AT, 'a');
      sameKey(await readOne(keys, one.id, undefined, 'a b'), one);
    },
  },
  {
    id: 'keys.durable',
    name: 'has after a crash every key it gave out, and none that it destroyed',
    whyNot: lacks('crash'),
    async run({ keys, crash }) {
      const [an, binh] = await keys.provide({ tenant: TENANT, subjects: ['an', 'binh'] });
      const search = await keys.searchKey({ tenant: TENANT });
      const rotated = await keys.rotate({ tenant: TENANT, id: has(an).id });
      await destroy(keys, has(binh).id);
      const next = await has(crash)();
      sameKey(await readOne(next, has(an).id, 1), has(an));
      assert.ok(typeof rotated === 'object');
      sameKey(await provideOne(next), rotated);
      assert.deepEqual([...(await next.searchKey({ tenant: TENANT }))], [...search]);
      assert.equal(await readOne(next, has(binh).id), 'destroyed');
      assert.deepEqual(await destroyedIds(next, TENANT), [has(binh).id]);
    },
  },
  {
    id: 'keys.shared',
    name: 'shows another process at once what was made, rotated and destroyed',
    whyNot: lacks('peer'),
    async run({ keys, peer }) {
      const other = await has(peer)();
      const key = await provideOne(keys);
      sameKey(await provideOne(other), key);
      await other.rotate({ tenant: TENANT, id: key.id });
      assert.equal((await provideOne(keys)).version, 2);
      await destroy(other, key.id);
      assert.equal(await readOne(keys, key.id), 'destroyed');
    },
  },
  {
    id: 'keys.gone',
    name: 'no longer holds the bytes of a destroyed key in its storage',
    whyNot: lacks('bytes'),
    async run({ keys, bytes }) {
      const [an, binh] = await keys.provide({ tenant: TENANT, subjects: ['an', 'binh'] });
      const holds = async (wanted: Uint8Array) =>
        (await has(bytes)()).some((file) => Buffer.from(file).includes(Buffer.from(wanted)));
      const wasThere = await holds(has(an).material);
      await destroy(keys, has(an).id);
      assert.equal(await holds(has(an).material), false);
      assert.equal(await holds(has(binh).material), wasThere);
    },
  },
];
