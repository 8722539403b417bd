import type { CommitItem, CommitResult, Store } from '../contract/store.js';

/** Puts concurrent commits into one store call. */
export interface CommitGroup {
  /** Says that a command is on its way to a commit: the group waits for it. Call the result when it turned back. */
  enter(): void;
  leave(): void;
  /** Commits an item of a command that has entered; leaves by itself. */
  commit(item: CommitItem): Promise<CommitResult>;
}

interface Waiting {
  readonly item: CommitItem;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch is written when every command under way has joined it, or when it is this large. */
const MAX_BATCH = 256;

/**
 * How many turns of the promise queue a commit waits for the commands under way. Enough for a store that answers at
 * once; a slow read of one case must not hold up the commits of the others.
 */
const PATIENCE = 32;

/** A single caller commits at once; callers at the same time share one transaction without sharing fate. */
export function commitGroup(store: Store): CommitGroup {
  let underWay = 0;
  let writing = false;
  let waiting: Waiting[] = [];
  let patient = false;

  const losePatience = async () => {
    patient = true;
    for (let turn = 0; turn < PATIENCE && waiting.length > 0; turn += 1) await undefined;
    patient = false;
    await write();
  };

  const flush = async () => {
    if (waiting.length === 0) return;
    if (underWay === 0 || waiting.length >= MAX_BATCH) await write();
    else if (!patient) await losePatience();
  };

  const write = async () => {
    if (writing || waiting.length === 0) return;
    writing = true;
    const batch = waiting;
    waiting = [];
    try {
      const results = await store.commit(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error(`the store answered ${results.length} of ${batch.length} items`));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      writing = false;
      void flush();
    }
  };

  const leave = () => {
    underWay -= 1;
    void flush();
  };
  return {
    enter: () => {
      underWay += 1;
    },
    leave,
    commit: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        leave();
      }),
  };
}
