import type { PooledClient, PoolLike } from './connection.js';
import { isUndone } from './postgres-error.js';

/** Statements of the store, run on a connection of a pool, each on its own: one statement is one transaction. */
export interface Database {
  /** The schema's name, quoted, to be put into statements. */
  readonly schema: string;
  readonly schemaName: string;
  /** Named: kept prepared. */
  rows<Row>(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /** Planned for its very values each time. */
  plannedRows<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /** A connection of its own, to be released by the caller. */
  connect(): Promise<PooledClient>;
  /** Runs work on one connection. */
  withClient<Result>(work: (client: PooledClient) => Promise<Result>): Promise<Result>;
}

/** How often a transaction is tried; the others have then come through. */
const MAX_ATTEMPTS = 10;

export function createDatabase(
  pool: PoolLike,
  { schemaName, isNamed }: { readonly schemaName: string; readonly isNamed: boolean },
): Database {
  async function withClient<Result>(work: (client: PooledClient) => Promise<Result>): Promise<Result> {
    const client = await pool.connect();
    let failure: Error | undefined;
    // A connection that ends while it is in use says so twice: by its statement, and by this event.
    const ended = (error: Error) => {
      failure ??= error;
    };
    client.on('error', ended);
    try {
      return await work(client);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      // A statement that failed as such leaves its connection sound; anything else may have left an answer under way.
      const isSound = failure === undefined || isServerError(failure);
      client.release(isSound ? undefined : failure);
      // The pool listens to a connection it has back. One it closes may still speak, to nobody else.
      if (isSound) client.removeListener('error', ended);
    }
  }

  const run = <Row>(config: { text: string; values: unknown[]; name?: string }): Promise<readonly Row[]> =>
    untilDone(async () => (await withClient((client) => client.query(config))).rows as Row[]);

  return {
    schema: `"${schemaName}"`,
    schemaName,
    rows: (name, text, values) =>
      run({ text, values: [...values], ...(isNamed && { name: `motcua_${schemaName}_${name}` }) }),
    plannedRows: (text, values) => run({ text, values: [...values] }),
    connect: () => pool.connect(),
    withClient,
  };
}

/** Repeats a transaction that the server undid on account of others. */
export async function untilDone<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (!isUndone(error) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** An error the server sent as the answer to a statement, of a kind after which the connection goes on. */
function isServerError(error: Error): boolean {
  const { severity, code } = error as { severity?: unknown; code?: unknown };
  return severity === 'ERROR' && typeof code === 'string' && !code.startsWith('57P') && !code.startsWith('08');
}
