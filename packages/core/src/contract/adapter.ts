import type { OutboxRow } from './store.js';
import type { Instant } from './time.js';

export const ADAPTER_CONTRACT_VERSION = 1;

export interface DeliveryContext {
  /** 1 for the first try. */
  readonly attempt: number;
  /** Stable over all attempts: `<caseId>:<revision>:<index>/<destination>`. */
  readonly idempotencyKey: string;
  /** Aborts when the lease is lost or the engine stops. */
  readonly signal: AbortSignal;
}

export type DeliveryResult =
  | { readonly status: 'delivered' }
  /** Try again: at the given instant, or by the engine's backoff when none is given. */
  | { readonly status: 'retry'; readonly reason: string; readonly at?: Instant }
  /** Never try again: the message becomes a dead letter. */
  | { readonly status: 'give-up'; readonly reason: string };

/**
 * Something outside that must hear of facts. `deliver` may be called more than once for a message and must then have
 * the effect of one call. A throw counts as `retry` with the error's text as reason.
 */
export interface Destination {
  readonly contractVersion: typeof ADAPTER_CONTRACT_VERSION;
  /** Fact types it wants: exact, or a prefix ending in `.*`, or `*`. */
  readonly topics: readonly string[];
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
