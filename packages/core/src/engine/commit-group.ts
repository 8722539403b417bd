import type { Command } from '../contract/case.js';
import type { CommitItem, CommitResult } from '../contract/store.js';
import type { Protection, SubmissionResult } from './personal-data/protection.js';

/** Puts concurrent commits into one store call. */
export interface CommitGroup {
  /** Says that a command is on its way to a commit: the group waits for it. Call the result when it turned back. */
  enter(): void;
  leave(): void;
  /** Commits an item of a command that has entered; leaves by itself. */
  commit(item: CommitItem, command?: Command): Promise<CommitResult>;
}

interface Waiting {
  readonly item: CommitItem;
  readonly command: Command | undefined;
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: unknown) => void;
}

type Committer = Pick<Protection, 'commit'>;

/** Most items of a batch. */
const MAX_BATCH = 256;

/**
 * How many turns of the promise queue a commit waits in any case: callers that were answered together come again
 * together, and none of them is under way before it comes.
 */
const COURTESY = 4;

/**
 * How many turns it waits for the commands under way. Enough for a store that answers at once; a slow read of one case
 * must not hold up the commits of the others.
 */
const PATIENCE = 32;

/**
 * Over a store that answers each item ({@link guardStore}). A single caller commits within a few turns; callers at the same time
 * share one transaction without sharing fate.
 *
 * @param atOnce store calls under way at a time. With more than one, a batch takes its share of the commands only, so
 * that this process decides the next ones while the database writes.
 */
export function commitGroup(store: Committer, atOnce = 1): CommitGroup {
  let underWay = 0;
  let writes = 0;
  let beingWritten = 0;
  let waiting: Waiting[] = [];
  let isGathering = false;

  const share = () => Math.min(MAX_BATCH, Math.ceil((waiting.length + underWay + beingWritten) / atOnce));

  const flush = async () => {
    if (isGathering || writes >= atOnce || waiting.length === 0) return;
    isGathering = true;
    for (let turn = 0; turn < PATIENCE; turn += 1) {
      const isEnough = underWay === 0 || waiting.length >= share();
      if (waiting.length >= MAX_BATCH || (isEnough && turn >= COURTESY)) break;
      await undefined;
    }
    isGathering = false;
    void write();
    void flush();
  };

  const write = async () => {
    const batch = waiting.slice(0, share());
    waiting = waiting.slice(batch.length);
    writes += 1;
    beingWritten += batch.length;
    const failure = await commitAll(store, batch);
    if (failure !== undefined) await commitApart(store, batch, failure);
    writes -= 1;
    beingWritten -= batch.length;
    void flush();
  };

  const leave = () => {
    underWay -= 1;
    void flush();
  };
  return {
    enter: () => {
      underWay += 1;
    },
    leave,
    commit: (item, command) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, command, resolve, reject });
        leave();
      }),
  };
}

interface Failure {
  readonly error: unknown;
}

/** Commits items together and tells each its result; on failure nobody is told yet. */
async function commitAll(store: Committer, batch: readonly Waiting[]): Promise<Failure | undefined> {
  try {
    const results = await store.commit(batch);
    for (const [index, { resolve, reject }] of batch.entries()) {
      const result = results[index] as SubmissionResult;
      if (result.status === 'failed') reject(result.error);
      else resolve(result);
    }
    return undefined;
  } catch (error) {
    return { error };
  }
}

/**
 * A batch that failed may hold an item that cannot be written: its neighbours must not fail with it. To repeat is
 * safe, because command ids are remembered. When neither the first nor the last item can be written alone, it is the
 * store that fails, and the others are not tried.
 */
async function commitApart(store: Committer, batch: readonly Waiting[], failure: Failure): Promise<void> {
  const [first, ...others] = batch;
  const last = others.pop();
  if (first === undefined || last === undefined) return fail(batch, failure);
  const outcomes = [await commitAlone(store, first), await commitAlone(store, last)];
  if (outcomes.includes('written')) await bisect(store, others);
  else fail(others, failure);
}

/** Commits one item and tells it what became of it. */
async function commitAlone(store: Committer, waiting: Waiting): Promise<'written' | 'failed'> {
  const failure = await commitAll(store, [waiting]);
  if (failure === undefined) return 'written';
  fail([waiting], failure);
  return 'failed';
}

/** Commits items in ever smaller batches, until those that cannot be written stand alone. */
async function bisect(store: Committer, batch: readonly Waiting[]): Promise<void> {
  if (batch.length === 0) return;
  const failure = await commitAll(store, batch);
  if (failure === undefined) return;
  if (batch.length === 1) return fail(batch, failure);
  const half = Math.ceil(batch.length / 2);
  await bisect(store, batch.slice(0, half));
  await bisect(store, batch.slice(half));
}

function fail(batch: readonly Waiting[], { error }: Failure): void {
  for (const { reject } of batch) reject(error);
}
