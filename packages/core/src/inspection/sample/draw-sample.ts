import { MotcuaError } from '../../error/index.js';
import type { Queries } from '../../index.js';
import { pagesOf } from '../pages.js';
import { dice, wordsOf } from './random.js';
import type { Sample } from './schemas.js';

/** Changed with every change of the drawing: an old sample is drawn again by the release that names its algorithm. */
const ALGORITHM = 'sfc32-partial-shuffle/1';
const PAGE = 1000;

export interface SampleRequest {
  /** Of the engine that has the dossiers: `engine.find`. */
  readonly find: Queries['find'];
  readonly tenant: string;
  /** Any text. Recorded, so that the sample can be drawn again: let somebody else than the inspector choose it. */
  readonly seed: string;
  /** How many; fewer when there are not so many. 1 to 1000. */
  readonly size: number;
  /** Id of the workflow of the dossiers. Default `dossier`. */
  readonly workflow?: string;
  /** Units that have them; absent: all. */
  readonly units?: readonly string[];
  /** A procedure. */
  readonly category?: string;
  /** Opened at or after. */
  readonly openedFrom?: number;
  /** Opened before. A sample that shall be drawn again needs it: the store goes on growing. */
  readonly openedTo?: number;
}

/**
 * Draws dossiers at random. The same store content, seed and filter give the same sample in the same order, in whatever
 * order the store lists its cases. Nothing is written: send the result as `sample.record`.
 *
 * @throws MC_INPUT_INVALID for a size that is no whole number from 1 to 1000
 */
export async function drawSample(request: SampleRequest): Promise<Sample> {
  const { seed, size, workflow = 'dossier', units, category, openedFrom, openedTo } = request;
  if (!Number.isInteger(size) || size < 1 || size > 1000) {
    throw new MotcuaError('MC_INPUT_INVALID', {
      happened: `A sample of ${size} dossiers was asked for`,
      expected: 'a whole number from 1 to 1000',
      remedy: 'correct the size; draw larger samples in parts, each with a seed of its own',
      details: { size },
    });
  }
  const population = [...(await populationOf(request))].sort();
  const fingerprint = wordsOf(population.join('\n'))
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');
  return {
    algorithm: ALGORITHM,
    seed,
    population: {
      workflow,
      size: population.length,
      fingerprint,
      ...(units !== undefined && { units: [...units] }),
      ...(category !== undefined && { category }),
      ...(openedFrom !== undefined && { openedFrom }),
      ...(openedTo !== undefined && { openedTo }),
    },
    dossiers: choose(population, size, dice(seed)),
  };
}

/** The first steps of a shuffle: every choice of so many is as likely as any other. */
function choose(population: readonly string[], size: number, roll: (below: number) => number): string[] {
  const pool = [...population];
  const chosen: string[] = [];
  for (let place = 0; place < Math.min(size, population.length); place += 1) {
    const other = place + roll(pool.length - place);
    const found = pool[other] as string;
    pool[other] = pool[place] as string;
    chosen.push(found);
  }
  return chosen;
}

async function populationOf(request: SampleRequest): Promise<ReadonlySet<string>> {
  const { find, tenant, workflow = 'dossier', category, openedFrom, openedTo } = request;
  const filter = { find, tenant, workflow, openedFrom, openedTo, ...(category !== undefined && { category }) };
  const found = new Set<string>();
  for (const unit of request.units ?? [undefined]) {
    for await (const page of pagesOf({ ...filter, ...(unit !== undefined && { unit }), limit: PAGE })) {
      for (const { caseId } of page) found.add(caseId);
    }
  }
  return found;
}
