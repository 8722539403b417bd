/** Runs tasks of one key one after another, tasks of different keys side by side. */
export interface Mailbox {
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
  /** Resolves when every task that was there when it was called has ended. */
  drain(): Promise<void>;
}

export function mailbox(): Mailbox {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, task) {
      const before = tails.get(key);
      const result = before === undefined ? task() : before.then(task);
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
    drain: async () => {
      await Promise.all(tails.values());
    },
  };
}
