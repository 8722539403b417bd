import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedServer } from '../../packages/store-postgres/test/server/embedded-server.ts';
import { count } from './callers.ts';
import { startStallingProxy } from './stalling-proxy.ts';

/** A PostgreSQL server of a run, to which things happen while the engines work. */
export interface FaultyPostgres {
  /** For the engines: through the network that can stall. */
  readonly location: string;
  /** For the checker. */
  readonly direct: string;
  /** An engine was killed: what is planned for then happens, beside the work. */
  onKill(killed: number): void;
  /** Nothing happens any more; resolves when the last fault is over. */
  calm(): Promise<void>;
  /** How often what happened. */
  readonly faults: ReadonlyMap<string, number>;
  remove(): Promise<void>;
}

type Fault = 'terminate' | 'restart' | 'stall' | 'full' | 'storm' | 'calm-storm';

const MAX_CONNECTIONS = 60;
/** Longer than an engine waits for an answer. */
const STALL_MS = 4_000;

/**
 * In a run of 200 kills: 20 times all connections of the engines are terminated, 5 times the server loses power and
 * starts again, 5 times the network stalls, 5 times there is no connection left; in a shorter one each in proportion, at
 * least once. For a third of the run every transaction is serializable, so that the server undoes many.
 */
export async function startFaultyPostgres(kills: number): Promise<FaultyPostgres> {
  // Its own data survives the loss of power: fsync and full pages as they are by default.
  const server = await startEmbeddedServer({ max_connections: String(MAX_CONNECTIONS), shared_buffers: '64MB' });
  const proxy = await startStallingProxy(server.port);
  const direct = `${server.url}/postgres`;
  const location = `postgres://postgres@127.0.0.1:${proxy.port}/postgres`;
  const faults = new Map<string, number>();
  let isCalm = false;
  let underWay: Promise<unknown> = Promise.resolve();

  const asAdmin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: direct });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const terminate = () =>
    asAdmin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'motcua'");
  const happenings: Readonly<Record<Fault, () => Promise<void>>> = {
    terminate,
    async restart() {
      await server.stop('immediate');
      await server.start();
    },
    async stall() {
      proxy.stall();
      await sleep(STALL_MS);
      proxy.resume();
    },
    async full() {
      await terminate();
      const hogs: pg.Client[] = [];
      for (let taken = 0; taken < MAX_CONNECTIONS; taken += 1) {
        const hog = new pg.Client({ connectionString: direct });
        hog.on('error', () => undefined);
        const isIn = await hog.connect().then(
          () => true,
          () => false,
        );
        if (!isIn) break;
        hogs.push(hog);
      }
      await sleep(1_000);
      await Promise.all(hogs.map((hog) => hog.end().catch(() => undefined)));
    },
    async storm() {
      await asAdmin("ALTER DATABASE postgres SET default_transaction_isolation = 'serializable'");
      await terminate();
    },
    async 'calm-storm'() {
      await asAdmin('ALTER DATABASE postgres RESET default_transaction_isolation');
      await terminate();
    },
  };

  const plan = planOf(kills);
  return {
    location,
    direct,
    faults,
    onKill(killed) {
      for (const fault of plan.get(killed) ?? []) {
        underWay = underWay.then(async () => {
          if (isCalm) return;
          await happenings[fault]().catch(() => undefined);
          count(faults, fault);
        });
      }
    },
    async calm() {
      isCalm = true;
      await underWay;
      await happenings['calm-storm']();
    },
    async remove() {
      await proxy.close();
      await server.remove();
    },
  };
}

/** Which faults come after how many kills: spread evenly, never two kinds in one place. */
function planOf(kills: number): ReadonlyMap<number, readonly Fault[]> {
  const plan = new Map<number, Fault[]>();
  const at = (share: number, fault: Fault) => {
    const killed = Math.max(1, Math.round(kills * share));
    plan.set(killed, [...(plan.get(killed) ?? []), fault]);
  };
  const spread = (oneIn: number, fault: Fault, offset: number) => {
    const times = Math.max(1, Math.round(kills / oneIn));
    for (let time = 0; time < times; time += 1) at((time + offset) / times, fault);
  };
  spread(10, 'terminate', 0.5);
  spread(40, 'restart', 0.25);
  spread(40, 'stall', 0.5);
  spread(40, 'full', 0.75);
  at(1 / 3, 'storm');
  at(2 / 3, 'calm-storm');
  return plan;
}
