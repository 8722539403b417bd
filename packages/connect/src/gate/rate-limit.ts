import type { Clock, Instant } from '@motcua/core';

export interface RatePolicy {
  readonly calls: number;
  /** Per so many milliseconds. */
  readonly perMs: number;
}

/**
 * At most so many calls per time, of this process. Undefined: go. Else a turn of one's own: who comes back then finds its
 * place free, unless somebody else was faster.
 */
export function createRateLimit(clock: Clock, policy: RatePolicy | undefined): () => Instant | undefined {
  if (policy === undefined) return () => undefined;
  const { calls, perMs } = policy;
  const interval = perMs / calls;
  let made: Instant[] = [];
  let lastTurn = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.now();
    made = made.filter((at) => at > now - perMs);
    if (made.length < calls) {
      made.push(now);
      return undefined;
    }
    const free = (made[0] ?? now) + perMs;
    lastTurn = Math.max(free, lastTurn + interval);
    return Math.ceil(lastTurn);
  };
}
