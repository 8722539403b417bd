import type { EventObject, Instant, Json } from '@motcua/core';
import type { z } from 'zod';
import type { Address, Call } from '../calls/call.js';

/** A page of their records, and where the next begins. */
export interface RecordPage {
  readonly records: readonly unknown[];
  readonly next?: string | undefined;
}

/** The fields that both sides have, as they should be equal. */
export type Fields = Readonly<Record<string, Json>>;

/** What is there for one case, and what is right. */
export interface Standing<Data, Theirs> {
  readonly data: Data;
  /** What their record should say; undefined: there should be none. */
  readonly ours: Fields | undefined;
  /** The record the connection knows, or the only one there is; undefined: there is none. */
  readonly record: Theirs | undefined;
  /** Records of the same case that are too many. */
  readonly surplus: readonly Theirs[];
}

/** How the two sides are compared, page by page, and brought into step. */
export interface ReconcileSpec<Data, Theirs> {
  /** Workflow of the cases that the system is to know. */
  readonly workflow: string;
  /** All of their records, a page at a time. */
  readonly list: (cursor: string | undefined) => Address;
  /** Their records of one case. */
  readonly ofCase: (data: Data) => Address;
  /** Reads a page of either; its records are read one by one by `record`, so that one that cannot be read hides no other. */
  readonly page: z.ZodType<RecordPage>;
  readonly record: z.ZodType<Theirs>;
  readonly reference: (record: Theirs) => string;
  /** Our code of the case, as they hold it: finds the case of a record whose id nobody here knows. */
  readonly code?: (record: Theirs) => string | undefined;
  /** What their record says. */
  readonly theirs: (record: Theirs) => Fields;
  /** What it should say; undefined when they should have none of this case. */
  readonly ours: (data: Data) => Fields | undefined;
  /** When and by whom their record was changed last, if they tell. */
  readonly changed?: (record: Theirs) => { readonly at?: Instant; readonly by?: string };
  /** The calls after which their record says what it should: made when ours is right. */
  readonly bringIntoStep: (standing: Standing<Data, Theirs>) => Call | readonly Call[];
  /** The command by which the case takes over what they have: sent when theirs is right. */
  readonly adopt?: (standing: Standing<Data, Theirs> & { readonly reason: string }) => EventObject;
}
