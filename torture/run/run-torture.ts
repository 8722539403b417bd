import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type CallerTally, count, runCallers } from './callers.ts';
import { type Acknowledgement, appendOnlyFile, type Evidence, filesOf, readLines } from './evidence.ts';
import { startKiller } from './killer.ts';
import type { TortureOptions } from './options.ts';
import { seededRandom } from './random.ts';
import type { Receipt } from './receipt.ts';
import { spawnWorker, type WorkerHandle } from './worker-pool.ts';
import { createWorld, type World } from './world.ts';

const CALLERS = ['c0', 'c1', 'c2', 'c3'];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface TortureRun {
  readonly evidence: Evidence;
  /** Where the database is. */
  readonly location: string;
  readonly deaths: ReadonlyMap<string, number>;
  readonly alarms: ReadonlyMap<string, number>;
  readonly tally: CallerTally;
  /** What no engine should have done: ended by itself, refused a sound command with an error. */
  readonly failures: readonly string[];
}

/** Lets callers and killed engines at one database, then lets a sober engine finish the work. */
export async function runTorture(options: TortureOptions): Promise<TortureRun> {
  const { folder, seed, store, kills, engines } = options;
  const random = seededRandom(seed);
  const files = filesOf(folder);
  const location = options.location ?? join(folder, 'cases.db');
  const receipts = await startReceipts(files.receipts, random.between(0, 1_000_000));
  const log = appendOnlyFile<Acknowledgement>(files.acknowledgements);
  const world = createWorld();
  const alarms = new Map<string, number>();
  const listener = { alarm: (_worker: number, name: string) => count(alarms, name) };
  const order = { store, location, receiptsPort: receipts.port };

  const killer = startKiller({
    kills,
    engines,
    world,
    listener,
    order,
    random: random.fork('killer'),
    onKill: options.onProgress ?? (() => {}),
  });
  const callers = runCallers(CALLERS, random.fork('callers'), {
    world,
    log,
    isOver: killer.isOver,
    answered: killer.answered,
  });
  await killer.over;

  // Whoever still waits for an answer gets it from an engine that nobody kills, with a clock that is right.
  receipts.calm();
  await options.onCalm?.();
  world.advance(HOUR_MS);
  const sober = spawnWorker(0, listener);
  const state = await sober.start({ type: 'start', ...order, now: world.now(), skewMs: 0 });
  if (state === 'died') throw new Error('the last engine did not start');
  world.join(sober);
  const tally = await callers;
  await finish(sober, world);
  await sober.stop();
  log.close();
  await receipts.stop();
  return {
    evidence: {
      acknowledgements: readLines(files.acknowledgements),
      receipts: readLines<Receipt>(files.receipts),
      downtimes: world.downtimes,
      until: world.now(),
    },
    location,
    deaths: killer.deaths,
    alarms,
    tally,
    failures: [...killer.failures, ...tally.errors],
  };
}

/** Lets some weeks pass, so that many terms run out, and everything be fired and delivered that is due by then. */
async function finish(worker: WorkerHandle, world: World): Promise<void> {
  for (let day = 0; day < 20; day += 1) {
    world.advance(DAY_MS);
    await settled(worker);
  }
  for (;;) {
    const { pending, nextAt } = await settled(worker);
    if (pending === 0 && (nextAt === null || nextAt > world.now())) return;
    world.advance(Math.max(HOUR_MS / 60, (nextAt ?? 0) - world.now()));
  }
}

async function settled(worker: WorkerHandle) {
  const result = await worker.settle();
  if (result === 'died') throw new Error('the last engine died');
  return result;
}

/** The process that stands for the outside world. */
async function startReceipts(path: string, seed: number) {
  const script = join(import.meta.dirname, 'receipts-process.ts');
  const child: ChildProcess = fork(script, [path, String(seed)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  return {
    port,
    calm: () => void child.send('calm'),
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
