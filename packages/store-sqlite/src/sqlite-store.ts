import {
  type CommitItem,
  type CommitResult,
  STORE_CONTRACT_VERSION,
  type Store,
  type StoreCapabilities,
} from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import { createItemWriter, type ItemWriter } from './commit.js';
import { connect, type SqliteStoreOptions, type Target, targetOf } from './connection.js';
import { gathered } from './gathered.js';
import { asJoinable } from './joined-transaction.js';
import { migrate } from './migrate.js';
import { migrations } from './migrations/index.js';
import type { Settlement } from './outbox-queue.js';
import { createSession, type Session } from './session.js';
import { noJoining, notOpen, storeFailed } from './sqlite-error.js';
import { runInSavepoint } from './transactions.js';

/**
 * A store in one SQLite file. Nothing is touched before `open()`. Every method but the settlement
 * of messages does its work before it returns its promise, so a commit can be called inside a synchronous transaction of better-sqlite3; while a write waits for
 * another process it blocks this one. Several processes of one machine may share the file.
 */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  const target = targetOf(options);
  const capabilities = capabilitiesOf(target);
  const joinedWriters = new WeakMap<Database, ItemWriter>();
  let current: Session | undefined;

  /** Runs one operation, as a promise, with every failure mapped to MC_STORE_FAILED. */
  async function run<Result>(operation: string, work: (session: Session) => Result): Promise<Result> {
    if (current === undefined) throw notOpen(operation, target.name);
    try {
      return work(current);
    } catch (cause) {
      throw storeFailed(operation, target.name, cause);
    }
  }

  /** Those of one turn of the event loop share a transaction. */
  const settle = gathered((settlements: readonly Settlement[]) =>
    run('outbox.settle', ({ outbox }) => outbox.settleAll(settlements)),
  );

  function joinedWriter(database: Database, session: Session): ItemWriter {
    if (database === session.database) return session.writeItem;
    const known = joinedWriters.get(database) ?? createItemWriter(database);
    joinedWriters.set(database, known);
    return known;
  }

  function commit(session: Session, batch: readonly CommitItem[], transaction: unknown): readonly CommitResult[] {
    if (transaction === undefined) return session.transactions.durable(() => batch.map(session.writeItem));
    if (capabilities.joinsTransaction !== true) throw noJoining(target.name);
    const joined = asJoinable(session.database, transaction, target.name);
    const writeItem = joinedWriter(joined, session);
    return runInSavepoint(joined, () => batch.map(writeItem));
  }

  return {
    contractVersion: STORE_CONTRACT_VERSION,
    capabilities,
    async open() {
      if (current !== undefined) return;
      try {
        current = openSession(options, target);
      } catch (cause) {
        throw storeFailed('open', target.name, cause);
      }
    },
    async close() {
      const database = current?.database;
      current = undefined;
      try {
        if (!target.isBorrowed) database?.close();
      } catch (cause) {
        throw storeFailed('close', target.name, cause);
      }
    },
    commit: (batch, { transaction } = {}) => run('commit', (session) => commit(session, batch, transaction)),
    dispose: (item) => run('dispose', ({ dispose }) => dispose(item)),
    allocate: (request) => run('allocate', ({ allocate }) => allocate(request)),
    // SQLite tells nobody: other processes find work by polling.
    listen: () => () => {},
    cases: {
      load: (request) => run('cases.load', ({ cases }) => cases.load(request)),
      reply: (request) => run('cases.reply', ({ cases }) => cases.reply(request)),
      history: (request) => run('cases.history', ({ cases }) => cases.history(request)),
      find: (query) => run('cases.find', ({ cases }) => cases.find(query)),
      scan: (request) => run('cases.scan', ({ cases }) => cases.scan(request)),
      audit: (request) => run('cases.audit', ({ cases }) => cases.audit(request)),
    },
    timers: {
      claim: (request) => run('timers.claim', ({ timers }) => timers.claim(request)),
      renew: (request) => run('timers.renew', ({ timers }) => timers.renew(request)),
      release: (request) => run('timers.release', ({ timers }) => timers.release(request)),
      nextAt: () => run('timers.nextAt', ({ timers }) => timers.nextAt()),
    },
    outbox: {
      claim: (request) => run('outbox.claim', ({ outbox }) => outbox.claim(request)),
      renew: (request) => run('outbox.renew', ({ outbox }) => outbox.renew(request)),
      settle,
      release: (request) => run('outbox.release', ({ outbox }) => outbox.release(request)),
      nextAt: (request) => run('outbox.nextAt', ({ outbox }) => outbox.nextAt(request)),
      dead: (request) => run('outbox.dead', ({ outbox }) => outbox.dead(request)),
      redrive: (request) => run('outbox.redrive', ({ outbox }) => outbox.redrive(request)),
      count: (request) => run('outbox.count', ({ outbox }) => outbox.count(request)),
    },
    liveness: {
      beat: (beat) => run('liveness.beat', ({ liveness }) => liveness.beat(beat)),
      outages: (request) => run('liveness.outages', ({ liveness }) => liveness.outages(request)),
    },
    seal: {
      pending: (request) => run('seal.pending', ({ seal }) => seal.pending(request)),
      confirm: (request) => run('seal.confirm', ({ seal }) => seal.confirm(request)),
      leaves: (request) => run('seal.leaves', ({ seal }) => seal.leaves(request)),
      lease: (request) => run('seal.lease', ({ seal }) => seal.lease(request)),
      count: () => run('seal.count', ({ seal }) => seal.count()),
      chain: (request) => run('seal.chain', ({ seal }) => seal.chain(request)),
      disclosures: (request) => run('seal.disclosures', ({ seal }) => seal.disclosures(request)),
    },
  };
}

function openSession(options: SqliteStoreOptions, target: Target): Session {
  const database = connect(options, target);
  try {
    migrate(database, migrations);
    return createSession(database, target.isFull);
  } catch (error) {
    if (!target.isBorrowed) database.close();
    throw error;
  }
}

/** A database in memory ends with its process, and only the connection that made it can reach it. */
function capabilitiesOf({ isMemory, isBorrowed }: Target): Readonly<StoreCapabilities> {
  return Object.freeze({ durable: !isMemory, shared: !isMemory, joinsTransaction: !isMemory || isBorrowed });
}
