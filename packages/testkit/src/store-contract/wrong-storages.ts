import type { CommitItem, CommitResult, Store, StoreCapabilities } from '@motcua/core/contract';
import { createMemoryStore } from '@motcua/core/memory';
import type { StoreHarness } from './rule.js';

async function opened(capabilities: StoreCapabilities): Promise<Store> {
  const store = createMemoryStore();
  await store.open();
  return { ...store, capabilities: Object.freeze(capabilities) };
}

/** Says that it is durable, and begins anew after a crash. */
export async function losingAll(): Promise<StoreHarness> {
  const store = await opened({ durable: true });
  return { store, crash: () => opened({ durable: true }), close: () => store.close() };
}

/** Says that it is shared, and each process has a storage of its own. */
export async function sharingNothing(): Promise<StoreHarness> {
  const store = await opened({ shared: true });
  return { store, peer: () => opened({ shared: true }), close: () => store.close() };
}

/** Says that it joins transactions, and writes at once. */
export async function joiningNothing(): Promise<StoreHarness> {
  const store = await opened({ joinsTransaction: true });
  return {
    store: { ...store, commit: (batch) => store.commit(batch) },
    transact: (work) => work({}),
    close: () => store.close(),
  };
}

/** Says less than its harness shows. */
export async function hidingDurability(): Promise<StoreHarness> {
  const store = await opened({});
  return { store, crash: async () => store, close: () => store.close() };
}

/** Says more than its harness shows. */
export async function claimingDurability(): Promise<StoreHarness> {
  const store = await opened({ durable: true });
  return { store, close: () => store.close() };
}

/** Capabilities that change while an engine looks at them. */
export async function changingItsMind(): Promise<StoreHarness> {
  const store = createMemoryStore();
  await store.open();
  return { store: { ...store, capabilities: {} }, close: () => store.close() };
}

/**
 * A durable storage that is written step by step; a kill between two steps leaves the first. `writeItem` says in which
 * steps an item is written.
 */
async function killable(
  writeItem: (store: Store, item: CommitItem, step: () => void) => Promise<CommitResult>,
): Promise<StoreHarness> {
  const memory = await opened({ durable: true });
  let left = Number.POSITIVE_INFINITY;
  let isDead = false;
  const step = () => {
    isDead ||= left === 0;
    left -= 1;
    if (isDead) throw new Error('the process was killed');
  };
  const writing: Store = {
    ...memory,
    // What was written in two parts counts once.
    cases: {
      ...memory.cases,
      history: async (request) => unique(await memory.cases.history(request), ({ revision }) => String(revision)),
      audit: async (request) =>
        unique(await memory.cases.audit(request), ({ record }) => record.commandId.split('#')[0] ?? ''),
    },
    async commit(batch) {
      const results: CommitResult[] = [];
      for (const item of batch) results.push(await writeItem(memory, item, step));
      step();
      return results;
    },
  };
  return {
    store: writing,
    crashAt: (next) => {
      left = next;
    },
    async crash() {
      left = Number.POSITIVE_INFINITY;
      isDead = false;
      return writing;
    },
    close: () => memory.close(),
  };
}

const unique = <Item>(items: readonly Item[], nameOf: (item: Item) => string): readonly Item[] => [
  ...new Map(items.map((item) => [nameOf(item), item])).values(),
];

const write = async (store: Store, item: CommitItem): Promise<CommitResult> => {
  const [result] = await store.commit([item]);
  if (result === undefined) throw new TypeError('One result for one item');
  return result;
};

/** Each item in one step: right, as far as commits go. */
export const writingWhole = (): Promise<StoreHarness> =>
  killable(async (store, item, step) => {
    step();
    return write(store, item);
  });

/** The case in one step, its messages in the next. */
export const writingInTwo = (): Promise<StoreHarness> =>
  killable(async (store, item, step) => {
    step();
    const { change } = item;
    if (change === undefined || change.outbox.length === 0) return write(store, item);
    const result = await write(store, { ...item, change: { ...change, outbox: [] } });
    if (result.status !== 'committed') return result;
    step();
    await store.commit([
      { ...item, commandId: `${item.commandId}#messages`, expectedRevision: change.envelope.revision },
    ]);
    return result;
  });
