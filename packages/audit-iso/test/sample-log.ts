import { createHash } from 'node:crypto';
import {
  canonicalText,
  createMemoryStorage,
  createSigner,
  type LogStorage,
  type NoteSigner,
  type NoteVerifier,
  openLogWriter,
  parseVerifierKey,
  writePrivateKey,
} from '../src/index.js';

export const ORIGIN = 'audit.binh-an.example/log';
export const MORNING = Date.parse('2026-03-02T01:00:00.000Z');
const MINUTE_MS = 60_000;

export const sha256Text = (text: string): string => createHash('sha256').update(text).digest('hex');

export const signerOf = async (byte: number, name = ORIGIN): Promise<NoteSigner> =>
  createSigner(await writePrivateKey({ name, seed: new Uint8Array(32).fill(byte) }, 'log'));

export const keysOf = (...signers: readonly NoteSigner[]): Promise<NoteVerifier[]> =>
  Promise.all(signers.map(({ verifierKey }) => parseVerifierKey(verifierKey)));

export interface SampleRecord {
  readonly caseId: string;
  readonly type?: string;
  readonly at: number;
  /** Changes of the body, for a record that is not like the others. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The body of a record as an engine makes it, with five committed fields. */
export function sampleBody({ caseId, type = 'transition', at, more = {} }: SampleRecord, place: number): string {
  const time = new Date(at).toISOString();
  const fields = Object.fromEntries(
    ['name', 'id', 'address', 'phone', 'note'].map((field) => [
      `/command/input/applicant/${field}`,
      sha256Text(`${caseId} ${place} ${field}`),
    ]),
  );
  return canonicalText({
    v: 1,
    id: `${caseId}:${place}`,
    tenant: 'binh-an',
    case: caseId,
    type,
    action: type === 'read' ? 'get' : 'examine.finish',
    outcome: 'accepted',
    occurredAt: time,
    recordedAt: time,
    actor: { kind: 'person', id: 'lan', roles: ['one-stop-officer'], unit: 'counter' },
    observer: 'engine-1/0.0.0',
    revision: place,
    workflow: { id: 'dossier', version: '1', hash: 'a'.repeat(64) },
    fields,
    ...more,
  });
}

/** Puts bodies into the chains of their cases, as a store does when it commits them. */
export function chainLeaves(records: readonly SampleRecord[]): string[] {
  const heads = new Map<string, { readonly seq: number; readonly hash: string }>();
  return records.map((record) => {
    const { seq, hash } = heads.get(record.caseId) ?? { seq: 0, hash: '0'.repeat(64) };
    const leaf = `{"body":${sampleBody(record, seq + 1)},"casePrev":"${hash}","caseSeq":${seq + 1}}`;
    heads.set(record.caseId, { seq: seq + 1, hash: sha256Text(leaf) });
    return leaf;
  });
}

/** Records of some cases, in turn, a minute apart; the last record of each case closes it. */
export function sampleRecords({ cases, each }: { readonly cases: number; readonly each: number }): SampleRecord[] {
  return Array.from({ length: cases * each }, (_, place) => ({
    caseId: `dossier-${place % cases}`,
    at: MORNING + place * MINUTE_MS,
    ...(place >= cases * (each - 1) && { type: 'case.closed' }),
  }));
}

export interface SampleLog {
  readonly objects: Map<string, Uint8Array>;
  readonly storage: LogStorage;
  readonly leaves: readonly string[];
  readonly keys: readonly NoteVerifier[];
}

/** A published log, written in batches of the given sizes. */
export async function sampleLog(
  leaves: readonly string[],
  { batches = [leaves.length], signer, objects = new Map() }: SampleLogOptions = {},
): Promise<SampleLog> {
  const storage = createMemoryStorage(objects);
  const by = signer ?? (await signerOf(1));
  let [done, now] = [0, MORNING];
  for (const batch of batches) {
    const writer = await openLogWriter({ storage, signers: [by], clock: { now: () => now } });
    const next = leaves.slice(done, done + batch);
    for (const leaf of next) writer.append(leaf);
    const last = next.at(-1);
    now = last === undefined ? now : Date.parse(recordedAt(last));
    await writer.publish();
    done += batch;
  }
  return { objects, storage, leaves, keys: await keysOf(by) };
}

interface SampleLogOptions {
  readonly batches?: readonly number[];
  readonly signer?: NoteSigner;
  readonly objects?: Map<string, Uint8Array>;
}

export const recordedAt = (leaf: string): string => /"recordedAt":"([^"]+)"/u.exec(leaf)?.[1] ?? '';
