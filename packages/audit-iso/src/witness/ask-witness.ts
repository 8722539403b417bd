import type { Checkpoint } from '../note/checkpoint.js';
import { type Note, type NoteSignature, parseNote, writeNote } from '../note/note.js';
import { parseVerifierKey } from '../note/verifier.js';
import type { TileReader } from '../tiles/tile-reader.js';
import { type WitnessAnswer, writeAddCheckpoint } from './add-checkpoint.js';

/** A witness as the log sees it: here, or behind a URL. */
export interface WitnessClient {
  /** What its cosignatures are checked with. */
  readonly verifierKey: string;
  addCheckpoint(body: string): Promise<WitnessAnswer>;
}

/** A witness behind an HTTP address: `<url>/add-checkpoint`. */
export function createRemoteWitness({
  url,
  verifierKey,
}: {
  readonly url: string;
  readonly verifierKey: string;
}): WitnessClient {
  return {
    verifierKey,
    async addCheckpoint(body) {
      const response = await fetch(`${url.replace(/\/$/u, '')}/add-checkpoint`, { method: 'POST', body });
      return { status: response.status as WitnessAnswer['status'], body: await response.text() };
    },
  };
}

export type Cosigning =
  | { readonly status: 'cosigned'; readonly signature: NoteSignature; readonly at: number }
  | { readonly status: 'refused'; readonly problem: string };

interface Asked {
  readonly witness: WitnessClient;
  readonly checkpoint: Checkpoint;
  readonly note: Note;
  readonly tiles: TileReader;
}

/** Has a checkpoint cosigned, with the proof from what the witness saw last. */
export async function askWitness({ witness, checkpoint, note, tiles }: Asked): Promise<Cosigning> {
  const verifier = await parseVerifierKey(witness.verifierKey);
  const ask = async (oldSize: number) =>
    witness.addCheckpoint(
      writeAddCheckpoint({
        oldSize,
        hashes: oldSize === 0 ? [] : await tiles.consistency(oldSize),
        checkpoint: writeNote(note),
      }),
    );
  let answer = await ask(0);
  if (answer.status === 409) {
    const seen = Number(answer.body.trim());
    if (!Number.isSafeInteger(seen) || seen > checkpoint.size) {
      const problem = `${verifier.name} has seen a log of ${answer.body.trim()} records, longer than this one of ${checkpoint.size}`;
      return { status: 'refused', problem };
    }
    answer = await ask(seen);
  }
  if (answer.status !== 200) return { status: 'refused', problem: `${verifier.name}: ${answer.body.trim()}` };
  const signed = readAnswer(note, answer.body);
  const signature = signed?.signatures.find(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId);
  const verified = signature && (await verifier.verify(note.text, signature.signature));
  if (signature === undefined || verified?.at === undefined) {
    return { status: 'refused', problem: `${verifier.name} answered with no cosignature of its own` };
  }
  return { status: 'cosigned', signature, at: verified.at };
}

function readAnswer(note: Note, lines: string): Note | undefined {
  try {
    return parseNote(`${note.text}\n${lines}`);
  } catch {
    return undefined;
  }
}
