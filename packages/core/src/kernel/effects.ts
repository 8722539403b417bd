import { z } from 'zod';
import { calendarChangeSchema } from '../contract/calendar-change.js';
import { type Budget, instantSchema } from '../contract/time.js';
import type { ContextOf, EventMeta, EventOf, FactOf, InputOf, WorkflowSchemas } from './workflow.js';

/**
 * What a machine may ask of the kernel, besides emitting facts. Each is emitted like a fact, taken out by the kernel
 * and carried out in the same decision; none of them runs code.
 */
export type KernelEffect =
  | {
      /** Opens a sub-case; its end comes back as `replyEvent` with the occurrence of this opening. */
      readonly type: 'motcua.case.open';
      readonly key: string;
      readonly workflow: string;
      readonly version?: string;
      readonly input: Readonly<Record<string, unknown>>;
      readonly replyEvent: string;
    }
  | {
      /** Sends an event to an open sub-case; nothing happens when it is no longer open. */
      readonly type: 'motcua.case.send';
      readonly key: string;
      readonly event: { readonly type: string; readonly [field: string]: unknown };
    }
  | {
      /** Tells the case that opened this one something before this one ends; nothing happens without a parent. */
      readonly type: 'motcua.parent.tell';
      readonly event: { readonly type: string; readonly [field: string]: unknown };
    }
  | {
      /** Extends or, with an earlier `until`, shortens a running term within its cap. */
      readonly type: 'motcua.deadline.extend';
      readonly deadline: string;
      readonly budget: Budget;
      /** Refuse a budget that would bring the end forward: an apology never promises an earlier day. */
      readonly onlyLater?: boolean;
      readonly reason: string;
      readonly legalBasis?: string;
    }
  | {
      readonly type: 'motcua.deadline.waive';
      readonly deadline: string;
      readonly reason: string;
      readonly legalBasis?: string;
    };

/** Fields the kernel reads on any event a rung sends; for the `events` schemas of a workflow. */
export const rungEventSchema = z.object({
  deadline: z.string(),
  rung: z.string(),
  occurrence: z.number().int(),
  dueAt: instantSchema,
  firedAt: instantSchema,
  /** Milliseconds between the instant the rung stood for and its firing. */
  lagMs: z.number().int(),
});

/** Fields of the event a term sends when breaches on its ledger are overruled (`events.overruled`). */
export const overruledEventSchema = z.object({
  deadline: z.string(),
  occurrence: z.number().int(),
  /** The end as it stands now. */
  dueAt: instantSchema,
  /** The ends of which the ledger had said that they passed unanswered, wrongly as is known now. */
  ends: z.array(instantSchema).readonly(),
  /** The kind of the line that proves it. */
  by: z.enum(['met', 'suspended', 'waived', 'stopped', 'reprojected', 'migrated']),
});

/** Fields of the event a term sends when a new calendar version has moved its end (`events.reprojected`). */
export const reprojectedEventSchema = z.object({
  deadline: z.string(),
  occurrence: z.number().int(),
  dueBefore: instantSchema,
  dueAfter: instantSchema,
  calendar: z.object({ id: z.string(), version: z.string() }),
  reason: z.string(),
  legalBasis: z.string(),
  /** The dates of the calendar that made the difference. */
  because: z.array(calendarChangeSchema).readonly(),
});

/** Fields of any event that answers a sub-case; `output` is the sub-case's own. */
export const answerEventSchema = z.object({
  key: z.string(),
  occurrence: z.number().int(),
  caseId: z.string(),
  output: z.unknown(),
});

type FieldsOf<Type extends KernelEffect['type']> = Omit<Extract<KernelEffect, { type: Type }>, 'type'>;

/** Opens a sub-case: `emit(({ context }) => openCase({ … }))`. */
export const openCase = (fields: FieldsOf<'motcua.case.open'>): KernelEffect => ({
  type: 'motcua.case.open',
  ...fields,
});
/** Sends an event to an open sub-case. */
export const sendToCase = (fields: FieldsOf<'motcua.case.send'>): KernelEffect => ({
  type: 'motcua.case.send',
  ...fields,
});
/** Tells the parent case something; its event gets `key`, `occurrence` and `caseId` of this sub-case added. */
export const tellParent = (fields: FieldsOf<'motcua.parent.tell'>): KernelEffect => ({
  type: 'motcua.parent.tell',
  ...fields,
});
/** Extends, or shortens, a running term. */
export const extendDeadline = (fields: FieldsOf<'motcua.deadline.extend'>): KernelEffect => ({
  type: 'motcua.deadline.extend',
  ...fields,
});
/** Waives a term. */
export const waiveDeadline = (fields: FieldsOf<'motcua.deadline.waive'>): KernelEffect => ({
  type: 'motcua.deadline.waive',
  ...fields,
});

/** The `types` of XState's `setup`, read off a workflow's schemas. */
export interface MachineTypes<S extends WorkflowSchemas> {
  context: ContextOf<S>;
  input: InputOf<S>;
  events: EventOf<S>;
  emitted: FactOf<S> | KernelEffect;
  tags: string;
  meta: EventMeta;
}

/** `setup({ types: machineTypes(schemas), … })`: gives a machine the types of its workflow's schemas. */
export function machineTypes<S extends WorkflowSchemas>(_schemas: S): MachineTypes<S> {
  return {} as MachineTypes<S>;
}

/** A fact to emit: `emit(({ event }) => fact('approved', { by: event.meta.actor.id }))`. */
export const fact = <const Type extends string, Fields extends object>(
  type: Type,
  fields: Fields,
): { type: Type } & Fields => ({
  type,
  ...fields,
});
