export { readBundle, writeBundle } from './bundle.js';
export { dailyCheckpointPath, dayOf, timeStampPath } from './daily.js';
export { createFolderStorage } from './folder-storage.js';
export { MINIMUM_INDEX, pruneLog } from './prune.js';
export { createMemoryStorage, type LogStorage } from './storage.js';
export { bundlePath, CHECKPOINT, TILE_WIDTH, tileAt, tilePath } from './tile-path.js';
export { createTileReader, type TileReader } from './tile-reader.js';
export { openTileWriter, type TileWriter } from './tile-writer.js';
