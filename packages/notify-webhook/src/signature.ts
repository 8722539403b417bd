import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { MotcuaError } from '@motcua/core/contract';

/** The headers of a delivery: https://www.standardwebhooks.com, version 1 of its symmetric signatures. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** One signature for each secret, separated by spaces: receivers know the old secret or the new one. */
  readonly 'webhook-signature': string;
}

export interface SignRequest {
  readonly id: string;
  readonly seconds: number;
  readonly body: string | Uint8Array;
  readonly secrets: readonly string[];
}

export function sign({ id, seconds, body, secrets }: SignRequest): SignedHeaders {
  const signatures = secrets.map((secret) => `v1,${mac(secret, id, String(seconds), body).toString('base64')}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}

/** Whether one of the signatures was made with one of the secrets. Takes as long whatever is wrong. */
export function isSignedWith(
  { id, timestamp, signatures }: { readonly id: string; readonly timestamp: string; readonly signatures: string },
  body: string | Uint8Array,
  secrets: readonly string[],
): boolean {
  const given = signatures.split(' ').filter((signature) => signature.startsWith('v1,'));
  const expected = secrets.map((secret) => mac(secret, id, timestamp, body));
  return given.some((signature) => {
    const bytes = Buffer.from(signature.slice(3), 'base64');
    return expected.some((own) => bytes.length === own.length && timingSafeEqual(bytes, own));
  });
}

function mac(secret: string, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();
}

const SECRET = /^whsec_(?<key>[A-Za-z0-9+/]+={0,2})$/u;

/** Making a key costs five times as much as a signature with it. As many are kept as there are receivers in use. */
const keys = new Map<string, KeyObject>();
const MOST_KEYS = 1_000;

/** A secret is `whsec_` and the base64 of 24 to 64 bytes. The error does not show it. */
function keyOf(secret: string): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const bytes = Buffer.from(SECRET.exec(secret)?.groups?.['key'] ?? '', 'base64');
  if (bytes.length < 24 || bytes.length > 64) {
    throw new MotcuaError('MC_NOTIFIER_INVALID', {
      happened: 'A webhook secret is none',
      expected: 'whsec_ and the base64 of 24 to 64 bytes',
      remedy: 'make one of 32 random bytes, and give it to the receiver',
    });
  }
  const key = createSecretKey(bytes);
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(secret, key);
  return key;
}

const LONGEST_ID = 256;

/** An idempotency key as the id of a webhook: readable, in ASCII, without a full stop, and the same for the same key. */
export function webhookId(idempotencyKey: string): string {
  const id = encodeURIComponent(idempotencyKey).replaceAll('.', '%2E');
  return id.length <= LONGEST_ID ? id : createHash('sha256').update(idempotencyKey).digest('hex');
}
