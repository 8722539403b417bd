import type { Beat, Instant, LivenessLog, Outage } from '../contract/index.js';
import type { Synchronous } from './memory-state.js';

/** A stretch of time in which one worker was alive. */
interface Stretch {
  readonly owner: string;
  readonly from: Instant;
  to: Instant;
}

export function createMemoryLiveness(): Synchronous<LivenessLog> {
  const stretches: Stretch[] = [];

  /** The one with the latest beat; of two with the same, the first. */
  function latest(of: readonly Stretch[]): Stretch | undefined {
    return of.toSorted((a, b) => b.to - a.to)[0];
  }

  function record({ owner, now, maxGapMs }: Beat): void {
    const own = latest(stretches.filter((stretch) => stretch.owner === owner));
    if (own === undefined || now - own.to > maxGapMs) stretches.push({ owner, from: now, to: now });
    else own.to = Math.max(own.to, now);
  }

  return {
    beat(beat) {
      const before = latest(stretches);
      const last = before && { owner: before.owner, at: before.to };
      record(beat);
      if (last === undefined) return {};
      if (last.at > beat.now) return { ahead: last };
      return beat.now - last.at > beat.maxGapMs ? { outage: { from: last.at, to: beat.now } } : {};
    },
    outages({ from, to, longerThanMs, limit }) {
      const gaps: Outage[] = [];
      let aliveUntil = Number.POSITIVE_INFINITY;
      for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) {
        if (stretch.from - aliveUntil > longerThanMs) gaps.push({ from: aliveUntil, to: stretch.from });
        aliveUntil = aliveUntil === Number.POSITIVE_INFINITY ? stretch.to : Math.max(aliveUntil, stretch.to);
      }
      return gaps.filter((gap) => gap.from < to && gap.to > from).slice(0, limit);
    },
  };
}
