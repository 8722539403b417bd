import type { Clock } from '../contract/time.js';

/** Longest delay a host timer takes; a longer one would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

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
        const wait = () => {
          const left = instant - Date.now();
          if (left <= 0 || signal?.aborted === true) done();
          else timer = setTimeout(wait, Math.min(left, MAX_DELAY_MS));
        };
        signal?.addEventListener('abort', done, { once: true });
        wait();
      }),
  };
}
