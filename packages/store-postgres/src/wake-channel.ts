import type { CommitItem } from '@motcua/core/contract';
import type { PooledClient } from './connection.js';
import type { Database } from './database.js';

/** Timers due within this after their commit are told of; later ones are found by polling in time. */
const SOON_MS = 5_000;

/** Tells other processes over LISTEN and NOTIFY that something is due, and hears it from them. */
export interface WakeChannel {
  /** Returns the function that ends it. */
  listen(listener: () => void): () => void;
  /** Tells the others, in the background; calls that come meanwhile are one. */
  notify(): void;
  /** A statement that tells the others when the transaction it runs in commits. */
  readonly notification: string;
  /** Listens again if the connection was lost. */
  revive(): void;
  end(): void;
}

/** Whether a batch makes work that another process could begin with at once. */
export function makesWork(batch: readonly CommitItem[]): boolean {
  return batch.some(
    ({ change, audit }) =>
      change !== undefined &&
      (change.outbox.length > 0 || (change.timers ?? []).some(({ fireAt }) => fireAt <= audit.at + SOON_MS)),
  );
}

/**
 * @param self names this store in its notifications, which it does not listen to; a uuid.
 * @param mayKeep a connection only to tell; else one is kept only by who listens.
 */
export function createWakeChannel(database: Database, self: string, mayKeep: boolean): WakeChannel {
  const channel = `"motcua:${database.schemaName}"`;
  const listeners = new Set<() => void>();
  let client: PooledClient | undefined;
  let isConnecting = false;
  let isListening = false;
  let isEnded = false;
  let isTelling = false;
  let isToldAgain = false;
  const notification = `SELECT pg_notify('motcua:${database.schemaName}', '${self}')`;

  /** One connection of its own listens and tells. */
  async function connect(): Promise<void> {
    if (client !== undefined || isConnecting || isEnded) return;
    isConnecting = true;
    try {
      const fresh = await database.connect();
      fresh.on('error', () => lose(fresh));
      fresh.on('notification', ({ payload }) => {
        if (payload !== self) for (const listener of listeners) listener();
      });
      client = fresh;
      await fresh.query({ text: 'SET synchronous_commit = off' });
      await listen();
      if (isEnded) lose(fresh);
    } catch {
      // Polling goes on without it.
      if (client !== undefined) lose(client);
    } finally {
      isConnecting = false;
    }
  }

  async function listen(): Promise<void> {
    if (client === undefined || isListening || listeners.size === 0) return;
    isListening = true;
    await client.query({ text: `LISTEN ${channel}` });
    // What was committed before we listened was told to nobody here.
    for (const listener of listeners) listener();
  }

  function lose(lost: PooledClient): void {
    if (client !== lost) return;
    client = undefined;
    isListening = false;
    // Never back into the pool: it is still listening.
    lost.release(true);
  }

  /** What is told is only a hint, and need not wait for the disk. */
  async function tell(): Promise<void> {
    isTelling = true;
    do {
      isToldAgain = false;
      await (mayKeep || listeners.size > 0 ? tellAlone() : tellOnce()).catch(() => undefined);
    } while (isToldAgain && !isEnded);
    isTelling = false;
  }

  async function tellAlone(): Promise<void> {
    await connect();
    await client?.query({ text: `NOTIFY ${channel}, '${self}'` });
  }

  const tellOnce = () =>
    database.withClient((teller) =>
      teller.query({ text: `BEGIN; SET LOCAL synchronous_commit = off; ${notification}; COMMIT` }),
    );

  return {
    notification,
    listen(listener) {
      listeners.add(listener);
      if (client === undefined) void connect();
      else void listen().catch(() => undefined);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && !mayKeep && client !== undefined) lose(client);
      };
    },
    notify() {
      if (isTelling) isToldAgain = true;
      else void tell();
    },
    revive() {
      if (listeners.size > 0) void connect();
    },
    end() {
      isEnded = true;
      if (client !== undefined) lose(client);
    },
  };
}

/** For stores that only poll. */
export const noWakeChannel: WakeChannel = {
  notification: '',
  listen: () => () => undefined,
  notify: () => undefined,
  revive: () => undefined,
  end: () => undefined,
};
