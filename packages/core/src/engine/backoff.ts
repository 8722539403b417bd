import type { RetryPolicy } from '../contract/adapter.js';
import type { Instant } from '../contract/time.js';

export const defaultRetryPolicy: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 3_600_000, maxAttempts: 20 };

/**
 * When to try again: the delay doubles with each failure, and its second half is spread by the message id, so that
 * messages that failed together do not return together. The same message and attempt always give the same instant.
 */
export function retryAt(policy: RetryPolicy, now: Instant, messageId: string, attempt: number): Instant {
  const delay = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.maxDelayMs);
  return now + Math.round(delay / 2 + (delay / 2) * spread(`${messageId}#${attempt}`));
}

/** A number in [0, 1) that depends on a text only (FNV-1a, 32 bits). */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}
