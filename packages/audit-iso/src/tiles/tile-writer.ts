import { MAX_LEAF_BYTES, MotcuaError } from '@motcua/core/contract';
import { createCompactRange, edgeNodes } from '../tree/compact-range.js';
import { HASH_BYTES, leafHash } from '../tree/hash.js';
import { readBundle, writeBundle } from './bundle.js';
import type { LogStorage } from './storage.js';
import { bundlePath, TILE_HEIGHT, TILE_WIDTH, tileAt, tilePath } from './tile-path.js';
import { createTileReader, damaged } from './tile-reader.js';

/** Extends a published log. Nothing it writes counts before a checkpoint names the new size. */
export interface TileWriter {
  readonly size: number;
  root(): Uint8Array;
  append(leaf: Uint8Array): void;
  /** Writes the bundles and tiles that the size calls for. The same records give the same bytes, however often. */
  flush(): Promise<void>;
}

/** Goes on where a log of `size` records ends. */
export async function openTileWriter(storage: LogStorage, size: number): Promise<TileWriter> {
  const reader = createTileReader(storage, size);
  const edge = await Promise.all(edgeNodes(size).map((node) => reader.node(node)));
  const tiles = await openTiles(storage, size);
  const leaves = await openBundle(storage, size);
  let flushed = size;
  const partials = new Set<string>(earlierPartials(size));
  const full: { name: string; data: Uint8Array }[] = [];

  const range = createCompactRange({ size, hashes: edge }, ({ level, index }, hash) => {
    if (level % TILE_HEIGHT !== 0) return;
    const tileLevel = level / TILE_HEIGHT;
    const hashes = tiles[tileLevel] ?? [];
    tiles[tileLevel] = hashes;
    hashes.push(hash);
    if (hashes.length < TILE_WIDTH) return;
    const id = { level: tileLevel, index: Math.floor(index / TILE_WIDTH), width: TILE_WIDTH };
    full.push({ name: tilePath(id), data: Buffer.concat(hashes) });
    tiles[tileLevel] = [];
  });

  return {
    get size() {
      return range.size;
    },
    root: () => range.root(),
    append(leaf) {
      if (leaf.length > MAX_LEAF_BYTES) throw tooLarge(leaf.length);
      range.append(leafHash(leaf));
      leaves.push(leaf);
      if (leaves.length < TILE_WIDTH) return;
      const index = range.size / TILE_WIDTH - 1;
      full.push({ name: bundlePath({ index, width: TILE_WIDTH }), data: writeBundle(leaves) });
      leaves.length = 0;
    },
    async flush() {
      if (flushed === range.size) return;
      const ready = full.splice(0);
      try {
        const partial = partialObjects(range.size, tiles, leaves);
        await Promise.all([...ready, ...partial].map(({ name, data }) => storage.put(name, data)));
        await removeReplaced(storage, partials, ready);
        for (const { name } of partial) partials.add(name);
      } catch (error) {
        full.unshift(...ready);
        throw error;
      }
      flushed = range.size;
    },
  };
}

const tooLarge = (bytes: number): MotcuaError =>
  new MotcuaError('MC_AUDIT_TOO_LARGE', {
    happened: `A record of ${bytes} bytes does not fit into the log`,
    expected: `at most ${MAX_LEAF_BYTES} bytes`,
    remedy: 'record what is too large by its digest',
    details: { bytes, maxBytes: MAX_LEAF_BYTES },
  });

/** Of the tiles and the bundle that are open at a size: all that may have been written of them for smaller sizes. */
function earlierPartials(size: number): readonly string[] {
  const names: string[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const id = tileAt(level, Math.floor(size / TILE_WIDTH ** (level + 1)), size);
    for (let width = 1; width <= id.width; width += 1) {
      names.push(tilePath({ ...id, width }));
      if (level === 0) names.push(bundlePath({ ...id, width }));
    }
  }
  return names;
}

/** Partial objects are of no use once the full one is there: readers fall back to it. */
async function removeReplaced(
  storage: LogStorage,
  partials: Set<string>,
  full: readonly { readonly name: string }[],
): Promise<void> {
  const names = new Set(full.map(({ name }) => name));
  for (const partial of partials) {
    if (!names.has(partial.replace(/\.p\/[0-9]+$/u, ''))) continue;
    await storage.remove(partial);
    partials.delete(partial);
  }
}

function partialObjects(size: number, tiles: readonly (readonly Uint8Array[])[], leaves: readonly Uint8Array[]) {
  const objects = tiles.flatMap((hashes, level) => {
    if (hashes.length === 0) return [];
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    return [{ name: tilePath({ level, index, width: hashes.length }), data: Buffer.concat(hashes) }];
  });
  if (leaves.length === 0) return objects;
  const index = Math.floor(size / TILE_WIDTH);
  return [...objects, { name: bundlePath({ index, width: leaves.length }), data: writeBundle(leaves) }];
}

/** The hashes of the partial tile at the end of each level. */
async function openTiles(storage: LogStorage, size: number): Promise<Uint8Array[][]> {
  const tiles: Uint8Array[][] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const id = tileAt(level, Math.floor(size / TILE_WIDTH ** (level + 1)), size);
    const name = tilePath(id);
    const data = id.width === 0 ? new Uint8Array() : await storage.get(name);
    if (data === undefined) throw damaged(name, 'is missing');
    tiles.push(
      Array.from({ length: id.width }, (_, place) => data.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES)),
    );
  }
  return tiles;
}

async function openBundle(storage: LogStorage, size: number): Promise<Uint8Array[]> {
  const id = tileAt(0, Math.floor(size / TILE_WIDTH), size);
  if (id.width === 0) return [];
  const name = bundlePath(id);
  const leaves = readBundle((await storage.get(name)) ?? new Uint8Array());
  if (leaves?.length !== id.width) throw damaged(name, `does not hold ${id.width} records`);
  return [...leaves];
}
