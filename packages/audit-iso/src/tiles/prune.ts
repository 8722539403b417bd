import { MotcuaError } from '@motcua/core/contract';
import { readDecimal, textOf, utf8 } from '../encoding/bytes.js';
import type { LogStorage } from './storage.js';
import { bundlePath, TILE_WIDTH, tilePath } from './tile-path.js';

/** Index of the first record that is still published, as a decimal; there is no such object in a log that is whole. */
export const MINIMUM_INDEX = 'minimum-index';

/** Undefined when the text is none, or is in the midst of a bundle. */
export function readMinimumIndex(bytes: Uint8Array): number | undefined {
  const index = readDecimal((textOf(bytes) ?? '').trimEnd());
  return index === undefined || index % TILE_WIDTH !== 0 ? undefined : index;
}

/** Of a published log; 0 when it says nothing readable, so that what is missing is reported as missing. */
export async function minimumIndexOf(storage: LogStorage): Promise<number> {
  const published = await storage.get(MINIMUM_INDEX);
  return (published && readMinimumIndex(published)) ?? 0;
}

/**
 * Withholds the records below an index (C2SP tlog-tiles, "Pruning"): their bundles, and the tiles that no later proof
 * needs, are removed for good. Proofs of later records, the roots and the consistency of later checkpoints all stay.
 * The index is rounded down to a whole bundle; the one in force is returned.
 *
 * @throws MC_AUDIT_LOG_DAMAGED when the log does not have so many records
 */
export async function pruneLog(
  storage: LogStorage,
  { below, size }: { readonly below: number; readonly size: number },
): Promise<number> {
  const before = await minimumIndexOf(storage);
  const minimum = Math.max(before, Math.floor(below / TILE_WIDTH) * TILE_WIDTH);
  if (minimum > size) {
    throw new MotcuaError('MC_AUDIT_LOG_DAMAGED', {
      happened: `A log of ${size} records cannot be pruned below ${below}`,
      expected: 'an index the log has',
      remedy: 'look up the size in the checkpoint',
      details: { name: MINIMUM_INDEX, problem: `beyond ${size}` },
    });
  }
  // First the word, then the deed: who reads in between finds too much, never too little.
  await storage.put(MINIMUM_INDEX, utf8(`${minimum}\n`));
  for (let index = before / TILE_WIDTH; index < minimum / TILE_WIDTH; index += 1) {
    await storage.remove(bundlePath({ index, width: TILE_WIDTH }));
  }
  for (let level = 0; TILE_WIDTH ** (level + 1) <= minimum; level += 1) {
    const span = TILE_WIDTH ** (level + 1);
    for (let index = Math.floor(before / span); index < Math.floor(minimum / span); index += 1) {
      await storage.remove(tilePath({ level, index, width: TILE_WIDTH }));
    }
  }
  return minimum;
}
