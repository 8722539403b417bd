import type { CommitItem, Store } from '@motcua/core';
import { testkitError } from '../testkit-error.js';

/** Counts what one call of a simulation leads to, and stops what would never end. */
export interface CommitLimit {
  readonly store: Store;
  /** A new call of the simulation begins. */
  begin(): void;
  /** One more look at what is due. Throws when there were too many looks or commits. */
  look(): void;
}

const SHOWN = 6;

/** Puts a limit on the commits of a store. */
export function commitLimit(store: Store, max: number): CommitLimit {
  let commits = 0;
  let looks = 0;
  let latest: readonly CommitItem[] = [];
  const check = () => {
    if (commits > max || looks > max) throw endless(max, latest);
  };
  return {
    store: {
      contractVersion: store.contractVersion,
      capabilities: store.capabilities,
      cases: store.cases,
      timers: store.timers,
      outbox: store.outbox,
      liveness: store.liveness,
      seal: store.seal,
      listen: store.listen,
      open: () => store.open(),
      close: () => store.close(),
      allocate: (request) => store.allocate(request),
      dispose: (item) => store.dispose(item),
      commit: async (batch, options) => {
        commits += batch.length;
        latest = [...latest, ...batch].slice(-SHOWN);
        check();
        return store.commit(batch, options);
      },
    },
    begin() {
      commits = 0;
      looks = 0;
    },
    look() {
      looks += 1;
      check();
    },
  };
}

const endless = (max: number, latest: readonly CommitItem[]): Error => {
  const last = latest.map(
    ({ caseId, audit, change }) => `${caseId} ${audit.action} → ${change?.envelope.state ?? audit.outcome}`,
  );
  return testkitError({
    happened: `One call of the simulation led to more than ${max} commits; the last of them: ${last.join(', ') || '(none)'}`,
    expected: 'a world that comes to rest',
    remedy: 'look for cases that answer one another for ever, or raise maxCommits',
  });
};
