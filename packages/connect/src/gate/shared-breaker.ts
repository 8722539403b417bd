import type { Clock, Instant } from '@motcua/core';
import { type Breaker, type BreakerPolicy, createBreaker, type Down } from './breaker.js';

/** How long what is on record is taken as it was: so late another process may learn that a system is down. */
const LOOK_MS = 5_000;

export interface SharedBreakerOptions {
  readonly clock: Clock;
  readonly policy: BreakerPolicy | undefined;
  /** What is on record of a tenant's system. */
  readonly read: (tenant: string) => Promise<Down | undefined>;
}

/** The breakers of a system, one a tenant, each in step with what other processes put on record. */
export function sharedBreaker({ clock, policy, read }: SharedBreakerOptions): (tenant: string) => Promise<Breaker> {
  const breakers = new Map<string, () => Promise<Breaker>>();
  return (tenant) => {
    const known = breakers.get(tenant) ?? listening(clock, createBreaker(clock, policy), () => read(tenant));
    breakers.set(tenant, known);
    return known();
  };
}

function listening(clock: Clock, breaker: Breaker, read: () => Promise<Down | undefined>): () => Promise<Breaker> {
  let lookedAt: Instant = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  let changes = 0;
  const own: Breaker = {
    ...breaker,
    succeeded() {
      changes += 1;
      return breaker.succeeded();
    },
    failed(caseId, unreached) {
      changes += 1;
      return breaker.failed(caseId, unreached);
    },
  };
  const look = async (): Promise<void> => {
    const before = changes;
    const record = await read();
    // What this process learned meanwhile is newer, and about to be put on record.
    if (changes === before) breaker.heard(record);
    lookedAt = clock.now();
  };
  return async () => {
    if (clock.now() >= lookedAt + LOOK_MS) {
      looking ??= look().finally(() => {
        looking = undefined;
      });
    }
    await looking;
    return own;
  };
}
