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

/** A single caller commits at once; callers at the same time share one transaction without sharing fate. */
export function commitGroup(store: Store): CommitGroup {
  let underWay = 0;
  let writing = false;
  let waiting: Waiting[] = [];

  const flush = async () => {
    if (writing || waiting.length === 0 || (underWay > 0 && waiting.length < MAX_BATCH)) return;
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
