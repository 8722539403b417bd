import { type Clock, MotcuaError } from '@motcua/core/contract';
import { equalBytes, utf8 } from '../encoding/bytes.js';
import { caseHeadPath, caseHeadText } from '../head/case-head.js';
import { readLeaf } from '../leaf/leaf.js';
import { type Checkpoint, checkpointText, parseCheckpoint, verifyCheckpoint } from '../note/checkpoint.js';
import { type Note, parseNote, writeNote } from '../note/note.js';
import { type NoteSigner, signNote } from '../note/signer.js';
import { parseVerifierKey } from '../note/verifier.js';
import { dailyCheckpointPath, dayOf } from '../tiles/daily.js';
import type { LogStorage } from '../tiles/storage.js';
import { CHECKPOINT } from '../tiles/tile-path.js';
import { damaged } from '../tiles/tile-reader.js';
import { openTileWriter } from '../tiles/tile-writer.js';
import { sha256 } from '../tree/hash.js';

export interface LogWriterOptions {
  readonly storage: LogStorage;
  /** All of them sign. The first one's name is the name of the log. */
  readonly signers: readonly [NoteSigner, ...NoteSigner[]];
  /** Verifier keys of earlier signers: the published checkpoint may be theirs. */
  readonly formerKeys?: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
}

/** Publishes records. One at a time may write a log. */
export interface LogWriter {
  readonly origin: string;
  /** Records published and appended. */
  readonly size: number;
  append(leaf: string): void;
  /**
   * Writes records and tiles, then the heads of cases that were closed, and the signed checkpoint last: whoever reads
   * the checkpoint finds everything it stands for. After a failure it can be called again.
   */
  publish(): Promise<{ readonly checkpoint: Checkpoint; readonly note: Note }>;
  /** Publishes the note of the present checkpoint again, with more signatures. */
  republish(note: Note): Promise<void>;
}

/** @throws MC_AUDIT_LOG_DAMAGED when the published log is not one of these signers, or its tiles do not fit its checkpoint */
export async function openLogWriter(options: LogWriterOptions): Promise<LogWriter> {
  const { storage, signers, clock } = options;
  const origin = signers[0].name;
  const published = await readPublished(options, origin);
  const tiles = await openTileWriter(storage, published?.size ?? 0);
  if (published !== undefined && !equalBytes(tiles.root(), published.root)) {
    throw damaged(CHECKPOINT, 'does not fit the tiles beside it');
  }
  // A process may have died between the checkpoint and the copy for its day.
  if (published !== undefined) await putForTheDay(published.bytes);
  const heads: { readonly name: string; readonly text: string }[] = [];

  async function put(note: Note): Promise<void> {
    const bytes = utf8(writeNote(note));
    await storage.put(CHECKPOINT, bytes);
    // After it: a day's checkpoint that is ahead of the log is how a log that was set back shows.
    await putForTheDay(bytes);
  }

  function putForTheDay(bytes: Uint8Array): Promise<void> {
    return storage.put(dailyCheckpointPath(dayOf(clock.now())), bytes);
  }

  return {
    origin,
    get size() {
      return tiles.size;
    },
    append(leaf) {
      const bytes = Buffer.from(leaf);
      if (leaf.includes('"type":"case.closed"')) rememberHead(bytes, tiles.size);
      tiles.append(bytes);
    },
    async publish() {
      await tiles.flush();
      while (heads[0] !== undefined) {
        const { name, text } = heads[0];
        await storage.put(name, utf8(writeNote(await signNote(text, signers))));
        heads.shift();
      }
      const checkpoint = { origin, size: tiles.size, root: tiles.root() };
      const note = await signNote(checkpointText(checkpoint), signers);
      await put(note);
      return { checkpoint, note };
    },
    republish: put,
  };

  function rememberHead(bytes: Buffer, index: number): void {
    const leaf = readLeaf(bytes);
    if ('problem' in leaf || leaf.body.type !== 'case.closed') return;
    const { tenant, case: caseId } = leaf.body;
    const head = { origin, tenant, caseId, caseSeq: leaf.caseSeq, index, hash: sha256(bytes) };
    heads.push({ name: caseHeadPath(head), text: caseHeadText(head) });
  }
}

/** Size of the log as it is published, unchecked: for a figure, not for a proof. */
export async function publishedSize(storage: LogStorage): Promise<number> {
  const published = await storage.get(CHECKPOINT);
  return published === undefined ? 0 : parseCheckpoint(parseNote(published).text).size;
}

async function readPublished(
  { storage, signers, formerKeys = [] }: LogWriterOptions,
  origin: string,
): Promise<(Checkpoint & { readonly bytes: Uint8Array }) | undefined> {
  const published = await storage.get(CHECKPOINT);
  if (published === undefined) return undefined;
  const keys = await Promise.all(
    [...signers.map(({ verifierKey }) => verifierKey), ...formerKeys].map((key) => parseVerifierKey(key)),
  );
  const check = await verifyCheckpoint(published, { keys, origin });
  if (check.status === 'verified') return { ...check.checkpoint, bytes: published };
  throw new MotcuaError('MC_AUDIT_LOG_DAMAGED', {
    happened: `The published checkpoint is not one of this log: ${check.problem.en}`,
    expected: `a checkpoint of ${origin}, signed by one of its keys`,
    remedy: 'look which log the folder belongs to; name the former keys when the key was replaced',
    details: { name: CHECKPOINT, problem: check.problem.en },
  });
}
