import { z } from 'zod';
import { type Actor, actorSchema } from '../contract/actor.js';
import type { EventObject } from '../contract/case.js';
import { idSchema, MAX_CASE_ID } from '../contract/id.js';
import { copyJson, type JsonCopy } from '../contract/json.js';
import { ERASED } from '../contract/personal.js';
import { type Budget, budgetSchema, type Instant, instantSchema } from '../contract/time.js';
import { describeError, issuesOf, MotcuaError, shortList } from '../error/index.js';
import { unexplainedKinds } from '../kernel/index.js';
import type { EngineLimits } from './runtime.js';

/** What every command a caller sends has in common. In every request a field that is undefined counts as left out. */
export interface CommandRequest {
  readonly tenant: string;
  readonly actor: Actor;
  /** The same id again returns the first reply. Default: a fresh one. */
  readonly commandId?: string | undefined;
  /** When it happened in law; default now, but not before the last act of the case. */
  readonly occurredAt?: Instant | undefined;
}

export interface OpenRequest extends CommandRequest {
  readonly workflow: string;
  /** Default: the version in force on the date of `occurredAt`; of several the last one the engine was given. */
  readonly version?: string | undefined;
  /** Default: a fresh one. */
  readonly caseId?: string | undefined;
  readonly input: unknown;
}

interface CaseRequest extends CommandRequest {
  readonly caseId: string;
  /** Refused with MC_REVISION_MISMATCH when the case has moved on. */
  readonly expectedRevision?: number | undefined;
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

export interface ProtectRequest {
  readonly tenant: string;
  readonly actor: Actor;
}

export interface EraseRequest extends ProtectRequest {
  /** Id of the person, as the cases have it. */
  readonly subject: string;
  /** Stays on record for ever, so it must not name the person: the number of the request, say. */
  readonly reason: string;
  /** The article that orders or allows it. */
  readonly legalBasis: string;
}

/** A legal hold, to be placed on a case or released. */
export interface HoldRequest extends ProtectRequest {
  readonly caseId: string;
  /** Its name: the number of the proceedings, say. */
  readonly hold: string;
  /** Stays on record for ever, so it must not name a person of the case. */
  readonly reason: string;
  readonly legalBasis: string;
}

/** The correction of an earlier record: the record stays, and another one says what is wrong with it. */
export interface CorrectRequest extends ProtectRequest {
  readonly caseId: string;
  /** The same id again corrects nothing more. Default: a fresh one. */
  readonly commandId?: string | undefined;
  /** Id of the record: that of the command it is of. */
  readonly corrects: string;
  /** What was wrong. Stays on record for ever, so it must not name a person of the case. */
  readonly reason: string;
  readonly legalBasis?: string | undefined;
}

export interface DisposeRequest extends ProtectRequest {
  readonly caseId: string;
  /** Stays on record for ever: the number of the disposal list, say. */
  readonly reason: string;
}

const id = idSchema(300);
const base = {
  tenant: id,
  actor: actorSchema,
  commandId: id.optional(),
  occurredAt: instantSchema.optional(),
};
const onCase = { ...base, caseId: idSchema(MAX_CASE_ID), expectedRevision: z.number().int().min(0).optional() };
const why = { reason: z.string().min(1).max(10_000), legalBasis: z.string().min(1).max(1_000) };
const grounds = { deadline: id, ...why };

const requestSchemas = {
  open: z.strictObject({ ...base, workflow: id, version: id.optional(), caseId: id.optional(), input: z.unknown() }),
  send: z.strictObject({ ...onCase, event: z.looseObject({ type: id }) }),
  extend: z.strictObject({ ...onCase, ...grounds, budget: budgetSchema }),
  waive: z.strictObject({ ...onCase, ...grounds }),
  applyMigration: z.strictObject({
    actor: actorSchema,
    ...why,
    accept: z.partialRecord(z.enum(unexplainedKinds), grounds.reason).optional(),
    occurredAt: instantSchema.optional(),
  }),
  applyCalendar: z.strictObject({ actor: actorSchema, reason: grounds.reason, legalBasis: grounds.legalBasis }),
  protect: z.strictObject({ tenant: id, actor: actorSchema }),
  hold: z.strictObject({ tenant: id, actor: actorSchema, caseId: idSchema(MAX_CASE_ID), hold: id, ...why }),
  correct: z.strictObject({
    tenant: id,
    actor: actorSchema,
    caseId: idSchema(MAX_CASE_ID),
    commandId: id.optional(),
    corrects: idSchema(MAX_CASE_ID + 300),
    reason: why.reason,
    legalBasis: why.legalBasis.optional(),
  }),
  dispose: z.strictObject({ tenant: id, actor: actorSchema, caseId: idSchema(MAX_CASE_ID), reason: why.reason }),
  erase: z.strictObject({ tenant: id, actor: actorSchema, subject: id, ...why }),
};

export type RequestKind = keyof typeof requestSchemas;

/**
 * Parses what a caller handed in and makes a copy of it, so that what the caller changes later changes nothing. Throws
 * MC_COMMAND_INVALID naming every wrong field, or MC_COMMAND_TOO_LARGE.
 */
export function parseRequest<Request>(
  kind: RequestKind,
  request: Request,
  { commandBytes }: Pick<EngineLimits, 'commandBytes'>,
): Request {
  const { copy, atMostBytes } = copyOf(kind, request);
  // Counted only where the answer depends on it.
  const bytes = atMostBytes <= commandBytes ? 0 : new TextEncoder().encode(JSON.stringify(copy)).byteLength;
  if (bytes > commandBytes) throw tooLarge(kind, bytes, commandBytes);
  const parsed = requestSchemas[kind].safeParse(copy);
  if (!parsed.success) throw invalid(kind, issuesOf(parsed.error));
  const { actor } = parsed.data;
  if (actor.kind === 'timer') throw invalid(kind, ['actor.kind: only the engine itself acts as a timer']);
  if (actor.id === ERASED) throw invalid(kind, [`actor.id: "${ERASED}" stands for persons who were erased`]);
  return parsed.data as Request;
}

function copyOf(kind: string, request: unknown): Exclude<JsonCopy, { offence: string }> {
  let copied: JsonCopy;
  try {
    copied = request === undefined ? { offence: '(request): undefined' } : copyJson(request);
  } catch (error) {
    copied = { offence: `(request): cannot be read: ${describeError(error)}` };
  }
  if (copied.offence !== undefined) throw invalid(kind, [copied.offence]);
  return copied;
}

const invalid = (kind: string, issues: readonly string[]) =>
  new MotcuaError('MC_COMMAND_INVALID', {
    happened: `engine.${kind}() was called with ${issues.length} wrong fields: ${shortList(issues)}`,
    expected: `a request as engine.${kind}() documents it`,
    remedy: 'correct the fields; nothing was changed',
    details: { command: kind, issues },
  });

const tooLarge = (kind: string, bytes: number, limit: number) =>
  new MotcuaError('MC_COMMAND_TOO_LARGE', {
    happened: `engine.${kind}() was called with a request of ${bytes} bytes`,
    expected: `at most ${limit} bytes of JSON in UTF-8, the engine's limits.commandBytes`,
    remedy: 'keep files in a file store and send a reference to them, or raise the limit; nothing was changed',
    details: { command: kind, bytes, limit },
  });
