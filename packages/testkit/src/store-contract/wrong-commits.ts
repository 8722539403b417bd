import type { CaseIndex, CommitItem, CommitResult, Store } from '@motcua/core/contract';

type Commit = Store['commit'];

const committing = (store: Store, commit: Commit): Store => ({ ...store, commit });

/** The only result of the only item. */
async function one(store: Store, item: CommitItem): Promise<CommitResult> {
  const [result] = await store.commit([item]);
  if (result === undefined) throw new TypeError('One result for one item');
  return result;
}

/** Items one after the other, each in its own way. */
const eachItem = (store: Store, write: (item: CommitItem) => Promise<CommitResult>): Store =>
  committing(store, async (batch) => {
    const results: CommitResult[] = [];
    for (const item of batch) results.push(await write(item));
    return results;
  });

const revisionOf = async (store: Store, { tenant, caseId }: CommitItem): Promise<number> =>
  (await store.cases.load({ tenant, caseId }))?.revision ?? 0;

/** Results come as the database finished them. */
export const answeringOutOfOrder = (store: Store): Store =>
  committing(store, async (batch, options) => [...(await store.commit(batch, options))].reverse());

/** One conflict fails the rest of the batch. */
export function sharingFate(store: Store): Store {
  return committing(store, async (batch) => {
    const results: CommitResult[] = [];
    for (const item of batch) {
      const failed = results.some(({ status }) => status === 'conflict');
      results.push(failed ? { status: 'conflict', revision: 0 } : await one(store, item));
    }
    return results;
  });
}

/** The revision is compared before the command id is looked up: a repeated command meets itself as a conflict. */
export const comparingFirst = (store: Store): Store =>
  eachItem(store, async (item) => {
    const revision = await revisionOf(store, item);
    return revision === item.expectedRevision ? one(store, item) : { status: 'conflict', revision };
  });

/** The last writer wins. */
export const overwriting = (store: Store): Store =>
  eachItem(store, async (item) => one(store, { ...item, expectedRevision: await revisionOf(store, item) }));

/** A command that changed nothing leaves nothing. */
export const forgettingRefusals = (store: Store): Store =>
  eachItem(store, async (item) => (item.change === undefined ? { status: 'committed' } : one(store, item)));

/** A refusal is written whatever became of the case meanwhile. */
export const refusingLate = (store: Store): Store =>
  eachItem(store, async (item) =>
    one(store, item.change === undefined ? { ...item, expectedRevision: await revisionOf(store, item) } : item),
  );

/** A command id that met a conflict is used up. */
export function burningIds(store: Store): Store {
  const burnt = new Set<string>();
  return eachItem(store, async (item) => {
    if (burnt.has(item.commandId)) return { status: 'conflict', revision: await revisionOf(store, item) };
    const result = await one(store, item);
    if (result.status === 'conflict') burnt.add(item.commandId);
    return result;
  });
}

/** What can be searched is written with the first commit and never again. */
export function indexingOnce(store: Store): Store {
  const first = new Map<string, CaseIndex>();
  return eachItem(store, (item) => {
    if (item.change === undefined) return one(store, item);
    const { envelope } = item.change;
    const index = first.get(envelope.caseId) ?? envelope.index;
    first.set(envelope.caseId, index);
    return one(store, { ...item, change: { ...item.change, envelope: { ...envelope, index } } });
  });
}

/** No timers are taken for no timers any more. */
export const droppingTimers = (store: Store): Store =>
  eachItem(store, (item) =>
    one(store, item.change === undefined ? item : { ...item, change: { timers: [], ...item.change } }),
  );

/** A firing is over when it was tried, even if its commit met a conflict. */
export const settlingConflicts = (store: Store): Store =>
  eachItem(store, async (item) => {
    const result = await one(store, item);
    if (result.status !== 'conflict' || item.firing === undefined) return result;
    const { change: _, ...rest } = item;
    await one(store, { ...rest, commandId: `${item.commandId}#settled`, expectedRevision: result.revision });
    return result;
  });

/** A firing stays in the queue when its command was refused. */
export const keepingRefusedFirings = (store: Store): Store =>
  eachItem(store, (item) => {
    if (item.change !== undefined) return one(store, item);
    const { firing: _, ...rest } = item;
    return one(store, rest);
  });

/** Every second number of a series is one that was given out before. */
export function repeatingNumbers(store: Store): Store {
  let calls = 0;
  let latest = 0;
  return {
    ...store,
    async allocate(request) {
      calls += 1;
      if (calls % 2 === 1) latest = await store.allocate(request);
      return latest;
    },
  };
}
