import { MotcuaError } from '@motcua/core';
import type { Address } from './call.js';

/** What the other side said. */
export interface Answer {
  readonly status: number;
  /** Parsed JSON; undefined when there was none, or none that could be read. */
  readonly body: unknown;
  /** In seconds, when it said when to come back. */
  readonly retryAfter?: number;
}

export interface Shipment extends Address {
  readonly body?: unknown;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

/** How calls reach a system. It throws when no answer came; what it throws is never shown, as it may hold secrets. */
export type Transport = (shipment: Shipment) => Promise<Answer>;

export interface HttpTransportOptions {
  /** `https://portal.example/api`. */
  readonly baseUrl: string;
  /**
   * Headers with secrets, fetched for every call, so that a changed secret is used at once. They go to the wire and nowhere
   * else.
   */
  readonly headers?: () => Promise<Readonly<Record<string, string>>>;
  /** Header of the idempotency key. Default `idempotency-key`. */
  readonly keyHeader?: string;
  /** Longest answer that is read. Default 1 MiB. */
  readonly maxBytes?: number;
  /** For a proxy or a client certificate. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** JSON over HTTP. Redirects are not followed: they would carry secrets to another address. */
export function httpTransport(options: HttpTransportOptions): Transport {
  const { baseUrl, headers, keyHeader = 'idempotency-key', maxBytes = 2 ** 20, fetch = globalThis.fetch } = options;
  const base = baseUrl.replace(/\/+$/u, '');
  if (!/^https?:$/u.test(URL.parse(base)?.protocol ?? '')) {
    throw new MotcuaError('MC_CONNECTOR_INVALID', {
      happened: 'An HTTP transport was given a base address that is none',
      expected: 'baseUrl as an address with http: or https:',
      remedy: 'correct the address',
    });
  }
  return async ({ method, path, body, idempotencyKey, signal }) => {
    const response = await fetch(`${base}${path}`, {
      method,
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { [keyHeader]: idempotencyKey }),
        ...(await headers?.()),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      status: response.status,
      body: await readJson(response, maxBytes),
      ...(retryAfter >= 0 && { retryAfter }),
    };
  };
}

/** The body as JSON; undefined when it is empty, cut off, too long, or something else. */
async function readJson(response: Response, maxBytes: number): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.byteLength;
      if (length > maxBytes) {
        await response.body?.cancel().catch(() => undefined);
        return undefined;
      }
      parts.push(part);
    }
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(joined(parts, length))) as unknown;
  } catch {
    return undefined;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
