// What the three systems have in common: JSON over HTTP, a token, and a file they keep their state in. They are other
// people's programs: nothing here knows who calls.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Incoming {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Outgoing {
  readonly status: number;
  readonly body: unknown;
  /** The answer is lost on its way. */
  readonly lost?: boolean;
}

/** Command line: port (0: any), state file, token. */
export const [port = '0', stateFile = '', token = ''] = process.argv.slice(2);

/** The state of the last run, or the first one. */
export function readState<State>(first: State): State {
  return existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as State) : first;
}

export const saveState = (state: unknown): void => writeFileSync(stateFile, JSON.stringify(state, null, 1));

/** For a system that knows idempotency keys: whoever sends a key again gets the first answer to it. */
export function answeringOnce(
  state: { readonly answers: Record<string, Outgoing> },
  perform: (request: Incoming) => Outgoing,
): (request: Incoming) => Outgoing {
  return (request) => {
    const key = request.headers['idempotency-key'];
    const known = typeof key === 'string' ? state.answers[key] : undefined;
    if (known !== undefined) return known;
    const answer = structuredClone(perform(request));
    if (typeof key === 'string') state.answers[key] = answer;
    saveState(state);
    return answer;
  };
}

/** Serves until the process ends, and tells whoever started it the port. */
export function serve(handle: (request: Incoming) => Outgoing): void {
  const server = createServer(async (incoming, response) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString('utf8');
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const { status, body, lost } =
      incoming.headers.authorization === `Bearer ${token}`
        ? handle({
            method: incoming.method ?? 'GET',
            path: url.pathname
              .split('/')
              .filter((part) => part !== '')
              .map(decodeURIComponent),
            query: url.searchParams,
            headers: incoming.headers,
            body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
          })
        : { status: 401, body: { error: 'token' }, lost: undefined };
    if (lost === true) return void response.destroy();
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  });
  server.listen(Number(port), '127.0.0.1', () => {
    process.send?.({ type: 'listening', port: (server.address() as AddressInfo).port });
  });
}

/** A page of a list: from a position, so many. */
export function pageOf<Item>(items: readonly Item[], query: URLSearchParams, size: number) {
  const from = Number(query.get('from') ?? 0);
  const to = from + size;
  return { items: items.slice(from, to), ...(to < items.length && { next: String(to) }) };
}
