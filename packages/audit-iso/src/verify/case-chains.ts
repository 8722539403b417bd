import { NO_LEAF, type Text } from '@motcua/core/contract';
import type { Leaf } from '../leaf/leaf.js';
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
  follow(leaf: Leaf, bytes: Uint8Array): readonly Text[];
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
      const name = nameOf(leaf);
      if (caseSeq === before.caseSeq) {
        return [{ vi: `bản ghi ${caseSeq} ${name.vi} có hai lần`, en: `record ${caseSeq} ${name.en} is there twice` }];
      }
      if (caseSeq < before.caseSeq) {
        return [
          {
            vi: `bản ghi ${caseSeq} ${name.vi} đứng sau bản ghi ${before.caseSeq}`,
            en: `record ${caseSeq} ${name.en} comes after record ${before.caseSeq}`,
          },
        ];
      }
      if (caseSeq > before.caseSeq + 1) return [missing(before.caseSeq + 1, caseSeq - 1, name)];
      const problems: Text[] = [];
      if (casePrev !== Buffer.from(before.hash).toString('hex')) {
        problems.push({
          vi: `không nối tiếp bản ghi ${before.caseSeq} ${name.vi}: bản ghi đó khác với bản ghi được dẫn chiếu`,
          en: `it does not follow record ${before.caseSeq} ${name.en}: that one is another than it names`,
        });
      }
      if (body.recordedAt < before.recordedAt) {
        problems.push({
          vi: `ghi thời điểm ${body.recordedAt}, trước bản ghi liền trước (${before.recordedAt})`,
          en: `it claims ${body.recordedAt}, before the record it follows (${before.recordedAt})`,
        });
      }
      return problems;
    },
  };
}

function offencesOfFirst(leaf: Leaf): readonly Text[] {
  const { caseSeq, casePrev } = leaf;
  const name = nameOf(leaf);
  if (caseSeq !== 1) return [missing(1, caseSeq - 1, name)];
  if (casePrev === NO_LEAF) return [];
  return [
    {
      vi: `bản ghi đầu tiên ${name.vi} dẫn chiếu bản ghi trước nó`,
      en: `the first record ${name.en} names one before it`,
    },
  ];
}

const nameOf = ({ body }: Leaf): Text => ({
  vi: `của hồ sơ ${body.case} (${body.tenant})`,
  en: `of the case ${body.case} of ${body.tenant}`,
});

const missing = (from: number, to: number, name: Text): Text =>
  from === to
    ? {
        vi: `thiếu bản ghi ${from} ${name.vi} trước bản ghi này`,
        en: `record ${from} ${name.en} is missing before this one`,
      }
    : {
        vi: `thiếu các bản ghi từ ${from} đến ${to} ${name.vi} trước bản ghi này`,
        en: `records ${from} to ${to} ${name.en} are missing before this one`,
      };
