import { textOf } from '../encoding/bytes.js';
import { type Leaf, readLeaf } from '../leaf/leaf.js';
import { readBundle } from '../tiles/bundle.js';
import { minimumIndexOf } from '../tiles/prune.js';
import type { LogStorage } from '../tiles/storage.js';
import { bundlePath, TILE_WIDTH, tileAt } from '../tiles/tile-path.js';
import { damaged } from '../tiles/tile-reader.js';

/** A record of a published log. */
export interface LogRecord {
  readonly index: number;
  readonly leaf: Leaf;
  /** As it was hashed. */
  readonly text: string;
}

export interface RecordFilter {
  /** First index. Default: the first that is published. */
  readonly from?: number;
  readonly tenant?: string;
  readonly caseId?: string;
  readonly type?: string;
  /** By `recordedAt`, in milliseconds: from, inclusive; to, exclusive. */
  readonly recordedFrom?: number;
  readonly recordedTo?: number;
}

/**
 * The records of a log of `size`, in order. They are read, not checked: check the log first (`verifyLog`).
 *
 * @throws MC_AUDIT_LOG_DAMAGED
 */
export async function* readRecords(
  storage: LogStorage,
  size: number,
  filter: RecordFilter = {},
): AsyncGenerator<LogRecord, void, undefined> {
  const from = Math.max(filter.from ?? 0, await minimumIndexOf(storage));
  for (let place = Math.floor(from / TILE_WIDTH); place * TILE_WIDTH < size; place += 1) {
    const id = tileAt(0, place, size);
    const name = bundlePath(id);
    const bundle = (await storage.get(name)) ?? (await storage.get(bundlePath({ ...id, width: TILE_WIDTH })));
    if (bundle === undefined) throw damaged(name, 'is missing');
    for (const [offset, bytes] of (readBundle(bundle) ?? []).slice(0, id.width).entries()) {
      const index = place * TILE_WIDTH + offset;
      const leaf = readLeaf(bytes);
      if ('problem' in leaf) throw damaged(name, `has a record ${index} that cannot be read: ${leaf.problem}`);
      if (index >= from && isWanted(leaf, filter)) yield { index, leaf, text: textOf(bytes) ?? '' };
    }
  }
}

function isWanted({ body }: Leaf, { tenant, caseId, type, recordedFrom, recordedTo }: RecordFilter): boolean {
  const at = Date.parse(body.recordedAt);
  return (
    (tenant === undefined || body.tenant === tenant) &&
    (caseId === undefined || body.case === caseId) &&
    (type === undefined || body.type === type) &&
    (recordedFrom === undefined || at >= recordedFrom) &&
    (recordedTo === undefined || at < recordedTo)
  );
}
