import type { AccessRequest, AccessRule } from '../contract/actor.js';
import { type CaseEnvelope, type Command, ENVELOPE_FORMAT, type EventObject } from '../contract/case.js';
import { issuesOf, MotcuaError, shortList } from '../error/index.js';
import { hasAllParts, unreadable } from './check-stored.js';
import type { DecisionEnv } from './decision.js';
import { ownField } from './own-field.js';
import { drop, refuse } from './refusal.js';
import type { Workflow } from './workflow.js';

/** Throws unless this workflow wrote this envelope: never guess what a stored case means. */
export function checkEnvelope(workflow: Workflow, envelope: CaseEnvelope): void {
  if (envelope.format !== ENVELOPE_FORMAT) {
    throw new MotcuaError('MC_ENVELOPE_UNKNOWN', {
      happened: `Case ${envelope.caseId} is stored in format ${String(envelope.format)}`,
      expected: `format ${ENVELOPE_FORMAT}`,
      remedy: 'run the release of motcua that wrote it, or a newer one',
      details: { caseId: envelope.caseId, format: envelope.format },
    });
  }
  if (!hasAllParts(envelope)) throw unreadable(envelope, 'a part of it is missing or of another kind');
  const same = envelope.workflow === workflow.id && envelope.version === workflow.version;
  if (same && envelope.definitionHash === workflow.definitionHash) return;
  throw new MotcuaError('MC_ENVELOPE_MISMATCH', {
    happened: `Case ${envelope.caseId} was written by ${envelope.workflow}@${envelope.version} (${envelope.definitionHash})`,
    expected: `${workflow.id}@${workflow.version} (${workflow.definitionHash})`,
    remedy: same
      ? 'give the changed definition a new version and keep the old one registered'
      : 'register the version the case was opened with',
    details: { caseId: envelope.caseId, workflow: envelope.workflow, version: envelope.version },
  });
}

/** Refuses a command whose times cannot be. */
export function checkTimes(command: Command, before: CaseEnvelope | undefined, env: DecisionEnv): void {
  const print = (at: number) => env.calendars.current().format(at);
  if (command.occurredAt > command.receivedAt) {
    throw refuse('MC_TIME_OUT_OF_BOUNDS', {
      happened: `Command ${command.id} is said to have occurred at ${print(command.occurredAt)}, after it was received at ${print(command.receivedAt)}`,
      expected: 'an occurredAt that is not in the future',
      remedy: 'correct the time; nobody can act in the future',
    });
  }
  if (before !== undefined && command.occurredAt < before.occurredAt) {
    throw refuse('MC_TIME_OUT_OF_BOUNDS', {
      happened: `Command ${command.id} is said to have occurred at ${print(command.occurredAt)}, before the last act of case ${before.caseId} at ${print(before.occurredAt)}`,
      expected: 'acts of a case in the order of their legal time',
      remedy: `give an occurredAt that is not before ${print(before.occurredAt)}`,
    });
  }
}

/** Refuses a stale view of the case, when the caller named the revision it saw. */
export function checkRevision(command: Command, revision: number): void {
  if (command.expectedRevision === undefined || command.expectedRevision === revision) return;
  throw refuse('MC_REVISION_MISMATCH', {
    happened: `Case ${command.caseId} is at revision ${revision}`,
    expected: `revision ${command.expectedRevision}, which the caller saw`,
    remedy: 'read the case again and decide anew',
  });
}

/** Refuses an actor without the right. */
export function checkAccess(
  workflow: Workflow,
  command: Command,
  action: string,
  before: CaseEnvelope | undefined,
  env: DecisionEnv,
): void {
  const request = accessRequest(workflow, command, action, before);
  const decision = env.authorizer.check(request);
  if (!decision.allowed) throw refuse('MC_ACCESS_DENIED', accessDenied(command.caseId, request, decision.reason));
}

/** What an actor without the right is told. */
export const accessDenied = (caseId: string, { actor, action, rules }: AccessRequest, reason: string) => ({
  happened: `${actor.id} may not ${action} case ${caseId}: ${reason}`,
  expected: rulesText(rules),
  remedy: "let somebody with the right act, or correct the actor's roles and unit",
});

export function accessRequest(
  workflow: Workflow,
  command: Pick<Command, 'tenant' | 'actor'>,
  action: string,
  before: CaseEnvelope | undefined,
): AccessRequest {
  const { unit, assignee, deputies, subject } = before?.index ?? {};
  return {
    tenant: command.tenant,
    actor: command.actor,
    action,
    rules: ownField(workflow.spec.access, action) ?? [],
    ...(unit !== undefined && { unit }),
    ...(assignee !== undefined && { assignee }),
    ...(deputies !== undefined && { deputies }),
    ...(subject !== undefined && { subject }),
  };
}

const rulesText = (rules: readonly AccessRule[]): string =>
  rules.length === 0
    ? 'the engine itself'
    : rules
        .map(({ roles, unit }) => `${roles.join(' or ')}${unit === undefined || unit === 'any' ? '' : ` (${unit})`}`)
        .join(', or ');

/** Refuses what comes for a case that has ended. */
export function checkOpen(before: CaseEnvelope, action: string): void {
  if (before.status === 'active') return;
  throw refuse('MC_CASE_CLOSED', {
    happened: `"${action}" came for case ${before.caseId}, which ended in state ${before.state}`,
    expected: 'a case that is still active',
    remedy: 'open a new case',
  });
}

/** Parses an event from outside against its schema. */
export function parseEvent(workflow: Workflow, event: EventObject): EventObject {
  const { type, ...payload } = event;
  if (type.startsWith('xstate.') || type.startsWith('motcua.')) {
    throw refuse('MC_EVENT_RESERVED', {
      happened: `An event of type "${type}" came from outside`,
      expected: 'types that do not begin with "xstate." or "motcua."',
      remedy: 'send an event the workflow declares',
    });
  }
  const schema = ownField(workflow.spec.schemas.events, type);
  if (schema === undefined) {
    throw refuse('MC_EVENT_UNKNOWN', {
      happened: `Workflow ${workflow.id} knows no event "${type}"`,
      expected: `one of ${Object.keys(workflow.spec.schemas.events).join(', ')}`,
      remedy: 'correct the type',
    });
  }
  const parsed = schema.safeParse(payload);
  if (!parsed.success) {
    throw refuse('MC_EVENT_INVALID', {
      happened: `Event "${type}" is malformed: ${shortList(issuesOf(parsed.error))}`,
      expected: `a payload that fits the schema of "${type}"`,
      remedy: 'correct the fields named',
    });
  }
  return { ...parsed.data, type };
}

/** A firing or an answer that belongs to an earlier visit. */
export const stale = (code: 'MC_TIMER_STALE' | 'MC_ANSWER_STALE', what: string) =>
  drop(code, {
    happened: `${what} belongs to an earlier visit, or was seen before`,
    expected: 'the occurrence that is pending now',
    remedy: 'nothing; it was recorded and passed over',
  });
