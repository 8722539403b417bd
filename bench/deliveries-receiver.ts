// A receiver of webhooks in a thread of its own. `/dead` never answers; `/alive` tells when something came.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (request.url === '/dead') return;
    if (request.url === '/alive') parentPort?.postMessage({ arrived: true });
    response.writeHead(204).end();
  });
});
// All that hangs is let go.
parentPort?.on('message', () => server.closeAllConnections());
server.listen(0, '127.0.0.1', () => parentPort?.postMessage({ port: (server.address() as AddressInfo).port }));
