import { describe, expect, test } from 'vitest';
import type { CaseEnvelope } from '../contract/case.js';
import { caseCache } from './case-cache.js';

const envelope = (caseId: string, revision: number, tenant = 't', note = '') =>
  ({ tenant, caseId, revision, note }) as unknown as CaseEnvelope;
const ref = (caseId: string, tenant = 't') => ({ tenant, caseId });

describe('the cache of cases', () => {
  test('gives what was committed last, which nobody can change', () => {
    const cache = caseCache(10_000);
    const written = envelope('a', 1);
    cache.committed(written);
    Object.assign(written, { revision: 9 });
    const kept = cache.get(ref('a'));
    expect(kept).toEqual(envelope('a', 1));
    expect(() => Object.assign(kept ?? {}, { revision: 9 })).toThrow(TypeError);
  });

  test('keeps tenants apart, whatever their names are made of', () => {
    const cache = caseCache(10_000);
    cache.committed(envelope('bc', 1, 'a'));
    expect(cache.get(ref('c', 'ab'))).toBeUndefined();
    expect(cache.get(ref('bc', 'a'))).toBeDefined();
  });

  test('does not give a case that met a conflict, and keeps it only when nobody else has written between', () => {
    const cache = caseCache(10_000);
    cache.committed(envelope('a', 1));
    cache.forget(ref('a'));
    expect(cache.get(ref('a'))).toBeUndefined();

    cache.loaded(envelope('a', 2));
    cache.committed(envelope('a', 3));
    expect(cache.get(ref('a')), 'another process wrote revision 2').toBeUndefined();

    cache.loaded(envelope('a', 3));
    cache.committed(envelope('a', 4));
    expect(cache.get(ref('a'))?.revision, 'revision 3 was our own').toBe(4);
  });

  test('forgets the cases used longest ago when it is full', () => {
    const cache = caseCache(3_000);
    for (const caseId of ['a', 'b', 'c']) cache.committed(envelope(caseId, 1, 't', 'x'.repeat(250)));
    cache.get(ref('a'));
    cache.committed(envelope('d', 1, 't', 'x'.repeat(250)));
    expect(['a', 'b', 'c', 'd'].map((caseId) => cache.get(ref(caseId)) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  test('counts what a case takes now, however often it was written', () => {
    const cache = caseCache(20_000);
    cache.committed(envelope('other', 1));
    for (let revision = 1; revision <= 200; revision += 1) {
      cache.committed(envelope('a', revision, 't', String(revision).padEnd(500, 'x')));
    }
    expect(cache.get(ref('a'))?.revision).toBe(200);
    expect(cache.get(ref('other')), 'the texts of earlier revisions are gone').toBeDefined();
  });

  test('keeps nothing that is larger than all it may keep', () => {
    const cache = caseCache(1_000);
    cache.committed(envelope('a', 1, 't', 'x'.repeat(1_000)));
    expect(cache.get(ref('a'))).toBeUndefined();
  });
});
