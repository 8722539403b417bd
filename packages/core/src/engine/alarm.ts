import type { Clock, Instant } from '../contract/time.js';

/** Things that are each waited for equally long, from when they are set. One sleep of the clock serves them all. */
export interface Alarm<Item> {
  set(item: Item): void;
  /** The alarm no longer rings for it. */
  clear(item: Item): void;
}

/** `ring` is told of those whose time has come, the first that was set first. It must not throw. */
export function alarm<Item>(clock: Clock, afterMs: number, ring: (due: readonly Item[]) => void): Alarm<Item> {
  /** All wait equally long: so the first that was set is the first that is due. */
  const dueAt = new Map<Item, Instant>();
  let sleeping: AbortController | undefined;

  const takeDue = (until: Instant): readonly Item[] => {
    const due: Item[] = [];
    for (const [item, at] of dueAt) {
      if (at > until) break;
      dueAt.delete(item);
      due.push(item);
    }
    return due;
  };
  const watch = async (own: AbortController) => {
    for (;;) {
      const { value: first } = dueAt.values().next();
      if (first === undefined) return;
      await clock.sleepUntil(first, own.signal);
      if (own.signal.aborted) return;
      // A clock that was set back meanwhile prolongs nothing.
      const due = takeDue(Math.max(first, clock.now()));
      if (due.length > 0) ring(due);
    }
  };
  const start = () => {
    const own = new AbortController();
    sleeping = own;
    // After a clock that failed the next one that is set begins anew.
    void watch(own)
      .catch(() => undefined)
      .finally(() => {
        if (sleeping === own) sleeping = undefined;
      });
  };

  return {
    set(item) {
      dueAt.set(item, clock.now() + afterMs);
      if (sleeping === undefined) start();
    },
    clear(item) {
      if (!dueAt.delete(item) || dueAt.size > 0) return;
      sleeping?.abort('nothing is waited for');
      sleeping = undefined;
    },
  };
}
