import { isMotcuaError, type Text } from '@motcua/core/contract';
import { equalBytes } from '../encoding/bytes.js';
import type { Checkpoint } from '../note/checkpoint.js';
import { readBundle } from '../tiles/bundle.js';
import type { LogStorage } from '../tiles/storage.js';
import { bundlePath, CHECKPOINT, TILE_HEIGHT, TILE_WIDTH, type TileId, tileAt, tilePath } from '../tiles/tile-path.js';
import { createTileReader } from '../tiles/tile-reader.js';
import { type CompactRange, createCompactRange, edgeNodes } from '../tree/compact-range.js';
import { HASH_BYTES, leafHash } from '../tree/hash.js';
import type { Findings } from './finding.js';
import { treeWords } from './tree-words.js';

interface Found {
  readonly data: Uint8Array;
  /** Hashes or records it must hold. */
  readonly width: number;
}

/** Reads records in order, each against its hash, and builds the tree over them once more. */
export interface TreeCheck {
  /** The next record's bytes; undefined when it is not there. */
  next(): Promise<Uint8Array | undefined>;
  /** Over the records so far; and over the hashes in the tiles, when those are at odds. */
  roots(): readonly Uint8Array[];
  /** Compares what is left, and the root. */
  finish(): Promise<void>;
  readonly records: number;
}

interface TreeCheckInput {
  readonly storage: LogStorage;
  readonly checkpoint: Checkpoint;
  readonly minimumIndex: number;
  readonly findings: Findings;
}

/**
 * Two trees are built when records and tiles are at odds: over the records, and over the hashes in the tiles. The signed
 * root tells which of the two was changed.
 */
interface Track {
  readonly range: CompactRange;
  /** Hashes of tiles above level 0 that are not full yet, by tile level. */
  readonly levels: Uint8Array[][];
}

