import { base64, equalBytes } from '../encoding/bytes.js';
import { type Leaf, readLeaf } from '../leaf/leaf.js';
import { type Checkpoint, type CheckpointPolicy, verifyCheckpoint } from '../note/checkpoint.js';
import type { VerifiedSignature } from '../note/verifier.js';
import { MINIMUM_INDEX, readMinimumIndex } from '../tiles/prune.js';
import type { LogStorage } from '../tiles/storage.js';
import { CHECKPOINT, TILE_WIDTH } from '../tiles/tile-path.js';
import { createCaseChains } from './case-chains.js';
import { type Correction, createCorrections } from './corrections.js';
import { earlierCheckpoints, type NamedCheckpoint } from './earlier-checkpoints.js';
import { causesFirst, createFindings, type Finding, type Findings } from './finding.js';
import { checkCaseHead } from './heads.js';
import { createTreeCheck } from './tree-check.js';

export interface VerifyOptions extends CheckpointPolicy {
  readonly storage: LogStorage;
  /** Checkpoints one kept from earlier, with a name for the report: the log must still begin with what they stood for. */
  readonly earlier?: readonly { readonly name: string; readonly note: string }[];
  /** Certificates (PEM) of time stamp authorities one trusts: the stamps of days are checked with them. */
  readonly authorities?: readonly string[];
  /** How long before its sealing a record may claim to have been made. Default 1 hour. */
  readonly latenessMs?: number;
  /** Findings listed. Default 100. */
  readonly maxFindings?: number;
  /** Called after each bundle of records with how many have been read. */
  readonly onProgress?: (records: number) => void;
}

export interface LogReport {
  /** True when there is no finding. */
  readonly intact: boolean;
  readonly origin?: string;
  readonly size: number;
  /** Root hash of the checkpoint, in base64. */
  readonly root?: string;
  /** First index that is still published; 0 unless the log was pruned. */
  readonly minimumIndex: number;
  /** Records read. */
  readonly records: number;
  readonly cases: number;
  /** Earlier checkpoints that the log was compared with. */
  readonly checkpoints: number;
  readonly cosignatures: readonly VerifiedSignature[];
  /** Records that correct an earlier one, in the order of the log. */
  readonly corrections: readonly Correction[];
  /** Of checkpoints of earlier days, as far as they hold. */
  readonly timeStamps: readonly { readonly name: string; readonly at: number }[];
  readonly findings: readonly Finding[];
  /** Findings that are not listed. */
  readonly more: number;
}

const HOUR_MS = 3_600_000;
const DEFAULT_FINDINGS = 100;

/**
 * Checks a published log from its files alone: the signatures, every record against its hash, every tile, the root, the
 * earlier checkpoints, the chain and the head of every case. It reads the log once from the beginning; what it keeps in
 * memory grows with the number of cases, not of records. It does not throw for what it finds wrong.
 */
export async function verifyLog(options: VerifyOptions): Promise<LogReport> {
  const { storage, maxFindings = DEFAULT_FINDINGS } = options;
  const findings = createFindings(maxFindings);
  const nothing = { cosignatures: [], corrections: [], timeStamps: [] };
  const none = { size: 0, minimumIndex: 0, records: 0, cases: 0, checkpoints: 0, ...nothing };
  const done = (facts: Omit<LogReport, 'intact' | 'findings' | 'more'>): LogReport => {
    const { more } = findings;
    const listed = causesFirst(findings.listed);
    return { intact: listed.length === 0, ...facts, findings: listed, more };
  };

  const published = await storage.get(CHECKPOINT);
  if (published === undefined) {
    findings.add({
      kind: 'missing',
      where: CHECKPOINT,
      problem: {
        vi: 'không có điểm kiểm soát: đây không phải là nhật ký, hoặc không đủ',
        en: 'there is no checkpoint: this is not a log, or not all of it',
      },
    });
    return done(none);
  }
  const check = await verifyCheckpoint(published, options);
  if (check.status === 'rejected') {
    findings.add({ kind: 'checkpoint', where: CHECKPOINT, problem: check.problem });
    return done(none);
  }
  const { checkpoint, cosignatures } = check;
  const minimumIndex = await minimumOf(storage, checkpoint, findings);
  const facts = { origin: checkpoint.origin, size: checkpoint.size, root: base64(checkpoint.root), cosignatures };
  if (minimumIndex === undefined) return done({ ...none, ...facts });
  const read = await readRecords(options, checkpoint, minimumIndex, findings);
  return done({ ...facts, minimumIndex, ...read });
}

