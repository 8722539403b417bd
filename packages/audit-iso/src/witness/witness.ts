import type { Clock } from '@motcua/core/contract';
import { equalBytes, textOf, utf8 } from '../encoding/bytes.js';
import { type Checkpoint, parseCheckpoint, verifyCheckpoint } from '../note/checkpoint.js';
import { type Note, parseNote, signatureLine } from '../note/note.js';
import type { Cosigner } from '../note/signer.js';
import { type NoteVerifier, parseVerifierKey } from '../note/verifier.js';
import type { LogStorage } from '../tiles/storage.js';
import { isConsistent } from '../tree/checks.js';
import { EMPTY_ROOT, sha256 } from '../tree/hash.js';
import { type AddCheckpoint, parseAddCheckpoint, type WitnessAnswer } from './add-checkpoint.js';

export interface WitnessOptions {
  readonly cosigner: Cosigner;
  /** The logs it looks after: verifier keys by name of the log. */
  readonly logs: Readonly<Record<string, readonly string[]>>;
  /** Its memory: what it cosigned last of each log. Its own, out of reach of those who run the log. */
  readonly state: LogStorage;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * A second office that cosigns a log's checkpoints, each only when it continues the one before. Two histories of one log
 * cannot both have its cosignature.
 */
export interface Witness {
  readonly name: string;
  readonly verifierKey: string;
  /** Takes and gives the bodies of C2SP tlog-witness's `add-checkpoint`; put it behind any HTTP server. Requests wait for one another. */
  addCheckpoint(body: string): Promise<WitnessAnswer>;
}

export function createWitness(options: WitnessOptions): Witness {
  const { cosigner } = options;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    name: cosigner.name,
    verifierKey: cosigner.verifierKey,
    addCheckpoint(body) {
      // Looking at the last checkpoint and remembering the new one is one step.
      const answer = turn.then(() => answerTo(options, body));
      turn = answer.catch(() => undefined);
      return answer;
    },
  };
}

async function answerTo({ cosigner, logs, state, clock }: WitnessOptions, body: string): Promise<WitnessAnswer> {
  const request = readRequest(body);
  if (request === undefined) return refusal(400, 'this is not a request of tlog-witness');
  const { asked, note, claimed } = request;
  const texts = Object.hasOwn(logs, claimed.origin) ? logs[claimed.origin] : undefined;
  if (texts === undefined) return refusal(404, `the log ${claimed.origin} is not known here`);
  const keys: readonly NoteVerifier[] = await Promise.all(texts.map(parseVerifierKey));
  const check = await verifyCheckpoint(asked.checkpoint, { keys, origin: claimed.origin });
  if (check.status === 'rejected') return refusal(403, check.problem.en);
  if (asked.oldSize > claimed.size) return refusal(400, 'the old size is beyond the new one');

  const place = sha256(utf8(claimed.origin)).toString('hex');
  const last = await lastOf(state, place);
  if (asked.oldSize !== (last?.size ?? 0)) return { status: 409, body: `${last?.size ?? 0}\n` };
  const problem = await problemOf(last, claimed, asked);
  if (problem !== undefined) {
    // What the log signed is the proof against it: it is kept.
    await state.put(`refused/${place}.${claimed.size}`, utf8(body));
    return refusal(422, problem);
  }
  await state.put(`last/${place}`, utf8(note.text));
  return { status: 200, body: `${signatureLine(await cosigner.cosign(note.text, clock.now()))}\n` };
}

function readRequest(body: string) {
  try {
    const asked = parseAddCheckpoint(body);
    const note: Note = parseNote(asked.checkpoint);
    return { asked, note, claimed: parseCheckpoint(note.text) };
  } catch {
    return undefined;
  }
}

async function problemOf(
  last: Checkpoint | undefined,
  claimed: Checkpoint,
  { hashes }: AddCheckpoint,
): Promise<string | undefined> {
  if (claimed.size === 0 && !equalBytes(claimed.root, EMPTY_ROOT)) return 'the root of an empty log is another';
  if (last === undefined || last.size === 0) {
    return hashes.length === 0 ? undefined : 'from the empty log nothing can be proven';
  }
  const isNext = await isConsistent({ first: last, second: claimed, hashes });
  return isNext ? undefined : `it does not continue the ${last.size} records that were cosigned before`;
}

async function lastOf(state: LogStorage, place: string): Promise<Checkpoint | undefined> {
  const text = textOf((await state.get(`last/${place}`)) ?? new Uint8Array());
  return text === undefined || text === '' ? undefined : parseCheckpoint(text);
}

const refusal = (status: WitnessAnswer['status'], problem: string): WitnessAnswer => ({ status, body: `${problem}\n` });
