import { z } from 'zod';
import { type Actor, actorSchema } from '../contract/actor.js';
import type { EventObject } from '../contract/case.js';
import { type Budget, budgetSchema, type Instant, instantSchema } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';

/** What every command a caller sends has in common. */
export interface CommandRequest {
  readonly tenant: string;
  readonly actor: Actor;
  /** The same id again returns the first reply. Default: a fresh one. */
  readonly commandId?: string;
  /** When it happened in law; default now, but not before the last act of the case. */
  readonly occurredAt?: Instant;
}

export interface OpenRequest extends CommandRequest {
  readonly workflow: string;
  /** Default: the version in force on the date of `occurredAt`; of several the last one the engine was given. */
  readonly version?: string;
  /** Default: a fresh one. */
  readonly caseId?: string;
  readonly input: unknown;
}

interface CaseRequest extends CommandRequest {
  readonly caseId: string;
  /** Refused with MC_REVISION_MISMATCH when the case has moved on. */
  readonly expectedRevision?: number;
}

export interface SendRequest extends CaseRequest {
  readonly event: EventObject;
}

export interface WaiveRequest extends CaseRequest {
  readonly deadline: string;
  readonly reason: string;
  /** The article that allows it. */
  readonly legalBasis: string;
}

export interface ExtendRequest extends WaiveRequest {
  /** What is added, or the new end. */
  readonly budget: Budget;
}

const id = z.string().min(1).max(300);
const base = {
  tenant: id,
  actor: actorSchema,
  commandId: id.optional(),
  occurredAt: instantSchema.optional(),
};
const onCase = { ...base, caseId: id, expectedRevision: z.number().int().min(0).optional() };
const grounds = { deadline: id, reason: z.string().min(1).max(10_000), legalBasis: z.string().min(1).max(1_000) };

export const requestSchemas = {
  open: z.strictObject({ ...base, workflow: id, version: id.optional(), caseId: id.optional(), input: z.unknown() }),
  send: z.strictObject({ ...onCase, event: z.looseObject({ type: id }) }),
  extend: z.strictObject({ ...onCase, ...grounds, budget: budgetSchema }),
  waive: z.strictObject({ ...onCase, ...grounds }),
};

/** Parses what a caller handed in. Throws MC_COMMAND_INVALID naming every wrong field. */
export function parseRequest<Request>(kind: keyof typeof requestSchemas, request: Request): Request {
  const parsed = requestSchemas[kind].safeParse(request);
  if (parsed.success) {
    const { actor } = parsed.data;
    if (actor.kind !== 'timer') return request;
  }
  const issues = parsed.success
    ? ['actor.kind: only the engine itself acts as a timer']
    : parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || '(request)'}: ${message}`);
  throw new MotcuaError('MC_COMMAND_INVALID', {
    happened: `engine.${kind}() was called with ${issues.length} wrong fields: ${issues.join('; ')}`,
    expected: `a request as engine.${kind}() documents it`,
    remedy: 'correct the fields; nothing was changed',
    details: { command: kind, issues },
  });
}
