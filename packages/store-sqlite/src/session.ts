import type { Database } from 'better-sqlite3';
import { createCaseReader } from './case-reader.js';
import { createItemWriter, type ItemWriter } from './commit.js';
import { createDisposal, type Disposer } from './disposal.js';
import { createLivenessLog } from './liveness-log.js';
import { createOutboxQueue, type SynchronousOutbox } from './outbox-queue.js';
import { createSealQueue } from './seal-queue.js';
import type { Synchronous } from './synchronous.js';
import { createTimerQueue } from './timer-queue.js';
import { createTransactions, type Transactions } from './transactions.js';

/** An open connection with all its statements prepared. */
export interface Session {
  readonly database: Database;
  readonly transactions: Transactions;
  readonly writeItem: ItemWriter;
  readonly dispose: Disposer;
  readonly cases: Synchronous<'cases'>;
  readonly timers: Synchronous<'timers'>;
  readonly outbox: SynchronousOutbox;
  readonly liveness: Synchronous<'liveness'>;
  readonly seal: Synchronous<'seal'>;
  allocate(request: { readonly tenant: string; readonly series: string }): number;
}

export function createSession(database: Database, isFull: boolean): Session {
  const transactions = createTransactions(database, isFull);
  const nextOfSeries = database
    .prepare<[string, string], number>(
      `INSERT INTO motcua_series (tenant, series, value) VALUES (?, ?, 1)
       ON CONFLICT (tenant, series) DO UPDATE SET value = value + 1 RETURNING value`,
    )
    .pluck();
  const writeItem = createItemWriter(database);
  return {
    database,
    transactions,
    writeItem,
    dispose: createDisposal(database, transactions, writeItem),
    cases: createCaseReader(database),
    timers: createTimerQueue(database, transactions),
    outbox: createOutboxQueue(database, transactions),
    liveness: createLivenessLog(database, transactions),
    seal: createSealQueue(database, transactions),
    // A number must not be given out again after a power cut, so it waits for the disk.
    allocate: ({ tenant, series }) => transactions.durable(() => nextOfSeries.get(tenant, series) as number),
  };
}
