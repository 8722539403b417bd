import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createMemoryStore } from '@motcua/core/memory';
import { createPostgresStore } from '@motcua/store-postgres';
import { createTestDatabase } from '../../store-postgres/test/server/test-database.js';
import { type Desk, deskOf } from './desk.js';
import { office } from './office.js';
import type { OtherSystem } from './other-system.js';
import type { Answered, Asked } from './processes/desk.js';

/** Engines of one office over one store, and the hands at their desks. */
export interface Team {
  /** With one engine, both are its desk. */
  desks(): readonly [Desk, Desk];
  /** Lets so much time pass at all desks, and everything that falls due on the way happen. */
  pass(ms: number): Promise<void>;
  /** The engine of the first desk dies in the middle of what it does; another one takes its place. */
  kill(): Promise<void>;
  end(): Promise<void>;
}

interface Settings {
  readonly breaker?: { readonly failures: number; readonly restMs: number };
}

type StartTeam = (register: OtherSystem, settings?: Settings) => Promise<Team>;

export const teams: Readonly<Record<string, StartTeam>> = {
  'one engine in memory': oneEngine(async () => {
    const store = createMemoryStore();
    return { open: () => store, drop: async () => undefined };
  }),
  'one engine on PostgreSQL': oneEngine(async () => {
    const { url, drop } = await createTestDatabase();
    return { open: () => createPostgresStore({ connectionString: url }), drop };
  }),
  'two engine processes on PostgreSQL': async (register, settings = {}) => {
    const database = await createTestDatabase();
    const start = () => startProcess([register.baseUrl, database.url, JSON.stringify(settings)]);
    let [first, second] = [await start(), await start()];
    const desks = () => [first.desk, second.desk] as const;
    return {
      desks,
      pass: (ms) => pass(desks(), ms),
      async kill() {
        await first.kill();
        const now = await second.desk.now();
        first = await start();
        await first.desk.jumpTo(now);
      },
      async end() {
        await first.kill();
        await second.kill();
        await database.drop();
      },
    };
  },
};

type OfficeStore = NonNullable<Parameters<typeof office>[1]>['store'] & {};
interface Place {
  open(): OfficeStore;
  drop(): Promise<void>;
}

function oneEngine(place: () => Promise<Place>): StartTeam {
  return async (register, settings = {}) => {
    const { open, drop } = await place();
    const started: Awaited<ReturnType<typeof office>>[] = [];
    const start = async (): Promise<Desk> => {
      const running = await office(register, { ...settings, store: open() });
      started.push(running);
      return deskOf(running);
    };
    let desk = await start();
    return {
      desks: () => [desk, desk],
      pass: (ms) => pass([desk], ms),
      // It is left alone with what it was doing: for the others it is dead.
      async kill() {
        const now = await desk.now();
        desk = await start();
        await desk.jumpTo(now);
      },
      async end() {
        for (const { engine } of started) await engine.stop();
        await drop();
      },
    };
  };
}

async function pass(desks: readonly Desk[], ms: number): Promise<void> {
  const settle = () => Promise.all(desks.map((desk) => desk.settle()));
  const jumpTo = (at: number) => Promise.all(desks.map((desk) => desk.jumpTo(at)));
  const [desk] = desks;
  const now = (await desk?.now()) ?? 0;
  await settle();
  for (let at = await desk?.nextAt(); at !== undefined && at <= now + ms; at = await desk?.nextAt()) {
    if (at > ((await desk?.now()) ?? at)) await jumpTo(at);
    await settle();
  }
  await jumpTo(now + ms);
}

async function startProcess(args: readonly string[]) {
  const child: ChildProcess = fork(join(import.meta.dirname, 'processes', 'desk.ts'), args);
  const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ready = new Promise<void>((resolve) => {
    child.on('message', (answer: Answered) => {
      if ('ready' in answer) return resolve();
      const { resolve: answered, reject } = asked.get(answer.id) ?? {};
      asked.delete(answer.id);
      if (answer.error === undefined) answered?.(answer.value);
      else reject?.(new Error(answer.error));
    });
  });
  child.on('exit', () => {
    for (const { reject } of asked.values()) reject(new Error('the engine process is dead'));
  });
  await ready;
  let id = 0;
  const ask = (what: keyof Desk, ...args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      id += 1;
      asked.set(id, { resolve, reject });
      child.send({ id, what, args } satisfies Asked);
    });
  const desk = new Proxy({} as Desk, {
    get:
      (_, what: keyof Desk) =>
      (...args: readonly unknown[]) =>
        ask(what, ...args),
  });
  return {
    desk,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
