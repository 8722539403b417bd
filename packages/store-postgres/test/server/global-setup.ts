import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.ts';

/**
 * Keeps one PostgreSQL server for all test files of a run. It starts when the first file asks for it, over a socket
 * (`postgresUrl`), and ends with the run.
 */
export async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-run-'));
  let server: Promise<EmbeddedServer> | undefined;
  const given = env['MOTCUA_TEST_POSTGRES_URL'];
  const urlOf = async (): Promise<string> => {
    if (given !== undefined && given !== '') return given;
    server ??= startEmbeddedServer({
      // The tests kill clients, never this machine; a server of its own is used where the server dies.
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      max_connections: '200',
      shared_buffers: '64MB',
      autovacuum_naptime: '10s',
    });
    return (await server).url;
  };
  const socket = createServer((connection) => {
    connection.on('error', () => undefined);
    urlOf().then(
      (url) => connection.end(JSON.stringify({ url })),
      (error: unknown) => connection.end(JSON.stringify({ error: String(error) })),
    );
  });
  const path = join(folder, 'postgres.sock');
  await new Promise<void>((resolve) => void socket.listen(path, resolve));
  env['MOTCUA_TEST_POSTGRES_SOCKET'] = path;
  return async () => {
    socket.close();
    await (await server?.catch(() => undefined))?.remove();
    rmSync(folder, { recursive: true, force: true });
  };
}
