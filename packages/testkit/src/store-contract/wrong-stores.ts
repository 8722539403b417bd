import type { CommitItem, CommitResult, ScanPage, ScanRequest, Store } from '@motcua/core/contract';

/** A lease is over as soon as it is given: the next worker gets the same rows. */
export function claimingTwice(store: Store): Store {
  return {
    ...store,
    timers: {
      ...store.timers,
      claim: (request) => store.timers.claim({ ...request, leaseUntil: request.now }),
    },
    outbox: {
      ...store.outbox,
      claim: (request) => store.outbox.claim({ ...request, leaseUntil: request.now }),
    },
  };
}

/** The first answer to a command is forgotten, as by a store that loses what it acknowledged. */
export function losingReplies(store: Store): Store {
  let commits = 0;
  const renamed = (item: CommitItem): CommitItem => {
    commits += 1;
    return { ...item, commandId: `${item.commandId}#${commits}` };
  };
  return { ...store, commit: (batch, options) => store.commit(batch.map(renamed), options) };
}

/** A worker counts as alive from its first beat to its last, whatever lies between. */
export function swallowingOutages(store: Store): Store {
  return {
    ...store,
    liveness: {
      ...store.liveness,
      beat: (beat) => store.liveness.beat({ ...beat, maxGapMs: Number.MAX_SAFE_INTEGER }),
    },
  };
}

/** The messages of an item are written after the rest of it. */
export function tearingCommits(store: Store): Store {
  const withoutMessages = (item: CommitItem): CommitItem =>
    item.change === undefined ? item : { ...item, change: { ...item.change, outbox: [] } };

  async function commitTorn(item: CommitItem): Promise<CommitResult> {
    const [result] = await store.commit([withoutMessages(item)]);
    if (result === undefined) throw new TypeError('One result for one item');
    if (result.status === 'committed' && item.change !== undefined) {
      const { revision } = item.change.envelope;
      await store.commit([{ ...item, commandId: `${item.commandId}#messages`, expectedRevision: revision }]);
    }
    return result;
  }

  return {
    ...store,
    async commit(batch) {
      const results: CommitResult[] = [];
      for (const item of batch) results.push(await commitTorn(item));
      return results;
    },
  };
}

/** A scan goes on by the number of cases seen, as a reader with OFFSET does: what is opened before its place shifts it. */
export function scanningByCount(store: Store): Store {
  const seen = new Map<string, number>();

  async function scan({ after, limit, ...wanted }: ScanRequest): Promise<ScanPage> {
    const key = JSON.stringify(wanted);
    const skipped = after === undefined ? 0 : (seen.get(key) ?? 0);
    const { items: all } = await store.cases.scan({ ...wanted, limit: 1000 });
    const items = all.slice(skipped, skipped + limit);
    seen.set(key, skipped + items.length);
    const last = items.at(-1);
    if (last === undefined || skipped + limit >= all.length) return { items };
    return { items, next: { tenant: last.tenant, caseId: last.caseId } };
  }

  return { ...store, cases: { ...store.cases, scan } };
}
