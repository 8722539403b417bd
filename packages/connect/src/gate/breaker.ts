import type { Clock, Instant } from '@motcua/core';

export interface BreakerPolicy {
  /** So many cases in a row that failed, or calls in a row that found no connection, open the breaker. Default 5. */
  readonly failures?: number;
  /** The first rest. It doubles with every probe that fails. Default 30 s. */
  readonly restMs?: number;
  /** The longest rest. Default 15 min. */
  readonly maxRestMs?: number;
}

/** What a breaker remembers of a system that is down. */
export interface Down {
  readonly until: Instant;
  readonly probes: number;
}

export interface Breaker {
  /** Undefined: a call may be made. Else when to come back. */
  restUntil(caseId: string): Instant | undefined;
  /** A call is being made: after a rest, the only one until it is known how it went. */
  begin(): void;
  /** Returns true when this call closed it. */
  succeeded(): boolean;
  /** Returns the rest that begins with this call, if one does. */
  failed(caseId: string, unreached: boolean): Down | undefined;
  /** Takes over what is on record: another process may have found that the system is down, or back. */
  heard(record: Down | undefined): void;
}

/**
 * Stops calls to a system that is down, and lets one through from time to time to see. A message that fails over and over
 * counts once, also one that makes the other side hang: a poison message must not close the way for the others.
 *
 * Our own and not a library's: cockatiel 4 reads the global clock, so it cannot be driven in tests, and counts every failure
 * alike. This one listens to what is on record.
 */
export function createBreaker(clock: Clock, policy: BreakerPolicy = {}): Breaker {
  const { failures = 5, restMs = 30_000, maxRestMs = 900_000 } = policy;
  let down: Down | undefined;
  let probeUntil = Number.NEGATIVE_INFINITY;
  let lastFailed: string | undefined;
  const failed = new Set<string>();
  let without = 0;

  const open = (probes: number): Down => {
    down = { until: clock.now() + Math.min(restMs * 2 ** probes, maxRestMs), probes };
    probeUntil = Number.NEGATIVE_INFINITY;
    return down;
  };

  const close = (): void => {
    down = undefined;
    probeUntil = Number.NEGATIVE_INFINITY;
    failed.clear();
    without = 0;
  };

  return {
    restUntil(caseId) {
      if (down === undefined) return undefined;
      // Whoever failed last lets the others go first: it may be the one that cannot be digested.
      const turn = caseId === lastFailed ? down.until + restMs : down.until;
      const until = Math.max(turn, probeUntil);
      return clock.now() < until ? until : undefined;
    },
    begin() {
      // A probe of which nothing is heard any more, as its worker failed, holds up the others for one rest.
      if (down !== undefined) probeUntil = clock.now() + restMs;
    },
    succeeded() {
      const was = down !== undefined;
      close();
      return was;
    },
    failed(caseId, unreached) {
      lastFailed = caseId;
      if (down !== undefined) return open(down.probes + 1);
      failed.add(caseId);
      if (unreached) without += 1;
      return Math.max(failed.size, without) >= failures ? open(0) : undefined;
    },
    heard(record) {
      if (record === undefined) {
        if (down !== undefined) close();
      } else if (record.until > (down?.until ?? Number.NEGATIVE_INFINITY)) {
        down = { until: record.until, probes: record.probes };
      }
    },
  };
}
