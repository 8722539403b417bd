import type { Database } from 'better-sqlite3';

/** Runs work in a transaction: all of it is written, or after a throw nothing. */
export interface Transactions {
  /** On return the work is as safe as the connection's settings promise. */
  durable<Result>(work: () => Result): Result;
  /**
   * A power cut may take it back, without harm to anything durable that came before: for leases and settlements,
   * which are then simply done again. Much cheaper, because it does not wait for the disk.
   */
  relaxed<Result>(work: () => Result): Result;
}

export function createTransactions(database: Database, isFull: boolean): Transactions {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');

  function durable<Result>(work: () => Result): Result {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (database.inTransaction) rollback.run();
      throw error;
    }
  }

  function relaxed<Result>(work: () => Result): Result {
    // Inside a transaction SQLite refuses the change, and BEGIN will refuse the work.
    if (!isFull || database.inTransaction) return durable(work);
    database.pragma('synchronous = NORMAL');
    try {
      return durable(work);
    } finally {
      database.pragma('synchronous = FULL');
    }
  }

  return { durable, relaxed };
}

/** Runs work as a part of the transaction the connection is in; after a throw the part is taken back. */
export function runInSavepoint<Result>(database: Database, work: () => Result): Result {
  database.exec('SAVEPOINT motcua');
  try {
    const result = work();
    database.exec('RELEASE motcua');
    return result;
  } catch (error) {
    // Some failures end the whole transaction.
    if (database.inTransaction) database.exec('ROLLBACK TO motcua; RELEASE motcua');
    throw error;
  }
}
