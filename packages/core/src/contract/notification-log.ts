import type { Instant } from './time.js';

export const NOTIFICATION_LOG_CONTRACT_VERSION = 1;

/** What became of a message to a person, on one channel. It names nobody. */
export interface NotificationRecord {
  readonly tenant: string;
  /** Hash of the occasion, the template and who it is to, without the id of a citizen: one message to one person. */
  readonly key: string;
  /** Hash of what the message said, about what, and to whom: the same words again have the same. */
  readonly content: string;
  readonly caseId: string;
  readonly template: string;
  /** As whom the person was told: `applicant`, `unit-head`. */
  readonly audience: string;
  /** `-` when there was no way to reach the person. */
  readonly channel: string;
  /** `gave-up`: this channel will not reach the person. `unreachable`: no channel may. */
  readonly outcome: 'sent' | 'gave-up' | 'unreachable';
  readonly reason?: string;
  /** The attempt at which it was settled, counted from 1. */
  readonly attempt: number;
  readonly at: Instant;
}

/**
 * Remembers what was sent to whom, so that a message which comes again from the outbox is not sent again, and so that an
 * office can show whom it told. Every method maps its failures to MC_STORE_FAILED, or to MC_STORE_CORRUPT.
 */
export interface NotificationLog {
  readonly contractVersion: typeof NOTIFICATION_LOG_CONTRACT_VERSION;
  /** Keeps a record. The same tenant, key and channel again replaces what was kept. Durable when it resolves. */
  record(record: NotificationRecord): Promise<void>;
  /** Those with this key or this content, oldest first. */
  find(request: {
    readonly tenant: string;
    readonly key: string;
    readonly content: string;
  }): Promise<readonly NotificationRecord[]>;
  /** What was told about a case, oldest first. */
  ofCase(request: { readonly tenant: string; readonly caseId: string }): Promise<readonly NotificationRecord[]>;
  /** Gives back what it holds of the machine. Twice is once. */
  close(): Promise<void>;
}
