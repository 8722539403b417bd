import type { OutboxClaim } from '../contract/store.js';
import { relayClaim } from './relay.js';
import type { Runtime } from './runtime.js';
import { type Round, underLease } from './under-lease.js';

/** The deliveries of a loop: started as they are claimed, and nobody waits for one that hangs. */
export interface Deliveries {
  /** Starts what waits in the outbox and finds room. */
  look(): Promise<Round>;
  /** When there is something to start next. */
  nextAt(): Promise<number | undefined>;
  /** Those under way: each resolves when what became of it is on record. */
  readonly underWay: () => readonly Promise<void>[];
  /** Resolves when nothing is under way. */
  drain(): Promise<void>;
}

/**
 * Up to `limits.deliveries` are under way to each destination. One that takes as many already is left out of the
 * claim, so that a destination which hangs holds up neither the others nor, by their leases, its own messages.
 */
export function deliveries(runtime: Runtime): Deliveries {
  const { store, clock, limits, owner, events } = runtime;
  const underWay = new Set<Promise<void>>();
  const countOf = new Map<string, number>();
  const full = () => [...countOf].filter(([, count]) => count >= limits.deliveries).map(([name]) => name);
  const change = (destination: string, by: 1 | -1) => {
    const count = (countOf.get(destination) ?? 0) + by;
    if (count === 0) countOf.delete(destination);
    else countOf.set(destination, count);
  };

  const start = (claim: OutboxClaim) => {
    const { destination } = claim.row;
    change(destination, 1);
    const delivery = underLease(runtime, store.outbox, [claim], (held, lease) => relayClaim(runtime, held, lease))
      .then(({ errors }) => {
        for (const error of errors) events.emit('worker.failed', { worker: 'relay', error });
      })
      .finally(() => {
        change(destination, -1);
        underWay.delete(delivery);
        runtime.wake();
      });
    underWay.add(delivery);
  };

  return {
    async look() {
      const except = full();
      // All of a claim may be for one destination: so no more than fits into the one with the least room.
      const taken = Math.max(0, ...[...countOf.values()].filter((count) => count < limits.deliveries));
      const now = clock.now();
      const claims = await store.outbox.claim({
        now,
        leaseUntil: now + limits.leaseMs,
        limit: Math.min(limits.batch, limits.deliveries - taken),
        owner,
        ...(except.length > 0 && { except }),
      });
      claims.forEach(start);
      return { claimed: claims.length, errors: [] };
    },
    nextAt: () => store.outbox.nextAt({ except: full() }),
    underWay: () => [...underWay],
    async drain() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
