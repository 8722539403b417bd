import type { Text } from '@motcua/core/contract';
import { base64, equalBytes, fromBase64, readDecimal } from '../encoding/bytes.js';
import { failureText } from '../encoding/failure-text.js';
import { type CheckpointCheck, type CheckpointPolicy, verifyCheckpoint } from '../note/checkpoint.js';
import { formatError } from '../note/note.js';
import { leafHashOf, rootOfInclusion } from '../tree/checks.js';

/** One record's evidence in one file (C2SP tlog-proof): where it is, the way to the root, and who signed the root. */
export interface TlogProof {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint as it was published, with its cosignatures. */
  readonly checkpoint: string;
  /** Not covered by any signature. */
  readonly extra?: Uint8Array;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const MAX_HASHES = 63;

export function writeTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const lines = [
    FIRST_LINE,
    ...(extra === undefined ? [] : [`extra ${base64(extra)}`]),
    `index ${index}`,
    ...hashes.map(base64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** @throws MC_AUDIT_FORMAT_INVALID */
export function parseTlogProof(text: string): TlogProof {
  const invalid = (problem: string) =>
    formatError('a tlog-proof', problem, `a file that begins with ${FIRST_LINE} (c2sp.org/tlog-proof)`);
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, end).split('\n');
  if (end === -1 || lines.shift() !== FIRST_LINE) throw invalid('its first line is another');
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice('extra '.length));
  if (extraLine !== undefined && extra === undefined) throw invalid('its extra data is not base64');
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? readDecimal(indexLine.slice('index '.length)) : undefined;
  if (index === undefined) throw invalid('it has no index');
  const hashes = lines.map(fromBase64);
  if (hashes.length > MAX_HASHES || !hashes.every((hash): hash is typeof hash & object => hash?.length === 32)) {
    throw invalid('a line of it is not a hash');
  }
  return { index, hashes, checkpoint: text.slice(end + 2), ...(extra && { extra }) };
}

export type ProofCheck =
  | (CheckpointCheck & { readonly status: 'verified'; readonly index: number })
  | { readonly status: 'rejected'; readonly problem: Text };

/**
 * Checks, without a network, that the record is in the log whose keys one trusts. Runs in a browser as well: it uses the
 * Web Crypto API only. A proof that cannot be read is rejected like any other.
 */
export async function verifyTlogProof(
  text: string,
  leaf: Uint8Array | string,
  policy: CheckpointPolicy,
): Promise<ProofCheck> {
  let proof: TlogProof;
  try {
    proof = parseTlogProof(text);
  } catch (error) {
    return { status: 'rejected', problem: failureText(error) };
  }
  const check = await verifyCheckpoint(proof.checkpoint, policy);
  if (check.status === 'rejected') {
    const { vi, en } = check.problem;
    return { status: 'rejected', problem: { vi: `điểm kiểm soát: ${vi}`, en: `the checkpoint: ${en}` } };
  }
  const { size, root } = check.checkpoint;
  const { index, hashes } = proof;
  const found = await rootOfInclusion({ index, size, leafHash: await leafHashOf(leaf), hashes });
  if (found === undefined || !equalBytes(found, root)) {
    return {
      status: 'rejected',
      problem: {
        vi: `bản ghi không phải là bản ghi số ${index} của nhật ký gồm ${size} bản ghi`,
        en: `the record is not the one at index ${index} of the log of size ${size}`,
      },
    };
  }
  return { ...check, index };
}
