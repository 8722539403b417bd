import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from '@motcua/core/contract';
import type { Behaviour } from '@motcua/testkit/destination-contract';
import type { ZaloTokens } from '../src/index.js';

/** Monday, 5 January 2026, 08:30 in Vietnam. */
export const NOW = Date.UTC(2026, 0, 5, 1, 30);

interface Notice {
  readonly phone: string;
  readonly template_id: string;
  readonly template_data: Readonly<Record<string, string | number>>;
  readonly tracking_id: string;
  readonly mode?: string;
}

export interface ShortMessage {
  readonly Phone: string;
  readonly Content: string;
  readonly IsUnicode: string;
  readonly RequestId: string;
}

type Answer = (response: ServerResponse, body: unknown) => void;
const json: Answer = (response, body) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/**
 * Zalo and eSMS as their public documentation describes them, on this machine. Zalo: access tokens that end, refresh
 * tokens that work once, `error` in an answer that is HTTP 200. eSMS: `CodeResult`, and request ids that are refused when
 * they come again.
 */
export async function startServices({ now = () => NOW } = {}) {
  let behaviour: Behaviour = 'accept';
  let busyFor: number | undefined;
  let zaloCode = 0;
  let smsCode = '100';
  let generation = 1;
  let zaloSecret = 'first app secret';
  let smsSecret = 'sms secret';
  let refreshes = 0;
  let refreshingHangs: (() => void) | undefined;
  let tokens: ZaloTokens = { accessToken: 'access 1', refreshToken: 'refresh 1', expiresAt: now() + 90_000_000 };
  const notices: Notice[] = [];
  const messages: ShortMessage[] = [];
  const requestIds = new Set<string>();

  const lost: Answer = (response, body) => {
    const whole = JSON.stringify(body);
    response.writeHead(200, { 'content-length': whole.length }).write(whole.slice(0, 5), () => response.destroy());
  };
  const renew = ({ headers }: IncomingMessage, form: URLSearchParams): unknown => {
    refreshes += 1;
    if (headers['secret_key'] !== zaloSecret) return { error: -14002, error_name: 'Invalid secret key' };
    if (form.get('refresh_token') !== tokens.refreshToken || form.get('grant_type') !== 'refresh_token') {
      return { error: -14014, error_name: 'Invalid refresh token', error_description: form.get('refresh_token') };
    }
    generation += 1;
    tokens = {
      accessToken: `access ${generation}`,
      refreshToken: `refresh ${generation}`,
      expiresAt: now() + 90_000_000,
    };
    return { access_token: tokens.accessToken, refresh_token: tokens.refreshToken, expires_in: '90000' };
  };
  const notify = ({ headers }: IncomingMessage, body: string): unknown => {
    if (headers['access_token'] !== tokens.accessToken || tokens.expiresAt <= now()) {
      return { error: -124, message: `Access token invalid: ${String(headers['access_token'])}` };
    }
    const notice = JSON.parse(body) as Notice;
    if (behaviour === 'refuse') return { error: -132, message: `Template data invalid ${notice.phone}` };
    if (zaloCode !== 0) return { error: zaloCode, message: `to ${notice.phone}` };
    notices.push(notice);
    return { error: 0, message: 'Success', data: { msg_id: `m${notices.length}`, sent_time: String(now()) } };
  };
  const sms = (body: string): unknown => {
    const message = JSON.parse(body) as ShortMessage & { readonly ApiKey: string; readonly SecretKey: string };
    if (message.SecretKey !== smsSecret)
      return { CodeResult: '101', ErrorMessage: `Authorize Failed ${message.SecretKey}` };
    if (behaviour === 'refuse') return { CodeResult: '146', ErrorMessage: message.Content };
    if (smsCode !== '100') return { CodeResult: smsCode, ErrorMessage: message.Phone };
    if (requestIds.has(message.RequestId)) return { CodeResult: '124', ErrorMessage: 'Duplicate RequestId' };
    requestIds.add(message.RequestId);
    messages.push(message);
    return { CodeResult: '100', CountRegenerate: 0, SMSID: `s${messages.length}` };
  };

  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/token') {
      const renewed = renew(request, new URLSearchParams(body));
      if (refreshingHangs !== undefined) return refreshingHangs();
      return json(response, renewed);
    }
    if (busyFor !== undefined) return void response.writeHead(429, { 'retry-after': String(busyFor) }).end();
    if (behaviour === 'fail') return void response.writeHead(502).end('bad gateway');
    if (behaviour === 'hang') return;
    const answer = request.url === '/sms' ? sms(body) : notify(request, body);
    (behaviour === 'lose-answer' ? lost : json)(response, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    urls: { send: `${url}/message/template`, token: `${url}/token` },
    notices,
    messages,
    refreshes: () => refreshes,
    /** Zalo refreshes and never answers; resolves when it was asked. */
    hangRefreshing: () =>
      new Promise<void>((resolve) => {
        refreshingHangs = resolve;
      }),
    /** What Zalo holds for valid now. */
    tokens: () => tokens,
    behave(next: Behaviour) {
      behaviour = next;
    },
    busy(seconds: number) {
      busyFor = seconds;
    },
    answerZalo(code: number) {
      zaloCode = code;
    },
    answerSms(code: string) {
      smsCode = code;
    },
    /** Zalo takes the tokens for invalid that it gave out last, but for the refresh token. */
    revokeAccess() {
      tokens = { ...tokens, accessToken: `access ${generation}, again` };
    },
    changeSecret(next: string) {
      zaloSecret = next;
    },
    changeSmsSecret(next: string) {
      smsSecret = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Services = Awaited<ReturnType<typeof startServices>>;

/** A clock that stands where it is put. */
export const standing = (now: () => number): Clock => ({
  now,
  sleepUntil: (_instant, signal) =>
    new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
});

/** A place for tokens, in memory. */
export function tokenStore(first: ZaloTokens) {
  let kept = first;
  return {
    load: async () => kept,
    async save(next: ZaloTokens) {
      kept = next;
    },
    kept: () => kept,
  };
}
