import type { EventObject, Instant, Reply } from '@motcua/core';
import type { ActorName } from '../office/index.ts';
import type { CrashPoint } from './crash-points.ts';

/** One thing a caller asks for. The id stays the same however often it is sent. */
export interface PlannedCommand {
  readonly id: string;
  readonly caseId: string;
  readonly actor: ActorName;
  readonly act:
    | { readonly type: 'open'; readonly input: Readonly<Record<string, unknown>> }
    | { readonly type: 'send'; readonly event: EventObject }
    | { readonly type: 'extend'; readonly hours: number }
    | { readonly type: 'waive' };
  /** How long before it is recorded it happened in law; absent: the engine says. */
  readonly occurredAgoMs?: number;
}

export interface StartOrder {
  readonly type: 'start';
  readonly store: StoreName;
  /** Where the store is: a file, or an address. */
  readonly location: string;
  readonly now: Instant;
  readonly skewMs: number;
  readonly receiptsPort: number;
  /** Die at this point, when it is passed for the n-th time. */
  readonly crash?: { readonly point: CrashPoint; readonly nth: number };
}

/** The stores a run can be held on. */
export const storeNames = ['sqlite', 'postgres'] as const;
export type StoreName = (typeof storeNames)[number];

export type ToWorker =
  | StartOrder
  | { readonly type: 'tick'; readonly now: Instant }
  /** The clock is set: from now on it differs from the true time by so much. */
  | { readonly type: 'jump'; readonly skewMs: number }
  | { readonly type: 'command'; readonly call: number; readonly command: PlannedCommand }
  /** Fire and deliver all that is due; say when something is due next. */
  | { readonly type: 'settle' }
  | { readonly type: 'stop' };

export type FromWorker =
  | { readonly type: 'loaded' }
  | { readonly type: 'ready' }
  | { readonly type: 'reply'; readonly call: number; readonly reply: Reply }
  | { readonly type: 'error'; readonly call: number; readonly code: string; readonly message: string }
  | { readonly type: 'alarm'; readonly name: string; readonly detail: string }
  | { readonly type: 'settled'; readonly pending: number; readonly nextAt: Instant | null };
