import type { EventObject, Instant } from '@motcua/core';
import type { z } from 'zod';
import type { Address } from '../calls/call.js';

/**
 * Which case of ours a change is about: by their id, by our code of it, or by our id of it. `child`: the sub-case it opened
 * last under that key.
 */
export type ChangeSubject = (
  | { readonly reference: string }
  | { readonly workflow: string; readonly code: string }
  | { readonly caseId: string }
) & { readonly child?: string };

/** How a change at the other side becomes a command here. */
export interface InboundParts<Change> {
  /** Reads one change. Fields it does not name are reported as drift. */
  readonly change: z.ZodType<Change>;
  /** Their id of the change: the same one twice has the effect of one. */
  readonly id: (change: Change) => string;
  /** When it happened in law. */
  readonly occurredAt: (change: Change) => Instant;
  readonly about: (change: Change) => ChangeSubject;
  /** The command; undefined when it means nothing to the case. */
  readonly event: (change: Change) => EventObject | undefined;
  /**
   * Is the request of a webhook theirs? Required for `receive`: nothing that is not signed is listened to. `body` is
   * as it came. The secret comes from a function, like all secrets.
   */
  readonly verify?: (request: { readonly headers: Headers; readonly body: string }) => boolean | Promise<boolean>;
  /** For a system that has to be asked. */
  readonly poll?: {
    readonly list: (cursor: string | undefined) => Address;
    readonly page: z.ZodType<ChangePage>;
  };
}

export interface ChangePage {
  readonly changes: readonly unknown[];
  /** Where to go on, now or next time; absent: nothing new. */
  readonly next?: string | undefined;
}

/** With its types rubbed off. Made by `defineInbound` only. */
export type InboundSpec = InboundParts<unknown>;

export const defineInbound = <Change>(spec: InboundParts<Change>): InboundSpec => spec as unknown as InboundSpec;
