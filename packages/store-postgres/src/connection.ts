import { MotcuaError } from '@motcua/core/contract';
import pg from 'pg';

/** What the store needs of a pool of connections. `pg.Pool` is one. */
export interface PoolLike {
  connect(): Promise<PooledClient>;
}

export interface PooledClient {
  query(config: {
    readonly text: string;
    readonly values?: unknown[];
    readonly name?: string;
  }): Promise<{ readonly rows: unknown[] }>;
  on(event: 'notification', listener: (message: { readonly payload?: string | undefined }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  /** With an error, or true, the connection is closed and not used again. */
  release(error?: Error | boolean): void;
}

interface CommonOptions {
  /** Schema of the tables; made when it does not exist. Letters, digits and `_`, at most 40. Default `motcua`. */
  readonly schema?: string;
  /**
   * `named` (default): each connection parses a statement once. `unnamed`: for a connection pooler that gives every
   * transaction another server connection and does not follow prepared statements.
   */
  readonly statements?: 'named' | 'unnamed';
  /**
   * `listen` (default): one connection listens, so that work another process has committed is taken up at once.
   * `poll`: the engine's polling alone finds it; needed behind a pooler that does not keep sessions.
   */
  readonly wake?: 'listen' | 'poll';
}

/** How a store reaches its database: by connections it opens itself, or through a pool of the application. */
export type PostgresStoreOptions = CommonOptions &
  (
    | {
        /** `postgres://user:password@host:port/database`. */
        readonly connectionString: string;
        /** Most connections of this store, the listening one not counted. Default 10. */
        readonly poolSize?: number;
        /** A statement that has no answer after so long fails, and its connection is given up. Default 30000. */
        readonly statementTimeoutMs?: number;
        /** How long a call waits for a free connection or a new one. Default 10000. */
        readonly connectTimeoutMs?: number;
      }
    | {
        /** A pool of the application. Its settings are left alone, and `close()` leaves it open. */
        readonly pool: PoolLike;
      }
  );

const DEFAULT_POOL_SIZE = 10;
const DEFAULT_STATEMENT_TIMEOUT_MS = 30_000;
const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

const KEEP_ALIVE_MS = 30_000;

/** The pool of a store, and how to give it back. */
export interface Connections {
  readonly pool: PoolLike;
  end(): Promise<void>;
}

export function connect(options: PostgresStoreOptions): Connections {
  if ('pool' in options) return { pool: options.pool, end: async () => undefined };
  const timeout = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: (options.poolSize ?? DEFAULT_POOL_SIZE) + (options.wake === 'poll' ? 0 : 1),
    connectionTimeoutMillis: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    // The server ends a statement by itself; the client gives up a little later, for a network that is silent.
    statement_timeout: timeout,
    query_timeout: timeout + 2_000,
    // The connection that listens may be silent for long: what lies between must not forget it, nor it hang unnoticed.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: 'motcua',
  });
  // A connection that dies while it is idle is replaced; whoever needs one learns of a server that is gone.
  pool.on('error', () => undefined);
  // One that dies between two hands, as it is handed out, has no other listener; whoever got it learns by its statement.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return { pool, end: () => pool.end() };
}

const DEFAULT_SCHEMA = 'motcua';

/**
 * The name of the schema, checked, so that it can be part of a statement.
 *
 * @throws MC_STORE_FAILED when it is anything but a plain name.
 */
export function schemaOf({ schema = DEFAULT_SCHEMA }: { readonly schema?: string }): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,39}$/u.test(schema) && !/^pg_/iu.test(schema)) return schema;
  throw new MotcuaError('MC_STORE_FAILED', {
    happened: `The PostgreSQL store was given the schema ${JSON.stringify(schema)}`,
    expected: 'a name of letters, digits and "_", at most 40, that begins with neither a digit nor "pg_"',
    remedy: 'correct the option `schema`',
    details: { operation: 'open', schema },
  });
}

export const quoted = (schema: string): string => `"${schema}"`;
