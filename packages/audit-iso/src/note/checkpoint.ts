import type { Text } from '@motcua/core/contract';
import { base64, fromBase64, readDecimal } from '../encoding/bytes.js';
import { failureText } from '../encoding/failure-text.js';
import { formatError, type Note, parseNote } from './note.js';
import { type NoteVerifier, type VerifiedSignature, verifyNote } from './verifier.js';

/** What a log says of itself: its name, how many records it has, and the root over them (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${base64(root)}\n`;

/** @throws MC_AUDIT_FORMAT_INVALID */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin, decimal, encoded, ...extensions] = lines.slice(0, -1);
  const size = readDecimal(decimal ?? '');
  const root = fromBase64(encoded ?? '');
  const isWhole = lines.at(-1) === '' && extensions.every((line) => line !== '');
  if (origin === undefined || origin === '' || size === undefined || root?.length !== 32 || !isWhole) {
    throw formatError(
      'a checkpoint',
      'its lines are not the three of a checkpoint',
      'origin, size and root hash, a line each',
    );
  }
  return { origin, size, root };
}

export type CheckpointCheck =
  | {
      readonly status: 'verified';
      readonly checkpoint: Checkpoint;
      readonly note: Note;
      /** Of the log's keys, then of witnesses. */
      readonly signatures: readonly VerifiedSignature[];
      readonly cosignatures: readonly VerifiedSignature[];
    }
  | { readonly status: 'rejected'; readonly problem: Text };

export interface CheckpointPolicy {
  /** Keys of the log. One of them must have signed. */
  readonly keys: readonly NoteVerifier[];
  /** Keys of witnesses one trusts. */
  readonly witnesses?: readonly NoteVerifier[];
  /** How many witnesses must have cosigned. Default 0. */
  readonly quorum?: number;
  /** The log's name. Default: the name of its keys. */
  readonly origin?: string;
}

/** Checks a signed checkpoint. A text that is none is rejected like any other. */
export async function verifyCheckpoint(
  source: string | Uint8Array,
  policy: CheckpointPolicy,
): Promise<CheckpointCheck> {
  let note: Note;
  let checkpoint: Checkpoint;
  try {
    note = parseNote(source);
    checkpoint = parseCheckpoint(note.text);
  } catch (error) {
    return { status: 'rejected', problem: failureText(error) };
  }
  const origins = policy.origin === undefined ? policy.keys.map(({ name }) => name) : [policy.origin];
  if (!origins.includes(checkpoint.origin)) {
    const { origin } = checkpoint;
    return {
      status: 'rejected',
      problem: {
        vi: `thuộc nhật ký ${origin}, không phải ${origins.join(' hay ')}`,
        en: `it is of the log ${origin}, not of ${origins.join(' or ')}`,
      },
    };
  }
  const signed = await verifyNote(note, policy.keys);
  if (signed.status === 'rejected') return signed;
  const { witnesses = [], quorum = 0 } = policy;
  const witnessed = await cosignaturesOf(note, witnesses);
  if (witnessed.status === 'rejected') return witnessed;
  const count = new Set(witnessed.signatures.map(({ name }) => name)).size;
  if (count < quorum) {
    return {
      status: 'rejected',
      problem: {
        vi: `chỉ ${count} trong ${quorum} bên chứng kiến cần có đã ký`,
        en: `${count} of the ${quorum} witnesses asked for have cosigned it`,
      },
    };
  }
  const { signatures } = signed;
  return { status: 'verified', checkpoint, note, signatures, cosignatures: witnessed.signatures };
}

async function cosignaturesOf(note: Note, witnesses: readonly NoteVerifier[]) {
  const known = note.signatures.some(({ name, keyId }) =>
    witnesses.some((witness) => witness.name === name && witness.keyId === keyId),
  );
  return known ? verifyNote(note, witnesses) : { status: 'verified' as const, signatures: [] };
}
