/** Hashes of a full tile, and records of a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** Binary levels of the tree that one tile spans. */
export const TILE_HEIGHT = 8;

export const CHECKPOINT = 'checkpoint';

export interface TileId {
  readonly level: number;
  readonly index: number;
  /** Hashes in it: 256, or fewer in the last tile of a level. */
  readonly width: number;
}

/** `tile/0/x001/x234/067`, and `.p/112` behind it when the tile is partial. */
export const tilePath = ({ level, index, width }: TileId): string =>
  `tile/${level}/${indexPath(index)}${widthSuffix(width)}`;

export const bundlePath = ({ index, width }: Omit<TileId, 'level'>): string =>
  `tile/entries/${indexPath(index)}${widthSuffix(width)}`;

/** The tile of a level that a tree of `size` leaves has at a place; its width is 0 when the tree does not reach there. */
export function tileAt(level: number, index: number, size: number): TileId {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return { level, index, width: Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH)) };
}

function indexPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.../gu) ?? [];
  return groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join('/');
}

const widthSuffix = (width: number): string => (width === TILE_WIDTH ? '' : `.p/${width}`);
