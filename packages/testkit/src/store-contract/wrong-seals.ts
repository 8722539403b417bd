import { type CommitItem, type CommitResult, leafText, NO_LEAF, type Store } from '@motcua/core/contract';

const sealing = (store: Store, seal: Partial<Store['seal']>): Store => ({ ...store, seal: { ...store.seal, ...seal } });

const withoutLeaf = ({ leaf: _, ...item }: CommitItem): CommitItem => item;

/** Each leaf stands alone: what is left out of a case leaves no gap. */
export const chainingNothing = (store: Store): Store =>
  sealing(store, {
    async chain(request) {
      const chain = await store.seal.chain(request);
      return chain.map((link) => {
        const { body, caseSeq } = JSON.parse(link.leaf) as { body: unknown; caseSeq: number };
        return { ...link, leaf: leafText(JSON.stringify(body), NO_LEAF, caseSeq) };
      });
    },
  });

/** A command that changed nothing is not recorded. */
export const recordingChangesOnly = (store: Store): Store => ({
  ...store,
  commit: (batch, options) =>
    store.commit(
      batch.map((item) => (item.change === undefined ? withoutLeaf(item) : item)),
      options,
    ),
});

/** The leaf is written before it is known whether the item is. */
export const recordingFirst = (store: Store): Store => ({
  ...store,
  async commit(batch, options) {
    const results: CommitResult[] = [];
    for (const item of batch) {
      const [result] = await store.commit([item], options);
      if (result === undefined) throw new TypeError('One result for one item');
      results.push(result);
      if (result.status !== 'conflict' || item.leaf === undefined) continue;
      const { change: _, ...rest } = item;
      await store.commit([{ ...rest, commandId: `${item.commandId}#leaf`, expectedRevision: result.revision }]);
    }
    return results;
  },
});

/** Leaves are collected, and written without their items' fate. */
export const recordingApart = (store: Store): Store => ({
  ...store,
  async commit(batch, options) {
    const results = await store.commit(batch.map(withoutLeaf), options);
    const { leaf } = batch.at(-1) ?? {};
    const last = results.at(-1);
    if (leaf !== undefined && last?.status === 'committed') {
      const { change: _, ...rest } = batch.at(-1) as CommitItem;
      const loaded = await store.cases.load(rest);
      await store.commit([{ ...rest, commandId: `${rest.commandId}#leaf`, expectedRevision: loaded?.revision ?? 0 }]);
    }
    return results;
  },
});

/** What has an index still waits for one. */
export const sealingAgain = (store: Store): Store => {
  const seen = new Map<number, string>();
  return sealing(store, {
    async pending(request) {
      for (const { position, leaf } of await store.seal.pending({ limit: 1_000 })) seen.set(position, leaf);
      return [...seen].map(([position, leaf]) => ({ position, leaf })).slice(0, request.limit);
    },
  });
};

/** Says that it has appended, whatever it was given. */
export const confirmingAnything = (store: Store): Store =>
  sealing(store, {
    async confirm(request) {
      await store.seal.confirm(request);
      return true;
    },
  });

/** The lease is everybody's. */
export const sharingTheLease = (store: Store): Store => sealing(store, { lease: async () => true });
