import type { Reply } from '../contract/case.js';
import type { TimerClaim } from '../contract/store.js';
import { execute } from './execute.js';
import { fireCommand } from './fire-command.js';
import type { Leases } from './leases.js';
import { handleAll, type Round } from './round.js';
import type { Runtime } from './runtime.js';

/**
 * Fires what is due now. Rows come oldest first and one a case at a time, so the rungs of a case fire in the order of
 * their instants, each on the case as the one before left it.
 */
export async function fireDue(runtime: Runtime, leases: Leases<TimerClaim>): Promise<Round> {
  const now = runtime.clock.now();
  const { leaseMs, batch } = runtime.limits;
  const claims = await runtime.store.timers.claim({
    now,
    leaseUntil: now + leaseMs,
    limit: batch,
    owner: runtime.owner,
  });
  let early = 0;
  const round = await handleAll(claims, async (claim) => {
    const settled = leases.keep(claim);
    try {
      if ((await fireClaim(runtime, claim)) === 'early') early += 1;
    } finally {
      settled();
    }
  });
  return { ...round, claimed: round.claimed - early };
}

async function fireClaim(runtime: Runtime, claim: TimerClaim): Promise<'settled' | 'early'> {
  const now = runtime.clock.now();
  const reply: Reply = await execute(runtime, fireCommand(claim, now), claim.key);
  if (reply.status !== 'dropped' || reply.code !== 'MC_TIMER_EARLY') return 'settled';
  runtime.events.emit('timer.early', { claim, now });
  await runtime.store.timers.release({ owner: runtime.owner, claims: [claim] });
  return 'early';
}
