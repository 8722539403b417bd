import type { Instant } from '../contract/time.js';
import type { Runtime } from './runtime.js';

/**
 * What one look at a queue did: rows it took on (those that came too early not counted), and what failed. A row whose
 * handling threw stays leased, and comes again when the lease ends.
 */
export interface Round {
  readonly claimed: number;
  readonly errors: readonly unknown[];
}

interface LeasedQueue<Claim> {
  renew(request: {
    readonly owner: string;
    readonly claims: readonly Claim[];
    readonly leaseUntil: Instant;
  }): Promise<number>;
}

/** A lease is renewed when this part of it has passed: twice may fail before it is lost. */
const RENEW_AFTER = 1 / 3;

/**
 * Handles claimed rows side by side; one that throws does not disturb the others. As long as a row is being handled its
 * lease is renewed, so leases can be short: a process that dies is replaced soon, and one that works is not. The signal
 * aborts when the lease is lost all the same.
 */
export async function underLease<Claim>(
  runtime: Pick<Runtime, 'clock' | 'limits' | 'owner'>,
  queue: LeasedQueue<Claim>,
  claims: readonly Claim[],
  handle: (claim: Claim, signal: AbortSignal) => Promise<void>,
): Promise<Round> {
  if (claims.length === 0) return { claimed: 0, errors: [] };
  const leases = new Map(claims.map((claim) => [claim, new AbortController()]));
  const ended = new AbortController();
  // Nobody waits for it: what it does after the end changes nothing.
  void renewAll(runtime, queue, leases, ended.signal).catch(() => undefined);
  const results = await Promise.allSettled(
    [...leases].map(([claim, lease]) => handle(claim, lease.signal).finally(() => leases.delete(claim))),
  );
  ended.abort('ended');
  return {
    claimed: claims.length,
    errors: results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])),
  };
}

async function renewAll<Claim>(
  { clock, limits, owner }: Pick<Runtime, 'clock' | 'limits' | 'owner'>,
  queue: LeasedQueue<Claim>,
  leases: Map<Claim, AbortController>,
  ended: AbortSignal,
): Promise<void> {
  for (;;) {
    await clock.sleepUntil(clock.now() + Math.max(1, Math.floor(limits.leaseMs * RENEW_AFTER)), ended);
    if (ended.aborted) return;
    const leaseUntil = clock.now() + limits.leaseMs;
    const held = [...leases.keys()];
    // A renewal that fails is tried again; the store may be back before the lease ends.
    const renewed = await queue.renew({ owner, claims: held, leaseUntil }).catch(() => held.length);
    if (renewed === held.length) continue;
    // Rare: find out which are lost, one by one.
    for (const claim of held) {
      const isHeld = await queue.renew({ owner, claims: [claim], leaseUntil }).catch(() => 1);
      if (isHeld === 0) leases.get(claim)?.abort('the lease is lost');
    }
  }
}
