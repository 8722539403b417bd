import type { Engine, Instant } from '@motcua/core';
import { hostTurn } from '../host-turn.js';
import type { VirtualClock } from '../virtual-clock.js';
import type { CommitLimit } from './commit-limit.js';

/** How time passes in a simulation. */
export interface Passage {
  /** Fires and delivers all that is due now, and all that follows from it now. */
  settle(): Promise<void>;
  /** Goes from due instant to due instant up to the target. */
  goTo(target: Instant): Promise<void>;
}

export function passage(engine: Engine, clock: VirtualClock, limit: CommitLimit, patience: number): Passage {
  /** A delivery that hangs holds the engine until its time limit comes, and time passes only here. */
  const settle = async () => {
    let settled = false;
    const settling = engine.settle().finally(() => {
      settled = true;
    });
    // Awaited below, after the loop; without this a failure would count as unhandled in the meantime.
    settling.catch(() => undefined);
    for (let turns = 0; !settled; turns += 1) {
      await hostTurn();
      const next = clock.sleeping()[0];
      if (settled || next === undefined || turns < patience) continue;
      await clock.advanceTo(Math.max(next, clock.now()));
      turns = 0;
    }
    await settling;
    // A commit that is refused inside a delivery only lets the delivery be tried again.
    limit.look();
  };

  return {
    settle,
    async goTo(target) {
      await settle();
      for (;;) {
        const next = await engine.nextAt();
        if (next === undefined || next > target) break;
        await clock.advanceTo(Math.max(next, clock.now()));
        await settle();
      }
      if (clock.now() < target) await clock.advanceTo(target);
    },
  };
}
