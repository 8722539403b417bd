import { type CaseEnvelope, type CommitItem, type CommitResult, regionPaths } from '@motcua/core/contract';

/** What this process wrote of a case last, as far as it spares the next commit work. */
export interface KnownCase {
  readonly revision: number;
  /** Firings are pending; undefined when that is not known. */
  readonly isArmed: boolean | undefined;
  readonly hasRegions: boolean;
  readonly facts: Facts;
}

type Facts = Pick<CaseEnvelope, 'openedAt' | 'index' | 'parent'>;

/** The cases this process wrote last. Whoever else writes a case raises its revision, so what is known is never wrong. */
export interface KnownCases {
  /** The case as it is before an item, if the item's revision is the one that is known. */
  before(item: CommitItem): KnownCase | undefined;
  /** Learns from a batch and what became of it. */
  learn(batch: readonly CommitItem[], results: readonly CommitResult[]): void;
  /** Forgets what a batch changes in a transaction that may yet be undone. */
  forget(batch: readonly CommitItem[]): void;
}

const MAX_CASES = 10_000;

export function createKnownCases(): KnownCases {
  /** In the order in which they were written. */
  const cases = new Map<string, KnownCase>();
  const before = (item: CommitItem): KnownCase | undefined => {
    const known = cases.get(keyOf(item));
    return known?.revision === item.expectedRevision ? known : undefined;
  };
  return {
    before,
    learn(batch, results) {
      for (const [place, item] of batch.entries()) {
        if (results[place]?.status !== 'committed') continue;
        const after = afterItem(item, before(item));
        const key = keyOf(item);
        cases.delete(key);
        if (after !== undefined) cases.set(key, after);
      }
      for (const key of cases.keys()) {
        if (cases.size <= MAX_CASES) break;
        cases.delete(key);
      }
    },
    forget(batch) {
      for (const item of batch) cases.delete(keyOf(item));
    },
  };
}

const keyOf = ({ tenant, caseId }: CommitItem): string => `${tenant}\u0000${caseId}`;

function afterItem({ change, firing }: CommitItem, known: KnownCase | undefined): KnownCase | undefined {
  const armed = firing === undefined ? known?.isArmed : undefined;
  if (change === undefined) return known && { ...known, isArmed: armed };
  const { envelope, timers } = change;
  const { revision, openedAt, index, parent } = envelope;
  return {
    revision,
    isArmed: timers === undefined ? armed : timers.length > 0,
    hasRegions: regionPaths(envelope.state).length > 1,
    facts: { openedAt, index, ...(parent !== undefined && { parent }) },
  };
}

/** Whether what finds a case by what it is, is as it was. */
export function hasSameFacts({ facts }: KnownCase, { openedAt, index, parent }: Facts): boolean {
  return (
    facts.openedAt === openedAt &&
    facts.parent?.caseId === parent?.caseId &&
    facts.index.subject === index.subject &&
    facts.index.code === index.code &&
    facts.index.category === index.category &&
    facts.index.text === index.text
  );
}
