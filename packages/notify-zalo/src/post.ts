import { type DeliveryResult, errorName, type Instant } from '@motcua/core/contract';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** Whom it goes to, as a reason may name it. */
  readonly who: string;
  readonly now: Instant;
}

export type Posted = { readonly body: unknown } | Extract<DeliveryResult, { status: 'retry' }>;

const DAY_MS = 86_400_000;

/**
 * Posts, and returns the answer as JSON. An answer of the HTTP layer that is none of the service (429, 5xx), and none at
 * all, is a retry. No text of the answer goes into a reason: services repeat numbers and keys in theirs.
 */
export async function post({ url, headers, body, signal, who, now }: Post): Promise<Posted> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    const text = await response.text();
    if (response.ok) return { body: JSON.parse(text) };
    const at = retryInstant(response.headers.get('retry-after'), now);
    return {
      status: 'retry',
      reason: `${who} cannot take it now (HTTP ${response.status})`,
      ...(at !== undefined && { at }),
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const expired =
      (cause as { code?: unknown }).code === 'CERT_HAS_EXPIRED'
        ? '. Its certificate has expired: its operator must renew it'
        : '';
    return {
      status: 'retry',
      reason: `${who} gave no whole answer (${errorName(cause)}): whether it has the message is not known${expired}`,
    };
  }
}

/** The instant of a Retry-After header, in seconds or as a date: not in the past, and within a day. */
function retryInstant(header: string | null, now: Instant): Instant | undefined {
  if (header === null) return undefined;
  const at = /^\d+$/u.test(header.trim()) ? now + Number(header) * 1_000 : Date.parse(header);
  return Number.isFinite(at) ? Math.min(Math.max(at, now), now + DAY_MS) : undefined;
}
