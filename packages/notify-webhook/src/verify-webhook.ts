import type { Instant } from '@motcua/core/contract';
import { type CloudEvent, cloudEventSchema } from './cloud-event.js';
import { isSignedWith } from './signature.js';

export interface WebhookRequest {
  /** Of a `Request`, or of Node's `IncomingMessage`. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body exactly as it came: parsed and printed again it is another one. */
  readonly body: string | Uint8Array;
}

export interface VerifyOptions {
  /** All secrets in force: the present one, and the one before it while the sender changes over. */
  readonly secrets: readonly string[];
  readonly now: Instant;
  /** How far the clocks of sender and receiver may be apart, and how long a request may be under way. Default: 5 minutes. */
  readonly toleranceMs?: number;
  /**
   * Takes a note of an id and says whether it is new. Keep the notes longer than a sender goes on trying (the engine:
   * a day), and take the note in the transaction of what the event changes: then both are there or neither is.
   */
  remember(id: string): boolean | Promise<boolean>;
}

/**
 * `new`: act on it, answer 2xx. `duplicate`: done before, answer 2xx and do nothing. `refused`: answer 401 for a wrong
 * signature or time, 400 for what is no event.
 */
export type Verdict =
  | { readonly status: 'new'; readonly id: string; readonly event: CloudEvent }
  | { readonly status: 'duplicate'; readonly id: string }
  | { readonly status: 'refused'; readonly httpStatus: 400 | 401; readonly reason: string };

const refused = (httpStatus: 400 | 401, reason: string): Verdict => ({ status: 'refused', httpStatus, reason });

/** Verifies a webhook as it arrives: signature, age, form, and whether it came before. Never throws for what came in. */
export async function verifyWebhook(request: WebhookRequest, options: VerifyOptions): Promise<Verdict> {
  const { secrets, now, toleranceMs = 300_000, remember } = options;
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headerOf(request.headers, name),
  );
  if (!id || !timestamp || !signatures) return refused(401, 'it is not signed');
  if (!/^\d{1,12}$/u.test(timestamp)) return refused(401, 'its timestamp is no number of seconds');
  if (!isSignedWith({ id, timestamp, signatures }, request.body, secrets))
    return refused(401, 'its signature is wrong');
  if (Math.abs(now - Number(timestamp) * 1_000) > toleranceMs) {
    return refused(401, 'it was signed too long ago, or by a clock that is wrong');
  }
  const event = eventIn(request.body);
  if (event === undefined) return refused(400, 'its body is no CloudEvent');
  return (await remember(id)) ? { status: 'new', id, event } : { status: 'duplicate', id };
}

function headerOf(headers: WebhookRequest['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function eventIn(body: string | Uint8Array): CloudEvent | undefined {
  try {
    const text = typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body);
    return cloudEventSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Notes in memory: for tests, and for receivers whose whole state is there. The oldest go when there are too many. */
export function rememberInMemory(limit = 100_000): (id: string) => boolean {
  const known = new Set<string>();
  return (id) => {
    if (known.has(id)) return false;
    known.add(id);
    const [oldest] = known;
    if (known.size > limit && oldest !== undefined) known.delete(oldest);
    return true;
  };
}
