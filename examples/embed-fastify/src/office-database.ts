import type { CommitItem, CommitResult, Store } from '@motcua/core';

/** What the office hands the citizen at the counter: a code that finds the dossier, and says nothing by itself. */
export interface Slip {
  readonly caseId: string;
  readonly lookupCode: string;
  /** User name of the officer who took the dossier in. */
  readonly issuedBy: string;
}

/** The database of the office: its own table of slips, and beside it the cases of motcua. */
export interface OfficeDatabase {
  readonly store: Store;
  /** Makes the office's table. The store makes its own when the engine starts. */
  open(): Promise<void>;
  /** Writes a slip and the opening of its case together, or neither. */
  commitTogether(item: CommitItem, slip: Slip): Promise<CommitResult>;
  slipOfCase(caseId: string): Promise<Slip | undefined>;
  slipOfCode(lookupCode: string): Promise<Slip | undefined>;
  close(): Promise<void>;
}

/** Only an accepted opening gets a slip. A refusal is committed all the same: its reply and its record are kept. */
export function isOpened(item: CommitItem, result: CommitResult): boolean {
  return result.status === 'committed' && item.reply.status === 'accepted';
}

/** The answer to the one item that was committed. */
export function only(results: readonly CommitResult[]): CommitResult {
  const [result] = results;
  if (result === undefined) throw new TypeError('the store answered nothing');
  return result;
}
