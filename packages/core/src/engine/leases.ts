import type { Instant } from '../contract/time.js';
import { alarm } from './alarm.js';
import type { Runtime } from './runtime.js';

interface LeasedQueue<Claim> {
  renew(request: {
    readonly owner: string;
    readonly claims: readonly Claim[];
    readonly leaseUntil: Instant;
  }): Promise<number>;
}

/** The leases of everything claimed from a queue that is being worked on. */
export interface Leases<Claim> {
  /** Renews the lease of a claim until the function it returns is called, or until `lost` is: then another may have it. */
  keep(claim: Claim, lost?: () => void): () => void;
}

interface Kept<Claim> {
  readonly claim: Claim;
  readonly lost: (() => void) | undefined;
}

/** A lease is renewed when this part of it has passed: twice may fail before it is lost. */
const RENEW_AFTER = 1 / 3;

/** How long after a claim its lease is renewed. */
export const renewAfterMs = (leaseMs: number): number => Math.max(1, Math.floor(leaseMs * RENEW_AFTER));

/**
 * Renews what is kept, together: so leases can be short, a process that dies is replaced soon, and one that works is
 * not.
 */
export function keepLeases<Claim>(
  { clock, limits, owner }: Pick<Runtime, 'clock' | 'limits' | 'owner'>,
  queue: LeasedQueue<Claim>,
): Leases<Claim> {
  const kept = new Set<Kept<Claim>>();
  const due = alarm<Kept<Claim>>(clock, renewAfterMs(limits.leaseMs), (leases) => void renew(leases));

  // Never rejects. A renewal that fails is tried again: the store may be back before the lease ends.
  async function renew(leases: readonly Kept<Claim>[]): Promise<void> {
    const renewed = await renewTogether(leases);
    // Rare: find out which are lost, one by one. What has ended meanwhile is not counted either.
    if (renewed < leases.length) {
      for (const lease of leases) {
        if (kept.has(lease) && (await renewTogether([lease])) === 0 && kept.delete(lease)) lease.lost?.();
      }
    }
    for (const lease of leases) if (kept.has(lease)) due.set(lease);
  }
  const renewTogether = async (leases: readonly Kept<Claim>[]): Promise<number> => {
    try {
      const leaseUntil = clock.now() + limits.leaseMs;
      return await queue.renew({ owner, claims: leases.map(({ claim }) => claim), leaseUntil });
    } catch {
      return leases.length;
    }
  };

  return {
    keep(claim, lost) {
      const lease = { claim, lost };
      kept.add(lease);
      due.set(lease);
      return () => {
        kept.delete(lease);
        due.clear(lease);
      };
    },
  };
}
