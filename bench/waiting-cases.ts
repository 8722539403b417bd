import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type BenchRow, median } from './row.ts';
import { fillWithWaiting } from './waiting-fill.ts';

const MANY = 1_000_000;
const FEW = 10_000;
const DUE = 1_000;
/** Sweeps in each database: each finds as many terms that have just ended. */
const SWEEPS = 5;
const START_REACH_MS = 2_000;
const MEMORY_REACH_MB = 300;
const SWEEP_REACH = 2;
const FIRST_SWEEP = Date.UTC(2026, 2, 2, 1);
const DAY_MS = 86_400_000;

/** What an engine in a process of its own measured. */
export interface Measured {
  /** From making the engine to its first answer. */
  readonly startMs: number;
  readonly residentMb: number;
  readonly sweepMs: readonly number[];
  readonly fired: number;
}

/**
 * An engine over a million waiting cases, in a process of its own: what its start, its memory and the firing of a
 * thousand due rungs cost beside the same over ten thousand waiting cases.
 */
export async function waitingCasesBench({ many = MANY, few = FEW } = {}): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-waiting-'));
  try {
    const small = await measure(join(folder, 'few.db'), few);
    const large = await measure(join(folder, 'many.db'), many);
    const name = `${many.toLocaleString('en')} waiting cases with 3 deadlines each in SQLite`;
    const ratio = median(large.sweepMs) / median(small.sweepMs);
    const isComplete = small.fired === SWEEPS * DUE && large.fired === SWEEPS * DUE;
    return [
      {
        measure: `${name}: engine start`,
        value: `${Math.round(large.startMs)} ms (over ${few.toLocaleString('en')}: ${Math.round(small.startMs)} ms)`,
        reach: `within ${START_REACH_MS / 1000} s`,
        reached: large.startMs <= START_REACH_MS,
      },
      {
        measure: `${name}: resident memory after the sweeps`,
        value: `${Math.round(large.residentMb)} MB (over ${few.toLocaleString('en')}: ${Math.round(small.residentMb)} MB)`,
        reach: `within ${MEMORY_REACH_MB} MB`,
        reached: large.residentMb <= MEMORY_REACH_MB,
      },
      {
        measure: `${name}: sweep with ${DUE.toLocaleString('en')} due`,
        value: `${Math.round(median(large.sweepMs))} ms, over ${few.toLocaleString('en')} ${Math.round(median(small.sweepMs))} ms${isComplete ? '' : ', not all fired'}`,
        ratio,
        reach: `within ${SWEEP_REACH}x of the same sweep with ${few.toLocaleString('en')} waiting`,
        reached: isComplete && ratio <= SWEEP_REACH,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(file: string, waiting: number): Promise<Measured> {
  const later = (days: number) => FIRST_SWEEP + (365 + days) * DAY_MS;
  const due = Array.from({ length: SWEEPS }, (_, sweep) => ({
    name: `due-${sweep}`,
    cases: DUE,
    until: [FIRST_SWEEP + sweep * DAY_MS, later(1), later(2)] as const,
  }));
  const cases = waiting - SWEEPS * DUE;
  await fillWithWaiting(file, [{ name: 'waiting', cases, until: [later(0), later(1), later(2)] }, ...due]);
  const child = fork(join(import.meta.dirname, 'waiting-process.ts'), [file, String(FIRST_SWEEP), String(SWEEPS)]);
  const [measured] = (await once(child, 'message')) as [Measured];
  await once(child, 'exit');
  return measured;
}

if (argv[1] === fileURLToPath(import.meta.url))
  console.table(await waitingCasesBench({ many: Number(argv[2] ?? MANY) }));
