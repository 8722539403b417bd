import type { CommitItem } from '@motcua/core/contract';
import type { PooledClient } from './connection.js';
import type { Database } from './database.js';

/** Timers due within this after their commit are told of; later ones are found by polling in time. */
const SOON_MS = 5_000;

/** Follows the name of a store that has begun to listen. */
const GREETING = '?';

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
  let isEnded = false;
  /** Others have been heard since this store listens. Until then what it would tell is told to nobody. */
  let hasCompany = false;
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
      fresh.on('notification', ({ payload }) => hear(payload));
      client = fresh;
      hasCompany = false;
      await fresh.query({ text: `SET synchronous_commit = off; LISTEN ${channel}` });
      await fresh.query({ text: `NOTIFY ${channel}, '${self}${GREETING}'` });
      // What was committed before we listened was told to nobody here.
      for (const listener of listeners) listener();
      if (isEnded) lose(fresh);
    } catch {
      // Polling goes on without it.
      if (client !== undefined) lose(client);
    } finally {
      isConnecting = false;
    }
  }

  /** Whoever is greeted, or hears of somebody for the first time, tells: so both know of each other, and miss nothing. */
  function hear(payload: string | undefined): void {
    if (payload === undefined || payload.startsWith(self)) return;
    const isNew = !hasCompany || payload.endsWith(GREETING);
    hasCompany = true;
    for (const listener of listeners) listener();
    if (isNew) notify();
  }

  function lose(lost: PooledClient): void {
    if (client !== lost) return;
    client = undefined;
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
    // Its greeting tells as well.
    if (client === undefined) await connect();
    else if (hasCompany) await client.query({ text: `NOTIFY ${channel}, '${self}'` });
  }

  function notify(): void {
    if (isTelling) isToldAgain = true;
    else void tell();
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
      // It listens already, but did not call this one.
      else listener();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && !mayKeep && client !== undefined) lose(client);
      };
    },
    notify,
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
