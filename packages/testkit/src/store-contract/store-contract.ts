import { describe, expect, test } from 'vitest';
import { type CreateStoreHarness, proveStoreRule, type StoreRule } from './rule.js';
import { storeRules } from './store-rules.js';

/** Rules a store does not keep yet, with the reason; `tests` names them by id. */
export interface KnownGap {
  readonly reason: string;
  readonly tests: readonly string[];
}

export interface StoreContractOptions {
  /** Name of the store in the test report. */
  readonly name: string;
  /** A fresh harness for every rule. */
  readonly create: CreateStoreHarness;
  /** A gap that names no rule fails, and so does one that has been closed. */
  readonly knownGaps?: readonly KnownGap[];
}

/**
 * Registers one vitest test for every rule of {@link storeRules}, and one that they are all there. Rules that need a
 * capability the store lacks are skipped with the reason.
 */
export function storeContract({ name, create, knownGaps = [] }: StoreContractOptions): void {
  describe(`${name} keeps the store contract`, () => {
    test('its known gaps name rules of the contract', () => {
      const known = new Set(storeRules.map(({ id }) => id));
      const unknown = knownGaps.flatMap(({ tests }) => tests).filter((id) => !known.has(id));
      expect(unknown).toEqual([]);
    });

    for (const rule of storeRules) {
      const gap = knownGaps.find(({ tests }) => tests.includes(rule.id));
      test(titleOf(rule, gap), async (context) => {
        const result = await proveStoreRule(rule, create);
        if (result.status === 'skipped') return context.skip(result.reason);
        if (gap !== undefined) {
          expect(result.status, `the gap ${rule.id} is closed: remove it from knownGaps`).toBe('broken');
          return undefined;
        }
        if (result.status === 'broken') throw result.error;
        return undefined;
      });
    }
  });
}

function titleOf(rule: StoreRule, gap: KnownGap | undefined): string {
  const title = `${rule.id}: ${rule.name}`;
  return gap === undefined ? title : `${title} (known gap: ${gap.reason})`;
}
