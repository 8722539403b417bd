import { describe, expect, test } from 'vitest';
import {
  gapOf,
  type Harness,
  type KnownGap,
  outcomeOf,
  proveRule,
  type Rule,
  type RuleOutcome,
  reportText,
  unknownGaps,
} from './rule.js';

/** What every suite takes. */
export interface SuiteOptions<Subject extends Harness> {
  /** Name of the adapter in the test report: `the SQLite store on a file`. */
  readonly name: string;
  /** A fresh harness for every rule. */
  readonly create: () => Promise<Subject>;
  /** A gap that names no rule fails, and so does one that has been closed. */
  readonly knownGaps?: readonly KnownGap[];
  /**
   * Path of the published results, a JSON file from the folder of the test. The last test compares it with what was
   * proven; `vitest --update` writes it.
   */
  readonly report?: string;
}

interface Contract<Subject extends Harness> {
  readonly name: string;
  readonly version: number;
  readonly rules: readonly Rule<Subject>[];
}

/** Registers one vitest test for every rule, and those about the gaps and the published results. */
export function registerSuite<Subject extends Harness>(
  { name: contract, version, rules }: Contract<Subject>,
  { name, create, knownGaps = [], report }: SuiteOptions<Subject>,
): void {
  describe(`${name} keeps the ${contract} contract`, () => {
    const outcomes: RuleOutcome[] = [];

    test('its known gaps name rules of the contract', () => {
      expect(unknownGaps(knownGaps, rules)).toEqual([]);
    });

    for (const rule of rules) {
      const gap = gapOf(knownGaps, rule);
      test(titleOf(rule, gap), async (context) => {
        const proof = await proveRule(rule, create);
        const outcome = outcomeOf(rule, proof, gap);
        outcomes.push(outcome);
        if (outcome.outcome === 'skipped') context.skip(outcome.reason);
        if (outcome.outcome !== 'broken') return;
        throw proof.status === 'broken' ? proof.error : new Error(outcome.reason);
      });
    }

    if (report !== undefined) {
      test('its published results are what was proven', async (context) => {
        if (outcomes.length < rules.length) context.skip('only some of the rules were run');
        const text = reportText({ contract, contractVersion: version, adapter: name, rules: outcomes });
        await expect(text).toMatchFileSnapshot(report);
      });
    }
  });
}

function titleOf({ id, name }: { readonly id: string; readonly name: string }, gap: KnownGap | undefined): string {
  return gap === undefined ? `${id}: ${name}` : `${id}: ${name} (known gap: ${gap.reason})`;
}
