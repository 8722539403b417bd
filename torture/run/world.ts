import { START } from '../office/index.ts';
import type { Downtime } from './evidence.ts';
import type { WorkerHandle } from './worker-pool.ts';

/** True time, and the engines that are alive in it. Time goes on as the callers get answers, not by itself. */
export interface World {
  readonly now: () => number;
  advance(ms: number): void;
  /** An engine takes commands from now on, until it ends. */
  join(worker: WorkerHandle): void;
  readonly alive: () => readonly WorkerHandle[];
  /** Resolves when an engine is alive, with all of them. */
  someAlive(): Promise<readonly WorkerHandle[]>;
  readonly downtimes: readonly Downtime[];
}

export function createWorld(): World {
  let now = START;
  let workers: readonly WorkerHandle[] = [];
  let emptySince: number | undefined;
  const downtimes: Downtime[] = [];
  let joined = Promise.withResolvers<void>();

  const leave = (worker: WorkerHandle) => {
    workers = workers.filter((other) => other !== worker);
    if (workers.length === 0) emptySince = now;
  };
  return {
    now: () => now,
    advance(ms) {
      now += ms;
      for (const worker of workers) worker.tick(now);
    },
    join(worker) {
      if (!worker.isAlive()) return;
      if (emptySince !== undefined && now > emptySince) downtimes.push({ from: emptySince, to: now });
      emptySince = undefined;
      workers = [...workers, worker];
      worker.tick(now);
      void worker.ended.then(() => leave(worker));
      joined.resolve();
      joined = Promise.withResolvers();
    },
    alive: () => workers,
    async someAlive() {
      while (workers.length === 0) await joined.promise;
      return workers;
    },
    downtimes,
  };
}
