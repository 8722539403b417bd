import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkpointText,
  createFolderStorage,
  createMemoryStorage,
  createSequencer,
  createSigner,
  createTileReader,
  isoAudit,
  type LogStorage,
  openTileWriter,
  parseVerifierKey,
  type SealingStore,
  signNote,
  verifyLog,
  verifyTlogProof,
  writeNote,
  writePrivateKey,
  writeTlogProof,
} from '@motcua/audit-iso';
import { type AuditEntry, leafText, NO_LEAF, parseInstant } from '@motcua/core';
import { type BenchRow, median, perSecondText } from './row.ts';

const ORIGIN = 'bench.example/log';
const REACH_PER_SECOND = 8_000;
const RECORDS_OF_A_CASE = 20;
const START = parseInstant('2026-03-02T08:00+07:00');

/**
 * What sealing costs on one core, without the database: records made with five personal values each, committed to under
 * salts, chained, ordered, hashed into the tree, written as tiles to a folder and signed, a checkpoint each thousand.
 */
export async function auditSealBench(records = 40_000): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-bench-audit-'));
  try {
    const storage = createFolderStorage(folder);
    const sealing = await sealRate(storage, records);
    const checking = await verifyRate(storage);
    return [sealing, ...checking, ...(await proofRows(1_000)), ...(await proofRows(1_000_000))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same check over a million records. Takes minutes and 1.5 GB of disk, so it runs only when it is asked for. */
export async function auditMillionBench(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-bench-audit-'));
  try {
    const storage = createFolderStorage(folder);
    return [await sealRate(storage, 1_000_000), ...(await verifyRate(storage))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const signer = async () =>
  createSigner(await writePrivateKey({ name: ORIGIN, seed: new Uint8Array(32).fill(1) }, 'log'));

async function sealRate(storage: LogStorage, records: number): Promise<BenchRow> {
  const store = recordingStore(records);
  const clock = { now: () => START, sleepUntil: () => Promise.resolve() };
  const sequencer = createSequencer({ store, storage, signers: [await signer()], clock, owner: 'bench' });
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  while ((await sequencer.seal()).status === 'sealed');
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  // Of all threads together: what one core does when nothing else runs on it.
  const rate = records / ((user + system) / 1_000_000);
  return {
    measure: `records sealed a second on one core, 5 personal fields each (${records.toLocaleString('en')} records)`,
    value: `${perSecondText(rate)} of CPU time, ${perSecondText(records / seconds)} by the clock`,
    reach: `≥ ${perSecondText(REACH_PER_SECOND)}`,
    reached: rate >= REACH_PER_SECOND,
  };
}

/** Makes its records when they are asked for: making them is part of what is measured. */
function recordingStore(records: number): SealingStore {
  const audit = isoAudit({ log: ORIGIN });
  // As an engine draws them.
  const salt = () => crypto.getRandomValues(new Uint8Array(16));
  const heads = new Map<number, { readonly caseSeq: number; readonly hash: string }>();
  let [made, confirmed] = [0, 0];
  const next = (place: number): string => {
    const ofCase = Math.floor(place / (RECORDS_OF_A_CASE * 100)) * 100 + (place % 100);
    const { caseSeq, hash } = heads.get(ofCase) ?? { caseSeq: 0, hash: NO_LEAF };
    const { body } = audit.record(entryOf(place, `case-${ofCase}`), salt);
    const leaf = leafText(body, hash, caseSeq + 1);
    heads.set(ofCase, { caseSeq: caseSeq + 1, hash: createHash('sha256').update(leaf).digest('hex') });
    if (caseSeq + 1 === RECORDS_OF_A_CASE) heads.delete(ofCase);
    return leaf;
  };
  return {
    seal: {
      async pending({ limit }) {
        const count = Math.min(limit, records - confirmed);
        made = confirmed + count;
        return Array.from({ length: count }, (_, offset) => ({
          position: confirmed + offset,
          leaf: next(confirmed + offset),
        }));
      },
      async confirm() {
        confirmed = made;
        return true;
      },
      leaves: async () => [],
      lease: async () => true,
      count: async () => ({ size: confirmed, pending: records - confirmed }),
    },
  };
}

const personal = ['name', 'id', 'address', 'phone', 'birthDate'];

function entryOf(place: number, caseId: string): AuditEntry {
  const at = START + place * 10;
  return {
    type: 'transition',
    record: {
      tenant: 'binh-an',
      caseId,
      commandId: `command-${place}`,
      at,
      actor: { kind: 'person', id: 'lan', unit: 'counter', roles: ['one-stop-officer'] },
      action: 'accept',
      outcome: 'accepted',
      revision: place % RECORDS_OF_A_CASE,
    },
    isPrivate: false,
    occurredAt: at,
    observer: 'bench',
    workflow: { id: 'dossier', version: '1', hash: '0'.repeat(64) },
    calendar: { id: 'vn', version: '2026.1' },
    from: 'received',
    to: 'processing.examining',
    event: 'accept',
    deadlines: [{ name: 'resolution', occurrence: 1, change: 'started', dueAt: at + 86_400_000 }],
    legalBasis: 'Decree 61/2018/NĐ-CP',
    fields: personal.map((field) => ({ path: `/command/input/applicant/${field}`, value: `${field} of ${caseId}` })),
  };
}

async function verifyRate(storage: LogStorage): Promise<readonly BenchRow[]> {
  const keys = [await parseVerifierKey((await signer()).verifierKey)];
  const memory: number[] = [];
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const onProgress = () => memory.push(process.memoryUsage().rss);
  const report = await verifyLog({ storage, keys, onProgress });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (!report.intact)
    throw new Error(`the log that was just written is not whole: ${JSON.stringify(report.findings[0])}`);
  const [early = 0, late = 0] = [memory[Math.floor(memory.length / 4)], Math.max(...memory)];
  const records = report.records.toLocaleString('en');
  return [
    {
      measure: `verify a log of ${records} records`,
      value: `${perSecondText(report.records / ((user + system) / 1_000_000))} of CPU time, ${perSecondText(report.records / seconds)} by the clock`,
      reach: '',
      reached: true,
    },
    {
      measure: `memory of that check, from its first quarter to its peak, ${report.cases.toLocaleString('en')} cases`,
      value: `${mebibytes(early)} to ${mebibytes(late)} MiB`,
      reach: '',
      reached: true,
    },
  ];
}

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

/** A proof in a log of so many records: how large, how long to make and to check. */
async function proofRows(size: number): Promise<readonly BenchRow[]> {
  const storage = createMemoryStorage();
  const writer = await openTileWriter(storage, 0);
  for (let index = 0; index < size; index += 1) {
    writer.append(Buffer.from(`record ${index}`));
    if (index % 65_536 === 0) await writer.flush();
  }
  await writer.flush();
  const by = await signer();
  const text = checkpointText({ origin: ORIGIN, size, root: writer.root() });
  const checkpoint = writeNote(await signNote(text, [by]));
  const keys = [await parseVerifierKey(by.verifierKey)];
  const [made, checked]: [number[], number[]] = [[], []];
  let bytes = 0;
  for (let round = 0; round < 50; round += 1) {
    const index = Math.floor((size * round) / 50);
    const before = performance.now();
    const proof = writeTlogProof({ index, hashes: await createTileReader(storage, size).inclusion(index), checkpoint });
    const between = performance.now();
    const answer = await verifyTlogProof(proof, `record ${index}`, { keys });
    if (answer.status !== 'verified') throw new Error(answer.problem.en);
    made.push(between - before);
    checked.push(performance.now() - between);
    bytes = Math.max(bytes, proof.length);
  }
  const times = `${median(made).toFixed(2)} ms to prove, ${median(checked).toFixed(2)} ms to check`;
  const measure = `proof of one record in ${size.toLocaleString('en')}`;
  return [{ measure, value: `${bytes} bytes, ${times}`, reach: '', reached: true }];
}
