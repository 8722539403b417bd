import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * How the other system treats the next request. `after`: it does what it was asked, and then the answer is an error, is
 * empty, or never comes.
 */
export type Fault =
  | { readonly status: number; readonly after?: boolean; readonly retryAfter?: number }
  | { readonly answer: 'none' | 'empty'; readonly after?: boolean };

export interface Permit {
  readonly id: string;
  code: string;
  status: string;
  [field: string]: unknown;
}

interface Parsed {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly key: string | undefined;
  readonly body: Record<string, unknown>;
  readonly authorization: string | undefined;
}

/** A register of permits over HTTP, with its own state and its own moods. It knows nothing of who calls. */
export async function otherSystem({
  knowsKeys = true,
  port = 0,
}: {
  readonly knowsKeys?: boolean;
  readonly port?: number;
} = {}) {
  const permits = new Map<string, Permit>();
  const answered = new Map<string, { readonly status: number; readonly body: unknown }>();
  const requests: Parsed[] = [];
  const faults: Fault[] = [];
  const waiting = new Set<ServerResponse>();
  const changes: Record<string, unknown>[] = [];
  let moods: (request: Parsed) => Fault | undefined = () => undefined;
  let extra: Record<string, unknown> = {};
  let next = 1;
  let hold = () => {};
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });

  const listChanges = (query: URLSearchParams) => {
    const after = Number(query.get('after') ?? 0);
    const page = changes.slice(after, after + 2);
    return { status: 200, body: { changes: page, next: String(after + page.length) } };
  };
  const list = (query: URLSearchParams) => {
    const code = query.get('code');
    const all = [...permits.values()].filter((permit) => code === null || permit.code === code);
    const from = Number(query.get('cursor') ?? 0);
    const items = all.slice(from, from + 2).map((permit) => ({ ...permit, ...extra }));
    return { status: 200, body: { items, ...(from + 2 < all.length && { next: String(from + 2) }) } };
  };

  const perform = ({ method, path, query, body }: Parsed): { readonly status: number; readonly body: unknown } => {
    const id = path.split('/')[2];
    if (method === 'POST') {
      const code = String(body['code']);
      if (!knowsKeys && [...permits.values()].some((permit) => permit.code === code)) return { status: 409, body: {} };
      const made: Permit = { id: `P-${next}`, code, status: String(body['status'] ?? 'new') };
      next += 1;
      permits.set(made.id, made);
      return { status: 201, body: { ...made, ...extra } };
    }
    if (method === 'GET') return path === '/changes' ? listChanges(query) : list(query);
    const permit = permits.get(id ?? '');
    if (permit === undefined) return { status: 404, body: {} };
    if (method === 'DELETE') permits.delete(permit.id);
    else permit.status = String(body['status']);
    return { status: 200, body: { ...permit, ...extra } };
  };

  const once = (request: Parsed) => {
    const { key } = request;
    if (!knowsKeys || key === undefined) return perform(request);
    const known = answered.get(key);
    if (known !== undefined) return known;
    const answer = perform(request);
    answered.set(key, answer);
    return answer;
  };

  const server = createServer(async (incoming, response) => {
    const request = await parse(incoming);
    requests.push(request);
    const fault = faults.shift() ?? moods(request);
    const answer = fault === undefined || fault.after === true ? once(request) : undefined;
    if (fault === undefined) return send(response, answer?.status ?? 500, answer?.body);
    if ('status' in fault) return send(response, fault.status, {}, fault.retryAfter);
    if (fault.answer === 'empty') return send(response, answer?.status ?? 200, undefined);
    waiting.add(response);
    hold();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${bound}`,
    permits,
    /** What it tells who asks for its changes. */
    changes,
    requests,
    /** Treats the next requests so, one each. */
    next: (...list: readonly Fault[]) => void faults.push(...list),
    /** Treats every request so that it says. */
    mood: (of: (request: Parsed) => Fault | undefined) => {
      moods = of;
    },
    /** Fields its answers have from now on. */
    grows: (fields: Record<string, unknown>) => {
      extra = fields;
    },
    /** Resolves when the first request gets no answer. */
    held: () => held,
    keys: () => [...answered.keys()],
    async close() {
      for (const response of waiting) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type OtherSystem = Awaited<ReturnType<typeof otherSystem>>;

async function parse(incoming: IncomingMessage): Promise<Parsed> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const key = incoming.headers['idempotency-key'];
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    key: typeof key === 'string' ? key : undefined,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    authorization: incoming.headers.authorization,
  };
}

function send(response: ServerResponse, status: number, body: unknown, retryAfter?: number): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
