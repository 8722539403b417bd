import { base64, fromBase64, readDecimal } from '../encoding/bytes.js';
import { formatError } from '../note/note.js';
import { sha256 } from '../tree/hash.js';

/**
 * What closes a case's file: the log says, signed, that the case has so many records and which one is the last. Whoever
 * is given the records of the case then sees whether one is missing at the end.
 */
export interface CaseHead {
  readonly origin: string;
  readonly tenant: string;
  readonly caseId: string;
  /** Records of the case up to and with the one that closed it. */
  readonly caseSeq: number;
  /** Index of that record in the log. */
  readonly index: number;
  /** SHA-256 of that record's bytes. */
  readonly hash: Uint8Array;
}

const FIRST_LINE = 'motcua case head v1';

/** Its first line keeps it from being taken for a checkpoint, which the same keys sign. */
export const caseHeadText = ({ origin, tenant, caseId, caseSeq, index, hash }: CaseHead): string =>
  `${[FIRST_LINE, origin, JSON.stringify(tenant), JSON.stringify(caseId), caseSeq, index, base64(hash)].join('\n')}\n`;

/** @throws MC_AUDIT_FORMAT_INVALID */
export function parseCaseHead(text: string): CaseHead {
  const lines = text.split('\n');
  const [first, origin, tenant, caseId, seq, place, encoded, end] = lines;
  const caseSeq = readDecimal(seq ?? '');
  const index = readDecimal(place ?? '');
  const hash = fromBase64(encoded ?? '');
  const named = [tenant, caseId].map((line) => readText(line ?? ''));
  const [tenantName, caseName] = named;
  if (
    first !== FIRST_LINE ||
    origin === undefined ||
    tenantName === undefined ||
    caseName === undefined ||
    caseSeq === undefined ||
    index === undefined ||
    hash?.length !== 32 ||
    end !== '' ||
    lines.length !== 8
  ) {
    throw formatError('a case head', 'its lines are not those of one', `a note that begins with "${FIRST_LINE}"`);
  }
  return { origin, tenant: tenantName, caseId: caseName, caseSeq, index, hash };
}

/** Where the head is published: one object for each closing of a case. */
export function caseHeadPath({ tenant, caseId, caseSeq }: Pick<CaseHead, 'tenant' | 'caseId' | 'caseSeq'>): string {
  const name = sha256(Buffer.from(JSON.stringify([tenant, caseId]))).toString('hex');
  return `heads/${name.slice(0, 2)}/${name.slice(2)}.${caseSeq}`;
}

function readText(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' && JSON.stringify(value) === line ? value : undefined;
  } catch {
    return undefined;
  }
}