async function minimumOf(storage: LogStorage, { size }: Checkpoint, findings: Findings): Promise<number | undefined> {
  const text = await storage.get(MINIMUM_INDEX);
  const minimum = text === undefined ? 0 : readMinimumIndex(text);
  if (minimum !== undefined && minimum <= size) return minimum;
  findings.add({
    kind: 'form',
    where: MINIMUM_INDEX,
    problem: {
      vi: `không phải là số nguyên lần gói bản ghi, tối đa ${size}`,
      en: `it is not a whole number of bundles up to ${size}`,
    },
  });
  return undefined;
}

async function readRecords(options: VerifyOptions, checkpoint: Checkpoint, minimumIndex: number, findings: Findings) {
  const { storage, latenessMs = HOUR_MS, onProgress } = options;
  const chains = createCaseChains({ isPruned: minimumIndex > 0 });
  const corrected = createCorrections();
  const tree = await createTreeCheck({ storage, checkpoint, minimumIndex, findings });
  const earlier = await earlierCheckpoints(options, checkpoint, minimumIndex, findings);
  const bySize = Map.groupBy(earlier, ({ size }) => size);
  let latest = Number.NEGATIVE_INFINITY;
  compareRoots(bySize.get(minimumIndex), tree.roots, findings);

  for (let index = minimumIndex; index < checkpoint.size; index += 1) {
    const bytes = await tree.next();
    if (bytes !== undefined) {
      const leaf = readLeaf(bytes);
      if ('problem' in leaf) {
        findings.add({
          kind: 'form',
          where: `record ${index}`,
          index,
          problem: { vi: `sai dạng: ${leaf.problem}`, en: leaf.problem },
        });
      } else {
        followCase(leaf, bytes, index);
        corrected.add(index, leaf);
        latest = checkTime(leaf, index, latest);
        if (leaf.body.type === 'case.closed') await checkCaseHead(options, { leaf, bytes, index }, findings);
      }
    }
    compareRoots(bySize.get(index + 1), tree.roots, findings);
    if ((index + 1) % TILE_WIDTH === 0) onProgress?.(index + 1 - minimumIndex);
  }
  await tree.finish();
  const corrections = await corrected.resolve({ storage, size: checkpoint.size, minimumIndex }, findings);
  const timeStamps = earlier.flatMap(({ timeStamp }) => timeStamp ?? []);
  return { records: tree.records, cases: chains.cases, checkpoints: earlier.length, corrections, timeStamps };

  function followCase(leaf: Leaf, bytes: Uint8Array, index: number): void {
    for (const problem of chains.follow(leaf, bytes)) {
      findings.add({ kind: 'chain', where: `record ${index}`, index, problem });
    }
  }

  function checkTime({ body }: Leaf, index: number, before: number): number {
    const at = Date.parse(body.recordedAt);
    if (at < before - latenessMs) {
      const newest = new Date(before).toISOString();
      const problem = {
        vi: `ghi thời điểm ${body.recordedAt}, nhưng các bản ghi lúc ${newest} đã được niêm phong trước nó`,
        en: `it claims ${body.recordedAt}, but records of ${newest} were sealed before it`,
      };
      findings.add({ kind: 'time', where: `record ${index}`, index, problem });
    }
    return Math.max(at, before);
  }
}

function compareRoots(
  earlier: readonly NamedCheckpoint[] | undefined,
  roots: () => readonly Uint8Array[],
  findings: Findings,
): void {
  for (const { name, size, root: claimed } of earlier ?? []) {
    // A single changed record is found by its hash; the checkpoint of that day still stands for what was there.
    if (roots().some((root) => equalBytes(root, claimed))) continue;
    const problem = {
      vi: `${size} bản ghi đầu tiên không phải là các bản ghi đã được ký: nhật ký đã bị viết lại`,
      en: `the first ${size} records are not the ones it was signed for: the log was rewritten since`,
    };
    findings.add({ kind: 'checkpoint', where: name, problem });
  }
}
