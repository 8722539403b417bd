import type { Actor } from '../contract/actor.js';
import type { Reply } from '../contract/case.js';
import type { TimerClaim } from '../contract/store.js';
import { execute } from './execute.js';
import type { Runtime } from './runtime.js';

const timerActor: Actor = { kind: 'timer', id: 'motcua:scheduler', roles: [] };

/** What one look at a queue did. A row whose handling threw stays leased, and comes again when the lease ends. */
export interface Round {
  readonly claimed: number;
  readonly errors: readonly unknown[];
}

/** Handles claimed rows side by side; one that throws does not disturb the others. */
export async function handleAll<Claim>(claims: readonly Claim[], handle: (claim: Claim) => Promise<void>): Promise<Round> {
  const results = await Promise.allSettled(claims.map(handle));
  return {
    claimed: claims.length,
    errors: results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])),
  };
}

/**
 * Fires what is due now. Rows come oldest first and one a case at a time, so the rungs of a case fire in the order of
 * their instants, each on the case as the one before left it.
 */
export async function fireDue(runtime: Runtime): Promise<Round> {
  const now = runtime.clock.now();
  const { leaseMs, batch } = runtime.limits;
  const claims = await runtime.store.timers.claim({ now, leaseUntil: now + leaseMs, limit: batch, owner: runtime.owner });
  return handleAll(claims, (claim) => fireClaim(runtime, claim));
}

async function fireClaim(runtime: Runtime, claim: TimerClaim): Promise<void> {
  const now = runtime.clock.now();
  const reply: Reply = await execute(
    runtime,
    {
      type: 'fire',
      id: `${claim.caseId}/${claim.key}@${claim.fireAt}`,
      tenant: claim.tenant,
      caseId: claim.caseId,
      actor: timerActor,
      timer: claim.key,
      occurredAt: claim.fireAt,
      receivedAt: now,
      firedAt: now,
    },
    claim.key,
  );
  if (reply.status !== 'dropped' || reply.code !== 'MC_TIMER_EARLY') return;
  runtime.events.emit('timer.early', { claim, now });
  await runtime.store.timers.release({ owner: runtime.owner, claims: [claim] });
}
