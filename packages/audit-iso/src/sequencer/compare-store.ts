import { MotcuaError, type SealQueue } from '@motcua/core/contract';
import { textOf } from '../encoding/bytes.js';
import type { TileReader } from '../tiles/tile-reader.js';

const PAGE = 256;

/**
 * Compares records of the store with the published ones, from an index to the end of the log. The log is what was
 * signed; the store is what an administrator of the database could have changed since.
 *
 * @throws MC_AUDIT_STORE_DIFFERS at the first record that is missing or another one
 */
export async function compareStore(
  { seal }: { readonly seal: Pick<SealQueue, 'count' | 'leaves'> },
  log: Pick<TileReader, 'size' | 'leaf'>,
  { from = 0 }: { readonly from?: number } = {},
): Promise<number> {
  const { size } = await seal.count();
  if (size < log.size) {
    throw differs(
      size,
      `The store has ${size} sealed records, the published log ${log.size}`,
      'the store was set back to an older copy: restore a newer one, or record again from the log what is missing',
    );
  }
  for (let index = from; index < log.size; index += PAGE) {
    const limit = Math.min(PAGE, log.size - index);
    const stored = await seal.leaves({ from: index, limit });
    for (let place = 0; place < limit; place += 1) {
      const published = textOf(await log.leaf(index + place));
      if (stored[place]?.leaf === published) continue;
      throw differs(
        index + place,
        `Record ${index + place} of the store is not the one that was published`,
        'find out who writes to the database beside the engine; the published record is the one that was signed',
      );
    }
  }
  return Math.max(0, log.size - from);
}

function differs(index: number, happened: string, remedy: string): MotcuaError {
  return new MotcuaError('MC_AUDIT_STORE_DIFFERS', {
    happened,
    expected: 'every published record, unchanged, in the store',
    remedy,
    details: { index },
  });
}
