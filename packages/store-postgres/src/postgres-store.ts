import { type CommitItem, type CommitResult, STORE_CONTRACT_VERSION, type Store } from '@motcua/core/contract';
import { encodeBatch, resultsOf, type Verdict } from './batch.js';
import { BinaryWriter } from './binary.js';
import { createCaseReader } from './case-reader.js';
import { binaryCall, type CommitTypes, textCall, typesSql } from './commit-call.js';
import { type Connections, connect, type PostgresStoreOptions, schemaOf } from './connection.js';
import { createDatabase, type Database } from './database.js';
import { disposeOf } from './disposal.js';
import { commitJoined } from './joined-transaction.js';
import { createKnownCases } from './known-cases.js';
import { createLivenessLog } from './liveness-log.js';
import { migrate } from './migrate.js';
import { migrations } from './migrations/index.js';
import { createOutboxQueue } from './outbox-queue.js';
import { notOpen, storeFailed } from './postgres-error.js';
import { createSealQueue } from './seal-queue.js';
import { createTimerQueue } from './timer-queue.js';
import { createWakeChannel, makesWork, noWakeChannel, type WakeChannel } from './wake-channel.js';

/** An open store: its parts, on its connections. */
interface Session extends Pick<Store, 'cases' | 'timers' | 'outbox' | 'liveness' | 'seal'> {
  readonly connections: Connections;
  readonly database: Database;
  readonly types: CommitTypes;
  readonly wake: WakeChannel;
  /** Tells the database from others. */
  readonly identity: string;
}

/** Most items of one statement. */
const MAX_ITEMS = 1_000;

/**
 * A store in a schema of a PostgreSQL database (15 or later), for any number of processes. Nothing is touched before
 * `open()`, which migrates the schema.
 *
 * @throws MC_STORE_FAILED for a schema that is no plain name.
 */
export function createPostgresStore(options: PostgresStoreOptions): Store {
  const schema = schemaOf(options);
  const listeners = new Set<() => void>();
  /**
   * As many as there were commits at a time. Fresh buffers for each commit would let V8 mark the whole heap again and
   * again. One whose commit failed may still be read by its connection: it is not used again.
   */
  const writers: BinaryWriter[] = [];
  const known = createKnownCases();
  let opening: Promise<Session> | undefined;
  let current: Session | undefined;

  /** Runs one operation with every failure mapped to MC_STORE_FAILED. */
  async function run<Result>(operation: string, work: (session: Session) => Promise<Result>): Promise<Result> {
    if (current === undefined) throw notOpen(operation, schema);
    try {
      return await work(current);
    } catch (cause) {
      throw storeFailed(operation, schema, cause);
    }
  }

  async function commit(
    { database, types, identity, wake }: Session,
    batch: readonly CommitItem[],
    transaction: unknown,
  ): Promise<readonly CommitResult[]> {
    const results: CommitResult[] = [];
    for (let from = 0; from < batch.length; from += MAX_ITEMS) {
      const part = batch.slice(from, from + MAX_ITEMS);
      const encoded = encodeBatch(part, schema, known);
      if (transaction === undefined) {
        const writer = writers.pop() ?? new BinaryWriter();
        writer.reset();
        const { name, text, values } = binaryCall(database.schema, types, encoded, writer);
        const outcome = resultsOf(part, await database.rows<Verdict>(name, text, values));
        writers.push(writer);
        known.learn(part, outcome);
        results.push(...outcome);
        if (makesWork(part)) wake.notify();
      } else {
        const notification = makesWork(part) ? wake.notification : '';
        const call = textCall(database.schema, encoded);
        known.forget(part);
        results.push(...resultsOf(part, await commitJoined(transaction, { schema, identity, notification }, call)));
      }
    }
    return results;
  }

  return {
    contractVersion: STORE_CONTRACT_VERSION,
    capabilities: Object.freeze({ durable: true, shared: true, joinsTransaction: true, remote: true }),
    async open() {
      if (current !== undefined) return;
      opening ??= openSession(options, schema);
      try {
        current = await opening;
        for (const listener of listeners) current.wake.listen(listener);
      } catch (cause) {
        throw storeFailed('open', schema, cause);
      } finally {
        opening = undefined;
      }
    },
    async close() {
      const session = current;
      current = undefined;
      try {
        session?.wake.end();
        await session?.connections.end();
      } catch (cause) {
        throw storeFailed('close', schema, cause);
      }
    },
    commit: (batch, { transaction } = {}) => run('commit', (session) => commit(session, batch, transaction)),
    dispose: (item) =>
      run('dispose', (session) =>
        disposeOf(session.database, (batch, transaction) => commit(session, batch, transaction), item),
      ),
    allocate: ({ tenant, series }) =>
      run('allocate', async ({ database }) => {
        const rows = await database.rows<{ readonly value: string }>(
          'allocate',
          `INSERT INTO ${database.schema}.series AS s (tenant, series, value) VALUES ($1, $2, 1)
           ON CONFLICT (tenant, series) DO UPDATE SET value = s.value + 1 RETURNING value`,
          [tenant, series],
        );
        return Number(rows[0]?.value);
      }),
    listen(listener) {
      listeners.add(listener);
      const stop = current?.wake.listen(listener);
      return () => {
        listeners.delete(listener);
        stop?.();
      };
    },
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
      nextAt: () =>
        run('timers.nextAt', ({ timers, wake }) => {
          wake.revive();
          return timers.nextAt();
        }),
    },
    outbox: {
      claim: (request) => run('outbox.claim', ({ outbox }) => outbox.claim(request)),
      renew: (request) => run('outbox.renew', ({ outbox }) => outbox.renew(request)),
      settle: (request) => run('outbox.settle', ({ outbox }) => outbox.settle(request)),
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

async function openSession(options: PostgresStoreOptions, schemaName: string): Promise<Session> {
  const connections = connect(options);
  try {
    const database = createDatabase(connections.pool, { schemaName, isNamed: options.statements !== 'unnamed' });
    await database.withClient((client) => migrate(client, schemaName, migrations));
    const [row] = await database.plannedRows<CommitTypes & { readonly id: string; readonly self: string }>(
      `SELECT id::text AS id, gen_random_uuid()::text AS self, ${typesSql(database.schema)} FROM ${database.schema}.identity`,
      [],
    );
    if (row === undefined) throw new Error(`The table ${database.schema}.identity is empty`);
    return {
      connections,
      database,
      types: row,
      wake: options.wake === 'poll' ? noWakeChannel : createWakeChannel(database, row.self, !('pool' in options)),
      identity: row.id,
      cases: createCaseReader(database),
      timers: createTimerQueue(database),
      outbox: createOutboxQueue(database),
      liveness: createLivenessLog(database),
      seal: createSealQueue(database),
    };
  } catch (error) {
    await connections.end();
    throw error;
  }
}