export async function createTreeCheck(input: TreeCheckInput): Promise<TreeCheck> {
  const { storage, checkpoint, minimumIndex, findings } = input;
  const { size } = checkpoint;
  const reader = createTileReader(storage, size);
  const start = await startHashes();
  const ofRecords = createTrack({ size: minimumIndex, hashes: start }, []);
  let ofTiles: Track | undefined;
  const odd: { readonly index: number; readonly name: string }[] = [];
  let [index, records] = [minimumIndex, 0];
  let leaves: readonly (Uint8Array | undefined)[] = [];
  let hashes: readonly (Uint8Array | undefined)[] = [];

  return {
    async next() {
      const place = index % TILE_WIDTH;
      if (place === 0) await load(index / TILE_WIDTH);
      const [leaf, stored] = [leaves[place], hashes[place]];
      const hash = leaf === undefined ? stored : leafHash(leaf);
      const isOdd = hash !== undefined && stored !== undefined && !equalBytes(hash, stored);
      if (isOdd) {
        odd.push({ index, name: tilePath(tileAt(0, Math.floor(index / TILE_WIDTH), size)) });
        ofTiles ??= createTrack(ofRecords.range, ofRecords.levels);
      }
      // Where both are missing the tree cannot be right any more; the finding of the missing file says so.
      const known = hash ?? new Uint8Array(HASH_BYTES);
      ofRecords.range.append(known);
      ofTiles?.range.append(stored ?? known);
      index += 1;
      if (leaf !== undefined) records += 1;
      if (index % TILE_WIDTH ** 2 === 0) await compareLevels(index, false);
      return leaf;
    },
    roots: () => [ofRecords, ...(ofTiles === undefined ? [] : [ofTiles])].map(({ range }) => range.root()),
    async finish() {
      await compareLevels(size, true);
      judge();
    },
    get records() {
      return records;
    },
  };

  async function startHashes(): Promise<readonly Uint8Array[]> {
    try {
      return await Promise.all(edgeNodes(minimumIndex).map((node) => reader.node(node)));
    } catch (error) {
      if (!isMotcuaError(error, 'MC_AUDIT_LOG_DAMAGED')) throw error;
      findings.add({
        kind: 'missing',
        where: String(error.details['name']),
        problem: treeWords.unread(String(error.details['problem'])),
      });
      return edgeNodes(minimumIndex).map(() => new Uint8Array(HASH_BYTES));
    }
  }

  async function load(bundleIndex: number): Promise<void> {
    const id = tileAt(0, bundleIndex, size);
    const [bundle, tile] = await Promise.all([object(bundlePath, id), object(tilePath, id)]);
    leaves = readLeaves(bundle, id);
    hashes = readHashes(tile, id);
  }

  /** The partial object, or the full one that replaced it. */
  async function object(path: (id: TileId) => string, id: TileId): Promise<Found | undefined> {
    const data = await storage.get(path(id));
    if (data !== undefined) return { data, width: id.width };
    const full = id.width === TILE_WIDTH ? undefined : await storage.get(path({ ...id, width: TILE_WIDTH }));
    return full && { data: full, width: TILE_WIDTH };
  }

  function readLeaves(bundle: Found | undefined, id: TileId): readonly Uint8Array[] {
    const where = bundlePath(id);
    if (bundle === undefined) return missing(where, treeWords.noRecords);
    const leaves = readBundle(bundle.data);
    if (leaves === undefined) return missing(where, treeWords.lengths);
    if (leaves.length !== bundle.width) missing(where, treeWords.recordCount(leaves.length, bundle.width));
    return leaves;
  }

  function readHashes(tile: Found | undefined, id: TileId): readonly Uint8Array[] {
    if (tile === undefined) return missing(tilePath(id), treeWords.noHashes);
    if (tile.data.length !== tile.width * HASH_BYTES) {
      missing(tilePath(id), treeWords.byteCount(tile.data.length, tile.width * HASH_BYTES));
    }
    return Array.from({ length: Math.min(id.width, Math.floor(tile.data.length / HASH_BYTES)) }, (_, place) =>
      tile.data.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
    );
  }

  function missing(where: string, problem: Text): readonly Uint8Array[] {
    findings.add({ kind: 'missing', where, problem });
    return [];
  }

  /** Compares tiles above level 0 with the trees: the full ones, and at the end the partial ones. */
  async function compareLevels(upTo: number, isEnd: boolean): Promise<void> {
    for (let level = 1; level < ofRecords.levels.length; level += 1) {
      const own = ofRecords.levels[level] ?? [];
      const nodes = Math.floor(upTo / TILE_WIDTH ** level);
      if (own.length === 0 || (nodes % TILE_WIDTH !== 0 && !isEnd)) continue;
      const id = tileAt(level, Math.floor((nodes - 1) / TILE_WIDTH), size);
      await compareTile(id, own, ofTiles?.levels[level] ?? own);
      own.length = 0;
      if (ofTiles?.levels[level] !== undefined) ofTiles.levels[level] = [];
    }
  }

  async function compareTile(id: TileId, own: readonly Uint8Array[], other: readonly Uint8Array[]): Promise<void> {
    const where = tilePath(id);
    const stored = readHashes(await object(tilePath, id), id);
    const first = id.width - own.length;
    for (const [place, hash] of own.entries()) {
      const found = stored[first + place];
      if (found === undefined || equalBytes(found, hash) || equalBytes(found, other[place] ?? hash)) continue;
      findings.add({ kind: 'tile', where, problem: treeWords.upperHash(first + place) });
    }
  }

  function judge(): void {
    const isRight = (track: Track) => equalBytes(track.range.root(), checkpoint.root);
    if (isRight(ofRecords)) {
      for (const { index: at, name } of odd) {
        findings.add({ kind: 'tile', where: name, index: at, problem: treeWords.hashChanged(at) });
      }
      return;
    }
    const why = ofTiles !== undefined && isRight(ofTiles) ? treeWords.recordChanged : treeWords.bothDiffer;
    for (const { index: at } of odd) findings.add({ kind: 'record', where: `record ${at}`, index: at, problem: why });
    if (odd.length > 0 && ofTiles !== undefined && isRight(ofTiles)) return;
    findings.add({ kind: 'root', where: CHECKPOINT, problem: treeWords.root });
  }
}

function createTrack(
  start: { readonly size: number; readonly hashes: readonly Uint8Array[] },
  open: readonly (readonly Uint8Array[])[],
): Track {
  const levels = open.map((hashes) => [...hashes]);
  const range = createCompactRange(start, ({ level }, hash) => {
    if (level === 0 || level % TILE_HEIGHT !== 0) return;
    const tileLevel = level / TILE_HEIGHT;
    while (levels.length <= tileLevel) levels.push([]);
    levels[tileLevel]?.push(hash);
  });
  return { range, levels };
}
