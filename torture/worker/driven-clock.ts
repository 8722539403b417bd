import type { Clock, Instant } from '@motcua/core';

/** A clock that another process drives, with this worker's own error. */
export interface DrivenClock extends Clock {
  /** The true time is this now. */
  tick(trueTime: Instant): void;
  /** The clock is set, back or forward: from now on it differs from the true time by so much. */
  jump(skewMs: number): void;
}

export function drivenClock(start: Instant, initialSkewMs: number): DrivenClock {
  let trueNow = start;
  let skew = initialSkewMs;
  let now = start + skew;
  const sleepers = new Set<{ until: Instant; readonly wake: () => void }>();
  const wakeDue = () => {
    for (const sleeper of [...sleepers]) if (sleeper.until <= now) sleeper.wake();
  };
  return {
    now: () => now,
    sleepUntil: (until, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        // Like a real clock it lets the host take a turn, however short the sleep.
        if (until <= now) return void setImmediate(resolve);
        const sleeper = {
          until,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    tick(trueTime) {
      trueNow = Math.max(trueNow, trueTime);
      now = trueNow + skew;
      wakeDue();
    },
    jump(skewMs) {
      const back = skew - skewMs;
      // Nobody sleeps longer because the clock was set back.
      if (back > 0) for (const sleeper of sleepers) sleeper.until -= back;
      skew = skewMs;
      now = trueNow + skew;
      wakeDue();
    },
  };
}
