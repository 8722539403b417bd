import {
  type CaseKey,
  type DisclosureSet,
  type LeafDraft,
  leafText,
  NO_LEAF,
  type PendingLeaf,
  type SealQueue,
} from '../contract/index.js';
import { type Document, keyOf, read, type Synchronous, write } from './memory-state.js';
import { sha256 } from './sha256.js';

interface StoredLeaf {
  readonly position: number;
  readonly tenant: string;
  readonly caseId: string;
  readonly caseSeq: number;
  readonly leaf: string;
  /** Given up when it is forgotten. */
  disclosed: Document<DisclosureSet> | undefined;
}

export interface MemorySeal extends Synchronous<SealQueue> {
  /** Makes a draft the next leaf of a case. It is there at once: nothing commits late. */
  append(key: CaseKey, draft: WrittenDraft): void;
  /** Deletes the disclosures of a case, and says of how many leaves. The leaves stay. */
  forget(key: CaseKey): number;
}

/** A draft, written down. */
export interface WrittenDraft {
  readonly body: string;
  readonly disclosed: Document<DisclosureSet> | undefined;
}

export const writeDraft = ({ body, disclosed }: LeafDraft): WrittenDraft => ({
  body,
  disclosed: disclosed && write(disclosed),
});

export function createMemorySeal(): MemorySeal {
  /** By position, from 1. */
  const leaves: StoredLeaf[] = [];
  /** How many leaves at the beginning all have an index. */
  let done = 0;
  const chains = new Map<string, StoredLeaf[]>();
  /** Positions by index, and back. */
  const log: number[] = [];
  const indexes = new Map<number, number>();
  let lease = { owner: '', until: Number.NEGATIVE_INFINITY };

  const chainOf = (tenant: string, caseId: string): StoredLeaf[] => chains.get(keyOf(tenant, caseId)) ?? [];

  return {
    append({ tenant, caseId }, { body, disclosed }) {
      const chain = chainOf(tenant, caseId);
      const last = chain.at(-1);
      const caseSeq = chain.length + 1;
      const leaf = leafText(body, last === undefined ? NO_LEAF : sha256(last.leaf), caseSeq);
      const stored = { position: leaves.length + 1, tenant, caseId, caseSeq, leaf, disclosed };
      leaves.push(stored);
      chain.push(stored);
      chains.set(keyOf(tenant, caseId), chain);
    },
    pending({ limit }) {
      const found: PendingLeaf[] = [];
      while (indexes.has(done + 1)) done += 1;
      for (let place = done; found.length < limit; place += 1) {
        const next = leaves[place];
        if (next === undefined) break;
        if (!indexes.has(next.position)) found.push({ position: next.position, leaf: next.leaf });
      }
      return found;
    },
    confirm({ from, positions }) {
      const isKnown = (position: number) => leaves[position - 1] !== undefined && !indexes.has(position);
      if (from !== log.length || new Set(positions).size < positions.length || !positions.every(isKnown)) return false;
      for (const position of positions) indexes.set(position, log.push(position) - 1);
      return true;
    },
    leaves: ({ from, limit }) =>
      log.slice(from, from + limit).map((position, place) => ({
        index: from + place,
        leaf: (leaves[position - 1] as StoredLeaf).leaf,
      })),
    lease({ owner, now, leaseUntil }) {
      if (lease.owner !== owner && now < lease.until) return false;
      lease = { owner, until: leaseUntil };
      return true;
    },
    count: () => ({ size: log.length, pending: leaves.length - log.length }),
    chain: ({ tenant, caseId, after, limit }) =>
      chainOf(tenant, caseId)
        .filter(({ caseSeq }) => caseSeq > after)
        .slice(0, limit)
        .map(({ position, caseSeq, leaf }) => {
          const index = indexes.get(position);
          return { caseSeq, leaf, ...(index !== undefined && { index }) };
        }),
    disclosures: ({ tenant, caseId, after, limit }) =>
      chainOf(tenant, caseId)
        .filter(({ caseSeq }) => caseSeq > after)
        .flatMap(({ caseSeq, disclosed }) => (disclosed === undefined ? [] : [{ caseSeq, ...read(disclosed) }]))
        .slice(0, limit),
    forget({ tenant, caseId }) {
      const disclosing = chainOf(tenant, caseId).filter(({ disclosed }) => disclosed !== undefined);
      for (const stored of disclosing) stored.disclosed = undefined;
      return disclosing.length;
    },
  };
}
