import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Behaviour } from '@motcua/testkit/destination-contract';
import { type CloudEvent, rememberInMemory, verifyWebhook } from '../src/index.js';
import type { Certificate } from './certificates.js';

export const NOW = Date.UTC(2026, 0, 5, 1, 30);
export const secretOf = (letter: string): string => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
export const clock = { now: () => NOW };

/** A request as it came, and what the receiver made of it. */
export interface Arrival {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly verdict: 'new' | 'duplicate' | 'refused';
}

export type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void | Promise<void>;

export interface ReceiverOptions {
  readonly now?: () => number;
  readonly certificate?: Certificate;
}

/** Another program: it verifies what comes, takes each id once, and behaves badly when it is told to. */
export async function startReceiver({ now = () => NOW, certificate }: ReceiverOptions = {}) {
  let behaviour: Behaviour | Handler = 'accept';
  let secrets = [secretOf('a')];
  const remember = rememberInMemory();
  const arrivals: Arrival[] = [];
  const events: CloudEvent[] = [];

  const awaited = { count: Number.POSITIVE_INFINITY, arrived: () => {} };
  const take = async ({ headers }: IncomingMessage, body: Buffer): Promise<number> => {
    const verdict = await verifyWebhook({ headers, body }, { secrets, now: now(), remember });
    if (arrivals.length + 1 >= awaited.count) awaited.arrived();
    arrivals.push({
      id: String(headers['webhook-id']),
      headers: headers as Record<string, string>,
      body,
      verdict: verdict.status,
    });
    if (verdict.status === 'refused') return verdict.httpStatus;
    if (verdict.status === 'new') events.push(verdict.event);
    return 204;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    switch (behaviour) {
      case 'accept':
        response.writeHead(await take(request, body)).end();
        return;
      case 'fail':
        response.writeHead(503).end('down');
        return;
      case 'refuse':
        response.writeHead(422).end();
        return;
      case 'lose-answer':
        await take(request, body);
        response.writeHead(200, { 'content-length': 100 }).write('the beginning', () => response.destroy());
        return;
      case 'hang':
        return;
      default:
        await behaviour(request, response, body);
    }
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hooks/motcua`,
    arrivals,
    /** Resolves when so many have come. */
    come: (count: number) =>
      new Promise<void>((resolve) => {
        Object.assign(awaited, { count, arrived: resolve });
        if (arrivals.length >= count) resolve();
      }),
    /** The only one. */
    arrival(): Arrival {
      const [first, ...others] = arrivals;
      if (first === undefined || others.length > 0) throw new Error(`${arrivals.length} arrivals, not one`);
      return first;
    },
    events,
    /** Ids that had an effect, in order. */
    effects: () => arrivals.filter(({ verdict }) => verdict === 'new').map(({ id }) => decodeURIComponent(id)),
    take,
    behave(next: Behaviour | Handler) {
      behaviour = next;
    },
    know(next: readonly string[]) {
      secrets = [...next];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
