import type { Store, StoreCapabilities } from '@motcua/core/contract';
import { type Harness, type Proof, proveRule, type Rule } from '../conformance/rule.js';

/** A fresh store with nothing in it, and what can be done to it from outside. */
export interface StoreHarness extends Harness {
  /** Open. */
  readonly store: Store;
  /** Drops the store without closing it and opens its storage again; needed for the capability `durable`. */
  crash?(): Promise<Store>;
  /** A second open store over the same storage, as another process has it; needed for `shared`. */
  peer?(): Promise<Store>;
  /** Runs work inside a transaction of the store's own driver; needed for `joinsTransaction`. */
  transact?<Result>(work: (transaction: unknown) => Promise<Result>, end: 'commit' | 'rollback'): Promise<Result>;
  /**
   * A fault point: from now on the storage is lost before its step number `step` (0: the next one), as if the process
   * had been killed there. That step and all later ones fail, whatever they are; a step is a statement, a write or
   * whatever the storage does one after another. `crash()` opens the storage again.
   */
  crashAt?(step: number): void;
  /** Closes every store of the harness and removes its storage. */
  close(): Promise<void>;
}

export type CreateStoreHarness = () => Promise<StoreHarness>;

/** One promise of the contract, and the proof of it: `run` rejects when the store breaks it. */
export interface StoreRule {
  /** Short and stable: `commit.atomic`. */
  readonly id: string;
  /** The promise, in the present tense. */
  readonly name: string;
  /** Only for stores with this capability. */
  readonly needs?: keyof StoreCapabilities;
  /** Only for stores without it. */
  readonly lacks?: keyof StoreCapabilities;
  /** Only where the harness can do this, though no capability asks for it. */
  readonly needsHarness?: 'crashAt';
  run(harness: StoreHarness): Promise<void>;
}

/** A rule of the store as any suite runs it: the capabilities say whether it applies. */
export const applied = (rule: StoreRule): Rule<StoreHarness> => ({
  ...rule,
  whyNot(harness) {
    const { capabilities } = harness.store;
    const { needs, lacks, needsHarness } = rule;
    if (needs !== undefined && capabilities[needs] !== true) return `needs the capability ${needs}`;
    if (lacks !== undefined && capabilities[lacks] === true) return `is for stores without ${lacks}`;
    if (needsHarness !== undefined && harness[needsHarness] === undefined)
      return `needs a harness with ${needsHarness}()`;
    return undefined;
  },
});

/** Proves one rule on a fresh harness. It needs no test runner. */
export const proveStoreRule = (rule: StoreRule, create: CreateStoreHarness): Promise<Proof> =>
  proveRule(applied(rule), create);
