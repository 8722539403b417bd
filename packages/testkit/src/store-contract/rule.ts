import type { Store, StoreCapabilities } from '@motcua/core/contract';

/** A fresh store with nothing in it, and what can be done to it from outside. */
export interface StoreHarness {
  /** Open. */
  readonly store: Store;
  /** Drops the store without closing it and opens its storage again; needed for the capability `durable`. */
  crash?(): Promise<Store>;
  /** A second open store over the same storage, as another process has it; needed for `shared`. */
  peer?(): Promise<Store>;
  /** Runs work inside a transaction of the store's own driver; needed for `joinsTransaction`. */
  transact?<Result>(work: (transaction: unknown) => Promise<Result>, end: 'commit' | 'rollback'): Promise<Result>;
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
  run(harness: StoreHarness): Promise<void>;
}

/** Why a rule does not apply to a store; undefined when it does. */
function whyNotApplied(rule: StoreRule, capabilities: Readonly<StoreCapabilities>): string | undefined {
  if (rule.needs !== undefined && capabilities[rule.needs] !== true) return `needs the capability ${rule.needs}`;
  if (rule.lacks !== undefined && capabilities[rule.lacks] === true) return `is for stores without ${rule.lacks}`;
  return undefined;
}

export type StoreRuleResult =
  | { readonly rule: StoreRule; readonly status: 'kept' }
  | { readonly rule: StoreRule; readonly status: 'skipped'; readonly reason: string }
  | { readonly rule: StoreRule; readonly status: 'broken'; readonly error: unknown };

/** Proves one rule on a fresh harness. It needs no test runner. */
export async function proveStoreRule(rule: StoreRule, create: CreateStoreHarness): Promise<StoreRuleResult> {
  const harness = await create();
  try {
    const reason = whyNotApplied(rule, harness.store.capabilities);
    if (reason !== undefined) return { rule, status: 'skipped', reason };
    await rule.run(harness);
    return { rule, status: 'kept' };
  } catch (error) {
    return { rule, status: 'broken', error };
  } finally {
    await harness.close();
  }
}
