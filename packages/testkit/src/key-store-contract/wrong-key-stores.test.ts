import type { DataKey, KeyStore } from '@motcua/core/contract';
import { createMemoryKeyStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { proveRule } from '../conformance/rule.js';
import { keyStoreRules } from './key-store-rules.js';

/** The ids of the rules a key store made wrong on purpose breaks. */
async function brokenRules(spoil: (right: KeyStore) => Partial<KeyStore>): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const rule of keyStoreRules) {
    const create = async () => {
      const right = createMemoryKeyStore();
      const keys: KeyStore = { ...right, ...spoil(right) };
      await keys.open();
      return { keys, close: () => right.close() };
    };
    if ((await proveRule(rule, create)).status === 'broken') broken.push(rule.id);
  }
  return broken;
}

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, n) => text.charCodeAt(n % text.length));

describe('the key store contract catches', () => {
  test('nothing in a key store that is right', async () => {
    expect(await brokenRules(() => ({}))).toEqual([]);
  });

  test('one that only says it destroyed a key', async () => {
    const broken = await brokenRules(() => ({ destroy: async () => {} }));
    expect(broken).toEqual(expect.arrayContaining(['keys.destroy', 'keys.anew', 'keys.destroy-race']));
  });

  test('one that hides a destroyed key, and hands it out again to the same subject', async () => {
    const broken = await brokenRules((right) => {
      const hidden = new Set<string>();
      const known = new Map<string, DataKey>();
      return {
        destroy: async (request) => {
          hidden.add(request.id);
          await right.destroy(request);
        },
        provide: async (request) => {
          const made = await right.provide(request);
          return made.map((key, n) => {
            const name = `${request.tenant} ${request.subjects[n]}`;
            const first = known.get(name) ?? key;
            known.set(name, first);
            return hidden.has(first.id) ? first : key;
          });
        },
      };
    });
    expect(broken).toEqual(['keys.anew', 'keys.destroy-race']);
  });

  test('one that takes a key it does not have for a destroyed one', async () => {
    const broken = await brokenRules((right) => ({
      read: async (request) => (await right.read(request)).map((key) => (key === 'unknown' ? 'destroyed' : key)),
    }));
    expect(broken).toEqual(expect.arrayContaining(['keys.unknown', 'keys.order', 'keys.tenants']));
  });

  test('one that forgets what it destroyed', async () => {
    const broken = await brokenRules((right) => ({
      read: async (request) => (await right.read(request)).map((key) => (key === 'destroyed' ? 'unknown' : key)),
      destroyed: async () => [],
    }));
    expect(broken).toEqual(expect.arrayContaining(['keys.unknown', 'keys.destroy-again', 'keys.destroyed-pages']));
  });

  test('one that makes a key of the name of the person', async () => {
    const broken = await brokenRules((right) => ({
      provide: async (request) =>
        (await right.provide(request)).map((key, n) => ({ ...key, id: `${request.subjects[n]}`.replaceAll('-', '') })),
    }));
    expect(broken).toEqual(expect.arrayContaining(['keys.material', 'keys.silent']));
  });

  test('one that derives keys, so that a destroyed one can be made again', async () => {
    const broken = await brokenRules((right) => ({
      provide: async (request) =>
        (await right.provide(request)).map((key, n) => ({ ...key, material: bytesOf(`${request.subjects[n]}`) })),
    }));
    expect(broken).toEqual(expect.arrayContaining(['keys.anew', 'keys.rotate']));
  });

  test('one that gives two callers two keys', async () => {
    const broken = await brokenRules((right) => {
      let calls = 0;
      return {
        provide: async (request) => {
          calls += 1;
          return right.provide({ ...request, subjects: request.subjects.map((subject) => `${subject} ${calls}`) });
        },
      };
    });
    expect(broken).toEqual(expect.arrayContaining(['keys.same', 'keys.race']));
  });

  test('one that answers in another order than asked', async () => {
    const broken = await brokenRules((right) => ({
      read: async (request) => [...(await right.read(request))].reverse(),
    }));
    expect(broken).toEqual(['keys.order']);
  });

  test('one that rotates into the same version', async () => {
    const broken = await brokenRules((right) => ({
      rotate: async ({ tenant, id }) => (await right.read({ tenant, keys: [{ id }] }))[0] ?? 'unknown',
    }));
    expect(broken).toEqual(expect.arrayContaining(['keys.rotate', 'keys.rotate-race']));
  });

  test('one that hands out the bytes it keeps', async () => {
    const kept = new Uint8Array(32).fill(7);
    const broken = await brokenRules(() => ({ searchKey: async () => kept }));
    expect(broken).toEqual(expect.arrayContaining(['keys.private', 'keys.search']));
  });

  test('one that keeps the tenants together', async () => {
    const broken = await brokenRules((right) => ({
      provide: (request) => right.provide({ ...request, tenant: 'one' }),
      read: (request) => right.read({ ...request, tenant: 'one' }),
      destroy: (request) => right.destroy({ ...request, tenant: 'one' }),
    }));
    expect(broken).toEqual(expect.arrayContaining(['keys.silent', 'keys.tenants']));
  });

  test('one that answers while it is closed', async () => {
    expect(await brokenRules(() => ({ close: async () => {} }))).toEqual(['keys.lifecycle']);
  });
});

test('no two rules have one name', () => {
  const ids = keyStoreRules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});
