import type { Clock } from '../contract/time.js';

/** Longest delay a host timer takes; a longer one would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

/** A host timer may ring a little before its time by the wall clock: then it is waited for, but no longer than this. */
const EARLY_MS = 100;

/** The wall clock of the machine. The only place that reads it. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    sleepUntil: (instant, signal) =>
      new Promise((resolve) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const wait = (atMost: number) => {
          const left = Math.min(instant - Date.now(), atMost);
          if (left <= 0 || signal?.aborted === true) return done();
          const slice = Math.min(left, MAX_DELAY_MS);
          timer = setTimeout(() => wait(atMost - slice), slice);
        };
        signal?.addEventListener('abort', done, { once: true });
        const left = instant - Date.now();
        if (left > 0 || signal?.aborted === true) wait(left + EARLY_MS);
        else timer = setTimeout(done, 0);
      }),
  };
}
