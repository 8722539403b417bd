import type { OutboxClaim } from '../contract/store.js';
import type { Instant } from '../contract/time.js';
import { alarm } from './alarm.js';
import { renewAfterMs } from './leases.js';
import type { Relay } from './relay.js';
import type { Round } from './round.js';
import type { Runtime } from './runtime.js';

/** The deliveries of a loop: started as they are claimed, and nobody waits for one that hangs. */
export interface Deliveries {
  /** Starts what waits in the outbox and finds room. */
  look(): Promise<Round>;
  /** When there is something to start next. */
  nextAt(): Promise<Instant | undefined>;
  /** Resolves when nothing is under way; undefined when nothing is. */
  readonly idle: () => Promise<void> | undefined;
  /** Gives back what has not begun, and resolves when nothing is under way. */
  drain(): Promise<void>;
}

/** What is claimed for a destination. */
interface Outgoing {
  underWay: number;
  /** Answered, and being put on record. */
  unsettled: number;
  /** Claimed ahead, in order. */
  readonly waiting: Set<Waiting>;
  /** It took so long that what waited was given back, and has ended nothing since. */
  isStuck: boolean;
}

interface Waiting {
  readonly claim: OutboxClaim;
  readonly leaseUntil: Instant;
}

/**
 * Up to `limits.deliveries` are under way to each destination, and twice as many are claimed ahead, so that one that ends
 * is followed by the next without waiting for the store. A destination that holds as much as it takes is left out of
 * the claim: one that hangs holds up neither the others nor, by their leases, its own messages. What has waited for long
 * is given back, for another engine to try.
 */
export function deliveries(runtime: Runtime, relay: Relay, wake: () => void): Deliveries {
  const { store, clock, limits, owner, events } = runtime;
  const most = 3 * limits.deliveries;
  /** Claims that fetch less are not worth their round trip. */
  const least = limits.deliveries;
  const outgoing = new Map<string, Outgoing>();
  let held = 0;
  let whenIdle: PromiseWithResolvers<void> | undefined;
  const tooLong = alarm<Waiting>(clock, renewAfterMs(limits.leaseMs), (due) => void giveBack(due, true));

  const outgoingTo = (destination: string): Outgoing => {
    const known = outgoing.get(destination);
    if (known !== undefined) return known;
    const made = { underWay: 0, unsettled: 0, waiting: new Set<Waiting>(), isStuck: false };
    outgoing.set(destination, made);
    return made;
  };
  const roomOf = ({ underWay, waiting }: Outgoing): number => most - underWay - waiting.size;
  const takesMore = (to: Outgoing): boolean => !to.isStuck && to.unsettled < most && roomOf(to) >= least;
  const full = (): readonly string[] => [...outgoing].flatMap(([name, to]) => (takesMore(to) ? [] : [name]));

  function accept(waiting: Waiting): void {
    const to = outgoingTo(waiting.claim.row.destination);
    held += 1;
    to.waiting.add(waiting);
    tooLong.set(waiting);
    if (to.underWay < limits.deliveries) startNext(to);
  }

  function startNext(to: Outgoing): void {
    for (const next of to.waiting) {
      to.waiting.delete(next);
      tooLong.clear(next);
      // A process that was suspended may wake up with claims that others have by now.
      if (clock.now() >= next.leaseUntil) {
        release(to);
        continue;
      }
      to.underWay += 1;
      void carry(to, next.claim);
      return;
    }
  }

  async function carry(to: Outgoing, claim: OutboxClaim): Promise<void> {
    let isUnderWay = true;
    const ended = () => {
      if (!isUnderWay) return;
      isUnderWay = false;
      to.underWay -= 1;
      to.unsettled += 1;
      to.isStuck = false;
      startNext(to);
      if (takesMore(to)) wake();
    };
    try {
      await relay.carry(claim, ended);
    } catch (error) {
      events.emit('worker.failed', { worker: 'relay', error });
    } finally {
      ended();
      to.unsettled -= 1;
      release(to);
    }
  }

  function release(to: Outgoing): void {
    held -= 1;
    if (held === 0) {
      whenIdle?.resolve();
      whenIdle = undefined;
    }
    if (takesMore(to)) wake();
  }

  async function giveBack(all: Iterable<Waiting>, isStuck: boolean): Promise<void> {
    const back: { readonly to: Outgoing; readonly claim: OutboxClaim }[] = [];
    for (const waiting of all) {
      const to = outgoingTo(waiting.claim.row.destination);
      if (!to.waiting.delete(waiting)) continue;
      to.isStuck ||= isStuck;
      back.push({ to, claim: waiting.claim });
    }
    if (back.length === 0) return;
    try {
      await store.outbox.release({ owner, claims: back.map(({ claim }) => claim) });
    } catch (error) {
      // They come again when their leases end.
      events.emit('worker.failed', { worker: 'relay', error });
    } finally {
      for (const { to } of back) release(to);
    }
  }

  const idle = (): Promise<void> | undefined => {
    if (held === 0) return undefined;
    whenIdle ??= Promise.withResolvers<void>();
    return whenIdle.promise;
  };

  return {
    async look() {
      const except = full();
      // All of a claim may be for one destination: so no more than fits into the one with the least room.
      const rooms = [...outgoing.values()].filter(takesMore).map(roomOf);
      const now = clock.now();
      const leaseUntil = now + limits.leaseMs;
      const claims = await store.outbox.claim({
        now,
        leaseUntil,
        limit: Math.min(limits.batch, most, ...rooms),
        owner,
        ...(except.length > 0 && { except }),
      });
      for (const claim of claims) accept({ claim, leaseUntil });
      return { claimed: claims.length, errors: [] };
    },
    nextAt: () => store.outbox.nextAt({ except: full() }),
    idle,
    async drain() {
      const waiting = [...outgoing.values()].flatMap((to) => [...to.waiting]);
      for (const each of waiting) tooLong.clear(each);
      await giveBack(waiting, false);
      await idle();
    },
  };
}
