import { type Leaf, NO_PREVIOUS } from '../leaf/leaf.js';
import { sha256 } from '../tree/hash.js';

/** Where the records of a case have got to. */
export interface ChainHead {
  readonly caseSeq: number;
  /** SHA-256 of the last record's bytes. */
  readonly hash: Uint8Array;
  readonly recordedAt: string;
}

export interface CaseChains {
  /** Takes the next record of its case, and says what does not follow. */
  follow(leaf: Leaf, bytes: Uint8Array): readonly string[];
  readonly cases: number;
}

/** One name for a tenant's case. */
const caseKey = (tenant: string, caseId: string): string => JSON.stringify([tenant, caseId]);

/**
 * Follows the records of every case through the log: each names its place in its case and the hash of the one before
 * it. Keeps one head a case. In a pruned log a case may begin anywhere.
 */
export function createCaseChains({ isPruned }: { readonly isPruned: boolean }): CaseChains {
  const heads = new Map<string, ChainHead>();
  return {
    get cases() {
      return heads.size;
    },
    follow(leaf, bytes) {
      const { caseSeq, casePrev, body } = leaf;
      const key = caseKey(body.tenant, body.case);
      const before = heads.get(key);
      heads.set(key, { caseSeq, hash: sha256(bytes), recordedAt: body.recordedAt });
      if (before === undefined) return isPruned && caseSeq > 1 ? [] : offencesOfFirst(leaf);
      const name = `of the case ${body.case} of ${body.tenant}`;
      if (caseSeq === before.caseSeq) return [`record ${caseSeq} ${name} is there twice`];
      if (caseSeq < before.caseSeq) return [`record ${caseSeq} ${name} comes after record ${before.caseSeq}`];
      if (caseSeq > before.caseSeq + 1) {
        return [missing(before.caseSeq + 1, caseSeq - 1, name)];
      }
      const problems: string[] = [];
      if (casePrev !== Buffer.from(before.hash).toString('hex')) {
        problems.push(`it does not follow record ${before.caseSeq} ${name}: that one is another than it names`);
      }
      if (body.recordedAt < before.recordedAt) {
        problems.push(`it claims ${body.recordedAt}, before the record it follows (${before.recordedAt})`);
      }
      return problems;
    },
  };
}

function offencesOfFirst({ caseSeq, casePrev, body }: Leaf): readonly string[] {
  const name = `of the case ${body.case} of ${body.tenant}`;
  if (caseSeq !== 1) return [missing(1, caseSeq - 1, name)];
  return casePrev === NO_PREVIOUS ? [] : [`the first record ${name} names one before it`];
}

const missing = (from: number, to: number, name: string): string =>
  from === to
    ? `record ${from} ${name} is missing before this one`
    : `records ${from} to ${to} ${name} are missing before this one`;
