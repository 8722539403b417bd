import { MotcuaError } from '@motcua/core/contract';
import { foldHashes } from '../tree/compact-range.js';
import { HASH_BYTES } from '../tree/hash.js';
import { consistencyRanges, inclusionRanges, type LeafRange, type NodeId, nodesOf } from '../tree/ranges.js';
import { readBundle } from './bundle.js';
import type { LogStorage } from './storage.js';
import { bundlePath, TILE_HEIGHT, TILE_WIDTH, type TileId, tileAt, tilePath } from './tile-path.js';

/** Reads a published log of a size that a checkpoint vouches for. What it reads is not checked: see `verifyLog`. */
export interface TileReader {
  readonly size: number;
  /** Hash of a perfect subtree. */
  node(node: NodeId): Promise<Uint8Array>;
  root(): Promise<Uint8Array>;
  /** The record at an index, as it was hashed. */
  leaf(index: number): Promise<Uint8Array>;
  inclusion(index: number): Promise<readonly Uint8Array[]>;
  /** That the tree of `first` leaves is the beginning of this one. */
  consistency(first: number): Promise<readonly Uint8Array[]>;
}

/** Tiles kept, of 8 KiB each: a proof reads one a level. */
const KEPT_TILES = 64;

/** @throws MC_AUDIT_LOG_DAMAGED when an object is missing or not what its name says */
export function createTileReader(storage: LogStorage, size: number): TileReader {
  const kept = new Map<string, Uint8Array>();
  let lastBundle: { readonly name: string; readonly leaves: readonly Uint8Array[] } | undefined;

  async function tile(id: TileId): Promise<Uint8Array> {
    const name = tilePath(id);
    const found = kept.get(name) ?? (await read(storage, name, tilePath({ ...id, width: TILE_WIDTH })));
    if (found === undefined) throw damaged(name, 'is missing');
    if (found.length < id.width * HASH_BYTES || found.length % HASH_BYTES !== 0) {
      throw damaged(name, `has ${found.length} bytes instead of ${id.width * HASH_BYTES}`);
    }
    kept.delete(name);
    kept.set(name, found);
    if (kept.size > KEPT_TILES) kept.delete(kept.keys().next().value as string);
    return found;
  }

  async function node({ level, index }: NodeId): Promise<Uint8Array> {
    // The node is built from the hashes of the tile level at or below it.
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const count = 2 ** (level % TILE_HEIGHT);
    const first = index * count;
    const data = await tile(tileAt(tileLevel, Math.floor(first / TILE_WIDTH), size));
    const from = first % TILE_WIDTH;
    return foldPerfect(data.subarray(from * HASH_BYTES, (from + count) * HASH_BYTES));
  }

  const hashOf = async (range: LeafRange): Promise<Uint8Array> =>
    foldHashes(await Promise.all(nodesOf(range).map(node)));

  return {
    size,
    node,
    root: () => hashOf({ start: 0, end: size }),
    async leaf(index) {
      const id = tileAt(0, Math.floor(index / TILE_WIDTH), size);
      const name = bundlePath(id);
      // Records are mostly read one after another.
      if (lastBundle?.name !== name) {
        const bundle = await read(storage, name, bundlePath({ ...id, width: TILE_WIDTH }));
        if (bundle === undefined) throw damaged(name, 'is missing');
        lastBundle = { name, leaves: readBundle(bundle) ?? [] };
      }
      const leaf = lastBundle.leaves[index % TILE_WIDTH];
      if (leaf === undefined) throw damaged(name, `has no record ${index}`);
      return leaf;
    },
    inclusion: (index) => Promise.all(inclusionRanges(index, size).map(hashOf)),
    consistency: (first) => Promise.all(consistencyRanges(first, size).map(hashOf)),
  };
}

/** The partial object, or the full one of the same place, which may have replaced it. */
const read = async (storage: LogStorage, name: string, full: string): Promise<Uint8Array | undefined> =>
  (await storage.get(name)) ?? (name === full ? undefined : storage.get(full));

/** Root over a power of two of hashes that lie one after another. */
function foldPerfect(data: Uint8Array): Uint8Array {
  let hashes = Array.from({ length: data.length / HASH_BYTES }, (_, place) =>
    data.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
  );
  while (hashes.length > 1) {
    hashes = Array.from({ length: hashes.length / 2 }, (_, place) =>
      foldHashes([hashes[2 * place] as Uint8Array, hashes[2 * place + 1] as Uint8Array]),
    );
  }
  return hashes[0] as Uint8Array;
}

export function damaged(name: string, problem: string): MotcuaError {
  return new MotcuaError('MC_AUDIT_LOG_DAMAGED', {
    happened: `The published log is damaged: ${name} ${problem}`,
    expected: 'the files as they were written',
    remedy: 'run `motcua-audit verify` on the folder, and restore what it names from a mirror or a backup',
    details: { name, problem },
  });
}
