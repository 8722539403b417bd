import type { DisposalItem, DisposalResult, Store } from '@motcua/core/contract';

/** Records the disposal and deletes nothing. */
export const disposingOfNothing = (store: Store): Store => ({
  ...store,
  async dispose({ expectedAudit: _, tombstone: __, ...item }: DisposalItem): Promise<DisposalResult> {
    const [result] = await store.commit([item]);
    return result === undefined || result.status === 'committed'
      ? { status: 'disposed', entries: 2, messages: 2, disclosures: 4 }
      : result;
  },
});

/** Does not look whether another record has come, which may be a hold. */
export const disposingBlindly = (store: Store): Store => ({
  ...store,
  async dispose(item) {
    const { tenant, caseId } = item;
    const records = await store.cases.audit({ tenant, caseId, after: 0, limit: 1_000 });
    return store.dispose({ ...item, expectedAudit: records.at(-1)?.sequence ?? 0 });
  },
});

/** Forgets that there was such a case. */
export const buryingWithoutStone = (store: Store): Store => ({
  ...store,
  cases: { ...store.cases, load: (request) => store.cases.load(request).catch(() => undefined) },
});
