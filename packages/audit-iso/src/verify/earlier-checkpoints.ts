import type { LocalDate } from '@motcua/core/contract';
import { readLeaf } from '../leaf/leaf.js';
import { type Checkpoint, type CheckpointPolicy, verifyCheckpoint } from '../note/checkpoint.js';
import { dailyCheckpointPath, dayOf, timeStampPath } from '../tiles/daily.js';
import type { LogStorage } from '../tiles/storage.js';
import { createTileReader } from '../tiles/tile-reader.js';
import { verifyTimeStamp } from '../timestamp/time-stamp.js';
import type { Findings } from './finding.js';

export interface NamedCheckpoint {
  /** The file it came from. */
  readonly name: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Of its day, when it has been stamped. */
  readonly timeStamp?: { readonly name: string; readonly at: number };
}

interface Candidate {
  readonly name: string;
  readonly note: string | Uint8Array;
  readonly day?: LocalDate;
}

interface EarlierOptions extends CheckpointPolicy {
  readonly authorities?: readonly string[];
  readonly storage: LogStorage;
  readonly earlier?: readonly { readonly name: string; readonly note: string }[];
}

const DAY_MS = 86_400_000;
/** A century: a record with an absurd time does not make the search endless. */
const MAX_DAYS = 36_525;

/** The checkpoints of earlier days that are published beside the log, and those an auditor brings, as far as they hold. */
export async function earlierCheckpoints(
  { storage, earlier = [], authorities = [], ...policy }: EarlierOptions,
  checkpoint: Checkpoint,
  minimumIndex: number,
  findings: Findings,
): Promise<readonly NamedCheckpoint[]> {
  // Witnesses sign the newest checkpoint: an earlier one needs the log's own signature only.
  const keys = { keys: policy.keys, ...(policy.origin !== undefined && { origin: policy.origin }) };
  const found: NamedCheckpoint[] = [];
  for await (const { name, note, day } of candidates()) {
    const check = await verifyCheckpoint(note, keys);
    if (check.status === 'rejected') {
      findings.add({ kind: 'checkpoint', where: name, problem: check.problem });
      continue;
    }
    const { size, root } = check.checkpoint;
    if (size > checkpoint.size) {
      const problem = {
        vi: `đã ký cho ${size} bản ghi, nhật ký chỉ có ${checkpoint.size}: nhật ký bị cắt hoặc bị thay bằng bản sao cũ`,
        en: `it was signed for ${size} records, the log has ${checkpoint.size}: the log was cut, or set back to an older copy`,
      };
      findings.add({ kind: 'checkpoint', where: name, problem });
    } else if (size >= minimumIndex) {
      const timeStamp = day === undefined ? undefined : await stampOf(day, check.note.text);
      found.push({ name, size, root, ...(timeStamp && { timeStamp }) });
    }
  }
  return found;

  async function* candidates(): AsyncGenerator<Candidate> {
    yield* earlier;
    if (checkpoint.size === minimumIndex) return;
    const [first, last] = [await timeOf(minimumIndex), await timeOf(checkpoint.size - 1)];
    if (first === undefined || last === undefined) return;
    // A record is sealed after it was made: the days of the checkpoints begin with that of the first record.
    const days = Math.min(MAX_DAYS, Math.floor((last - first) / DAY_MS) + 2);
    for (let count = 0; count <= days; count += 1) {
      const day = dayOf(first + count * DAY_MS);
      const name = dailyCheckpointPath(day);
      const note = await storage.get(name);
      if (note !== undefined) yield { name, note, day };
    }
  }

  /** Without authorities one trusts, a stamp says nothing. */
  async function stampOf(day: LocalDate, text: string): Promise<NamedCheckpoint['timeStamp']> {
    const name = timeStampPath(day);
    const response = authorities.length === 0 ? undefined : await storage.get(name);
    if (response === undefined) return undefined;
    const stamp = verifyTimeStamp(response, text, authorities);
    if (stamp.status === 'verified') return { name, at: stamp.at };
    findings.add({ kind: 'timestamp', where: name, problem: stamp.problem });
    return undefined;
  }

  async function timeOf(index: number): Promise<number | undefined> {
    const bytes = await createTileReader(storage, checkpoint.size)
      .leaf(index)
      .catch(() => undefined);
    const leaf = bytes && readLeaf(bytes);
    return leaf === undefined || 'problem' in leaf ? undefined : Date.parse(leaf.body.recordedAt);
  }
}
