import { z } from 'zod';
import type { OutboxRow } from './store.js';
import { instantSchema } from './time.js';

export const ADAPTER_CONTRACT_VERSION = 1;

export interface DeliveryContext {
  /** 1 for the first try. */
  readonly attempt: number;
  /** Stable over all attempts: `<caseId>:<revision>:<index>/<destination>`. */
  readonly idempotencyKey: string;
  /** Aborts when no answer came within the engine's `limits.deliveryMs`: what is under way is no longer waited for. */
  readonly signal: AbortSignal;
}

/**
 * What became of a delivery. `retry`: try again, at the given instant or by the engine's backoff when none is given.
 * `give-up`: never try again, the message becomes a dead letter.
 */
export const deliveryResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('delivered') }),
  z.object({ status: z.literal('retry'), reason: z.string(), at: instantSchema.exactOptional() }),
  z.object({ status: z.literal('give-up'), reason: z.string() }),
]);
export type DeliveryResult = Readonly<z.infer<typeof deliveryResultSchema>>;

/** When a delivery that failed is tried again. */
export interface RetryPolicy {
  /** Delay after the first failure. */
  readonly firstDelayMs: number;
  /** Longest delay. */
  readonly maxDelayMs: number;
  /** After so many failed attempts a message becomes a dead letter. */
  readonly maxAttempts: number;
}

/**
 * Something outside that must hear of facts. `deliver` may be called more than once for a message and must then have
 * the effect of one call. A throw counts as `retry` with the error's text as
 * reason, and so does an answer that is none.
 */
export interface Destination {
  readonly contractVersion: typeof ADAPTER_CONTRACT_VERSION;
  /** Fact types it wants: exact, or a prefix ending in `.*`, or `*`. */
  readonly topics: readonly string[];
  /** Where it differs from the engine's: a system that is down for a night needs more attempts than a mailbox. */
  readonly retry?: Partial<RetryPolicy> | undefined;
  deliver(message: OutboxRow, context: DeliveryContext): Promise<DeliveryResult>;
}

/** Tells people. */
export interface Notifier extends Destination {
  readonly role: 'notifier';
}

/** Keeps another program up to date. */
export interface Connector extends Destination {
  readonly role: 'connector';
}
