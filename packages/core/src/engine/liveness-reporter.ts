import { isBehind } from './clock-alarm.js';
import type { Runtime } from './runtime.js';

/** Tells the store that this worker is alive, and listeners what the store knows of the others. */
export interface LivenessReporter {
  /** Called after every look at the pending firings that worked; writes once a polling interval. */
  report(): Promise<void>;
}

export function livenessReporter({ store, clock, events, limits, owner }: Runtime): LivenessReporter {
  let reportedAt: number | undefined;
  let alarmedAbout: string | undefined;
  return {
    async report() {
      const now = clock.now();
      if (reportedAt !== undefined && now >= reportedAt && now - reportedAt < limits.pollMs) return;
      reportedAt = now;
      const { outage, ahead } = await store.liveness.beat({ owner, now, maxGapMs: limits.outageMs });
      if (outage !== undefined) events.emit('outage', outage);
      if (ahead === undefined || !isBehind(now, ahead.at)) {
        alarmedAbout = undefined;
      } else if (alarmedAbout !== ahead.owner) {
        alarmedAbout = ahead.owner;
        events.emit('clock.behind', {
          now,
          latest: ahead.at,
          behindMs: ahead.at - now,
          seenIn: { owner: ahead.owner },
        });
      }
    },
  };
}
