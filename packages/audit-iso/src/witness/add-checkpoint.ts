import { base64, fromBase64, readDecimal } from '../encoding/bytes.js';
import { formatError } from '../note/note.js';

/** What a witness is asked (C2SP tlog-witness): a checkpoint, and the proof that it continues the one of `oldSize`. */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly hashes: readonly Uint8Array[];
  /** Signed by the log. */
  readonly checkpoint: string;
}

/** What it answers, as over HTTP: 200 with lines of signature, or why not. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly body: string;
}

const MAX_HASHES = 63;

export const writeAddCheckpoint = ({ oldSize, hashes, checkpoint }: AddCheckpoint): string =>
  `${[`old ${oldSize}`, ...hashes.map(base64)].join('\n')}\n\n${checkpoint}`;

/** @throws MC_AUDIT_FORMAT_INVALID */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const end = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, end).split('\n');
  const oldSize = first.startsWith('old ') ? readDecimal(first.slice('old '.length)) : undefined;
  const hashes = lines.map(fromBase64);
  const isSound = hashes.length <= MAX_HASHES && hashes.every((hash) => hash?.length === 32);
  if (end === -1 || oldSize === undefined || !isSound) {
    throw formatError(
      'a request to a witness',
      'its lines are not those of one',
      'old size, hashes, checkpoint (c2sp.org/tlog-witness)',
    );
  }
  return { oldSize, hashes: hashes.filter((hash) => hash !== undefined), checkpoint: body.slice(end + 2) };
}
