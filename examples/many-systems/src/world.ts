import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SYSTEMS = ['portal', 'civil-status', 'interlinked'] as const;
export type SystemName = (typeof SYSTEMS)[number];

/** The three other systems, each in a process of its own with its own state. */
export interface World {
  readonly baseUrl: (system: SystemName) => string;
  /** A system loses power. */
  down(system: SystemName): Promise<void>;
  /** It is back, with what it had on its disk. */
  up(system: SystemName): Promise<void>;
  /** Something happens inside a system that nobody outside ordered; resolves with what it says about it. */
  happen(system: SystemName, what: { readonly type: string; readonly [field: string]: unknown }): Promise<unknown>;
  /** What a system has on its disk. */
  readonly stateOf: (system: SystemName) => Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** The secret each system gave us. A real office keeps them in a vault. */
export const tokenOf = (system: SystemName): string => `token-of-${system}-7c1e`;

export async function startWorld(folder: string): Promise<World> {
  const running = new Map<SystemName, ChildProcess>();
  const ports = new Map<SystemName, number>();
  const stateFile = (system: SystemName) => join(folder, `${system}.json`);
  const up = async (system: SystemName) => {
    const child = fork(
      join(import.meta.dirname, '..', 'systems', `${system}.ts`),
      [String(ports.get(system) ?? 0), stateFile(system), tokenOf(system)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
    ports.set(system, port);
    running.set(system, child);
  };
  const processOf = (system: SystemName): ChildProcess => {
    const child = running.get(system);
    if (child === undefined) throw new Error(`${system} is down`);
    return child;
  };
  const down = async (system: SystemName) => {
    const child = processOf(system);
    running.delete(system);
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  for (const system of SYSTEMS) await up(system);
  return {
    baseUrl: (system) => `http://127.0.0.1:${ports.get(system) ?? 0}`,
    down,
    up,
    async happen(system, what) {
      const child = processOf(system);
      child.send(what);
      const [answer] = (await once(child, 'message')) as [unknown];
      return answer;
    },
    stateOf: (system) => JSON.parse(readFileSync(stateFile(system), 'utf8')) as Record<string, unknown>,
    async close() {
      for (const system of running.keys()) await down(system);
    },
  };
}
