import { type CrashPlan, crashPoints } from '../worker/crash-points.ts';
import type { StartOrder } from '../worker/protocol.ts';
import { count } from './callers.ts';
import type { Random } from './random.ts';
import { type PoolListener, spawnWorker, type WorkerHandle } from './worker-pool.ts';
import type { World } from './world.ts';

/** How one engine process is to live and die. */
interface Fate {
  readonly skewMs: number;
  /** It kills itself when it passes this point. */
  readonly crash?: CrashPlan;
  /** Else it is killed from outside, so many answers after its start, at whatever it is doing then. */
  readonly killAfterAnswers: number;
  readonly killDelayMs: number;
  /** Its clock is set back by an hour after so many answers. */
  readonly setBackAfterAnswers?: number;
  /** All other engines die with it, and nobody works for so long. */
  readonly downtimeMs?: number;
}

export interface Killer {
  /** An engine answered: its time may have come. */
  answered(worker: WorkerHandle): void;
  /** Resolves when so many engines have been killed and no engine is left. */
  readonly over: Promise<void>;
  readonly isOver: () => boolean;
  /** Deaths by where they came: a crash point, or `anywhere`. */
  readonly deaths: ReadonlyMap<string, number>;
  /** Processes that ended by themselves, which no engine should. */
  readonly failures: readonly string[];
}

export interface KillerOptions {
  readonly kills: number;
  readonly engines: number;
  readonly world: World;
  readonly random: Random;
  readonly listener: PoolListener;
  readonly order: Pick<StartOrder, 'store' | 'location' | 'receiptsPort'>;
  readonly onKill: (kills: number) => void;
}

interface Life {
  readonly worker: WorkerHandle;
  readonly fate: Fate;
  answers: number;
  isKilledFromOutside: boolean;
}

const HOUR_MS = 3_600_000;

/** Keeps so many engines at work, kills them, and starts others in their place until enough have died. */
export function startKiller(options: KillerOptions): Killer {
  const { world, random, listener, kills, engines, order } = options;
  const lives = new Map<WorkerHandle, Life>();
  const deaths = new Map<string, number>();
  const failures: string[] = [];
  let spawned = 0;
  let dead = 0;
  let downtime: Promise<void> | undefined;
  const isOver = () => dead >= kills;
  const spawn = () => {
    spawned += 1;
    return spawnWorker(spawned, listener);
  };
  // Loads its code while others work, so that a death costs little time.
  let standby = spawn();

  const killAll = async () => {
    for (const life of lives.values()) killFromOutside(life);
    await Promise.all([...lives.keys()].map(({ ended }) => ended));
  };
  const live = async (): Promise<Life> => {
    const worker = standby;
    standby = spawn();
    const life: Life = { worker, fate: fateOf(random), answers: 0, isKilledFromOutside: false };
    lives.set(worker, life);
    const { skewMs, crash } = life.fate;
    const now = world.now();
    const state = await worker.start({ type: 'start', ...order, now, skewMs, ...(crash !== undefined && { crash }) });
    if (state === 'ready') world.join(worker);
    const end = await worker.ended;
    lives.delete(worker);
    if (end !== 'SIGKILL') failures.push(`engine ${worker.number} ended with ${end}`);
    return life;
  };
  const slot = async () => {
    for (;;) {
      await downtime;
      // Enough may have died meanwhile: nobody would be left to kill an engine that begins now.
      if (isOver()) break;
      const { fate, isKilledFromOutside } = await live();
      dead += 1;
      count(deaths, fate.crash === undefined || isKilledFromOutside ? 'anywhere' : fate.crash.point);
      options.onKill(dead);
      if (fate.downtimeMs === undefined || downtime !== undefined || isOver()) continue;
      downtime = killAll().then(() => world.advance(fate.downtimeMs ?? 0));
      await downtime;
      downtime = undefined;
    }
    await killAll();
  };
  const over = Promise.all(Array.from({ length: engines }, slot)).then(async () => {
    standby.kill();
    await standby.ended;
  });

  return {
    answered(worker) {
      const life = lives.get(worker);
      if (life === undefined) return;
      life.answers += 1;
      if (life.answers === life.fate.setBackAfterAnswers) worker.jump(-HOUR_MS);
      if (life.answers === life.fate.killAfterAnswers) setTimeout(() => killFromOutside(life), life.fate.killDelayMs);
    },
    over,
    isOver,
    deaths,
    failures,
  };
}

function killFromOutside(life: Life): void {
  life.isKilledFromOutside = true;
  life.worker.kill();
}

function fateOf(random: Random): Fate {
  const isAtPoint = random.chance(0.6);
  return {
    skewMs: random.chance(0.3) ? random.pick([-10, 10]) * 60_000 : 0,
    ...(isAtPoint && { crash: { point: random.pick(crashPoints), nth: random.between(1, 25) } }),
    // Whoever does not come to its point is killed in the end all the same.
    killAfterAnswers: isAtPoint ? 80 : random.between(1, 40),
    killDelayMs: random.between(0, 6),
    ...(random.chance(0.1) && { setBackAfterAnswers: random.between(1, 20) }),
    ...(random.chance(0.15) && { downtimeMs: random.between(2, 80) * HOUR_MS }),
  };
}
