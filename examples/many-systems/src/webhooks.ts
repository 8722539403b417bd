import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connections } from '@motcua/connect';

// #region webhook
/** The address at which the other systems tell what they did: `POST /hooks/<system>`. */
export async function listenForHooks(connections: Connections, tenant: string) {
  const server = createServer(async (incoming, response) => {
    try {
      const parts: Buffer[] = [];
      for await (const part of incoming) parts.push(part as Buffer);
      const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
      const body = Buffer.concat(parts);
      const system = (incoming.url ?? '').split('/')[2] ?? '';
      const request = new Request('http://office', { method: incoming.method ?? 'POST', headers, body });
      const answer = await connections.receive({ tenant, system, request });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    } catch {
      // They try again.
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: (system: string) => `http://127.0.0.1:${port}/hooks/${system}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
// #endregion
