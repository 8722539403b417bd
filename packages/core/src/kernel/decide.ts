import type { AuditRecord, CaseEnvelope, ChildLink, Command, EventObject, Reply } from '../contract/case.js';
import { issuesOf, shortList } from '../error/index.js';
import { extend, waive } from './apply-effect.js';
import {
  accessRequest,
  checkAccess,
  checkEnvelope,
  checkOpen,
  checkRevision,
  checkTimes,
  parseEvent,
  stale,
} from './boundary.js';
import { buildChange } from './build-change.js';
import { checkGrowth } from './check-growth.js';
import { reading } from './check-stored.js';
import { hearConsequences } from './consequences.js';
import type { Decision, DecisionEnv } from './decision.js';
import { type Draft, guarded, metaOf, takableEvents, viewOf } from './draft.js';
import { fire, legalTimeOfFiring } from './fire.js';
import { migrate } from './migrate.js';
import { ownField } from './own-field.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';
import { reproject } from './reproject.js';
import { runnerOf } from './runner-of.js';
import { settle, stepMachine } from './step.js';
import type { Workflow } from './workflow.js';

/**
 * The one function that decides what becomes of a case. Pure: the same case, command and environment give the same
 * decision, on every machine and at every time.
 *
 * Whatever the caller did wrong, or the state forbids, is a reply with a code and changes nothing. It throws only
 * for what no caller can help: a case written by another definition (MC_ENVELOPE_UNKNOWN, MC_ENVELOPE_MISMATCH), a
 * calendar that is not there (MC_CALENDAR_UNKNOWN, MC_CALENDAR_OUT_OF_RANGE), a migration nobody declared
 * (MC_MIGRATION_UNKNOWN).
 *
 * To migrate a case, give the version it is at; the migration it asks for is in the environment.
 */
export function decide(
  workflow: Workflow,
  before: CaseEnvelope | undefined,
  command: Command,
  env: DecisionEnv,
): Decision {
  if (before !== undefined) checkEnvelope(workflow, before);
  return reading(before, () => decideOn(workflow, before, command, env));
}

function decideOn(workflow: Workflow, before: CaseEnvelope | undefined, command: Command, env: DecisionEnv): Decision {
  try {
    const draft = carryOut(workflow, before, command, env);
    const change = buildChange(draft);
    checkGrowth(command, before, change.envelope);
    return {
      reply: acceptedReply(draft, change.envelope),
      audit: audit(command, change.envelope.revision, { outcome: 'accepted' }),
      expectedRevision: before?.revision ?? 0,
      change,
    };
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    return refused(workflow, before, command, env, refusal);
  }
}

/** The event types this actor could send now. */
export function allowedEvents(
  workflow: Workflow,
  envelope: CaseEnvelope,
  command: Pick<Command, 'tenant' | 'actor' | 'receivedAt'>,
  env: DecisionEnv,
): readonly string[] {
  if (envelope.status === 'done') return [];
  const snapshot = runnerOf(workflow).restore(envelope.machine, envelope.status);
  const meta = {
    at: command.receivedAt,
    receivedAt: command.receivedAt,
    actor: command.actor,
    caseId: envelope.caseId,
    revision: envelope.revision + 1,
  };
  return takableEvents({ snapshot }, meta).filter(
    (type) => env.authorizer.check(accessRequest(workflow, command, type, envelope)).allowed,
  );
}

function carryOut(workflow: Workflow, before: CaseEnvelope | undefined, command: Command, env: DecisionEnv): Draft {
  const draft = carryOutAct(workflow, before, command, env);
  hearConsequences(draft);
  return draft;
}

function carryOutAct(workflow: Workflow, before: CaseEnvelope | undefined, command: Command, env: DecisionEnv): Draft {
  checkRevision(command, before?.revision ?? 0);
  if (command.type === 'open') return open(workflow, before, command, env);
  if (before === undefined) {
    throw refuse('MC_EVENT_NOT_ALLOWED', {
      happened: `Case ${command.caseId} does not exist`,
      expected: 'a case that was opened',
      remedy: 'open the case first, or correct its id',
    });
  }
  if (command.type === 'migrate') return migrate(before, command, env);
  return carryOutOn(draftOf(workflow, before, command, env, legalTime(before, command)), before, command);
}

type CommandOnCase = Exclude<Command, { type: 'open' | 'migrate' }>;

function carryOutOn(draft: Draft, before: CaseEnvelope, command: CommandOnCase): Draft {
  switch (command.type) {
    case 'send': {
      const event = parseEvent(draft.workflow, command.event);
      checkMay(draft, before, event.type);
      take(draft, event);
      break;
    }
    case 'answer':
      hearAnswer(draft, before, command);
      break;
    case 'instruct':
      if (before.parent?.caseId !== command.from) throw stale('MC_ANSWER_STALE', `A message from case ${command.from}`);
      takeIfPossible(draft, parseEvent(draft.workflow, asNamedNow(command.event, before.parent)));
      break;
    case 'fire':
      fire(draft, command);
      break;
    case 'reproject':
      checkAccess(draft.workflow, command, 'reproject', before, draft.env);
      reproject(draft, command);
      break;
    case 'extend':
      checkMay(draft, before, 'extend');
      extend(draft, command);
      break;
    case 'waive':
      checkMay(draft, before, 'waive');
      waive(draft, command);
      break;
    case 'protect':
    case 'erase':
      // Nothing happens to the case: it is written as it is, and the index made again from what it holds now.
      break;
  }
  return draft;
}

/** May this be done to this case, by this actor, at that time? */
function checkMay({ workflow, command, env }: Draft, before: CaseEnvelope, action: string): void {
  checkTimes(command, before, env);
  checkAccess(workflow, command, action, before, env);
  checkOpen(before, action);
}

function hearAnswer(draft: Draft, before: CaseEnvelope, command: Extract<Command, { type: 'answer' }>): void {
  const [key, link] = linkOf(before, command);
  if (command.final) draft.children = { ...draft.children, [key]: { ...link, status: 'answered' } };
  takeIfPossible(draft, parseEvent(draft.workflow, { ...asNamedNow(command.event, link), key }));
}

/** The sub-case that answers; a migration may have given it another key, and then it is known by its id. */
function linkOf({ children }: CaseEnvelope, command: Extract<Command, { type: 'answer' }>): [string, ChildLink] {
  const { key, occurrence, event } = command;
  const isMeant = (link: ChildLink | undefined): link is ChildLink =>
    link?.status === 'open' && link.occurrence === occurrence;
  const direct = ownField(children, key);
  if (isMeant(direct)) return [key, direct];
  const moved = Object.entries(children).find(([, link]) => isMeant(link) && link.caseId === event['caseId']);
  if (moved !== undefined) return moved;
  throw stale('MC_ANSWER_STALE', `The answer to sub-case "${key}" number ${occurrence}`);
}

/** Related cases may still use the types of an earlier version. */
const asNamedNow = (event: EventObject, link: Pick<ChildLink, 'renamed'> | undefined): EventObject => ({
  ...event,
  type: ownField(link?.renamed ?? {}, event.type) ?? event.type,
});

function open(
  workflow: Workflow,
  before: CaseEnvelope | undefined,
  command: Extract<Command, { type: 'open' }>,
  env: DecisionEnv,
): Draft {
  if (before !== undefined) {
    throw refuse('MC_CASE_EXISTS', {
      happened: `Case ${command.caseId} was opened before`,
      expected: 'an id no case has',
      remedy: 'choose another case id, or repeat the first command id to get its reply',
    });
  }
  checkTimes(command, before, env);
  if (command.parent === undefined) checkAccess(workflow, command, 'open', before, env);
  const parsed = workflow.spec.schemas.input.safeParse(command.input);
  if (!parsed.success) {
    throw refuse('MC_INPUT_INVALID', {
      happened: `The opening input of ${workflow.id} is malformed: ${shortList(issuesOf(parsed.error))}`,
      expected: 'an input that fits the schema of the workflow',
      remedy: 'correct the fields named',
    });
  }
  const draft = draftOf(workflow, undefined, command, env, command.occurredAt);
  const step = guarded(draft, () => draft.runner.initial({ ...parsed.data, meta: metaOf(draft) }));
  settle(draft, step, new Set());
  return draft;
}

function draftOf(
  workflow: Workflow,
  before: CaseEnvelope | undefined,
  command: Command,
  env: DecisionEnv,
  at: number,
): Draft {
  const runner = runnerOf(workflow);
  return {
    workflow,
    runner,
    env,
    command,
    before,
    revision: (before?.revision ?? 0) + 1,
    at,
    // A case being opened gets its first snapshot from `settle`, before anything reads it.
    snapshot: before === undefined ? (undefined as never) : runner.restore(before.machine, before.status),
    ledgers: before?.deadlines ?? [],
    timers: before?.timers ?? [],
    children: before?.children ?? {},
    facts: [],
    internal: [],
    consequences: [],
    lines: [],
  };
}

/**
 * What another case says may come late, and so may the word that a calendar has changed; what a timer stands for
 * happened when the law says it did.
 */
function legalTime(before: CaseEnvelope, command: Command): number {
  if (command.type === 'fire') return legalTimeOfFiring(before, command);
  const mayComeLate = command.type === 'answer' || command.type === 'instruct' || command.type === 'reproject';
  return mayComeLate ? Math.max(command.occurredAt, before.occurredAt) : command.occurredAt;
}

/** A message from a related case that the state has no use for any more is recorded and passed over. */
function takeIfPossible(draft: Draft, event: EventObject): void {
  stepMachine(draft, { ...event, meta: metaOf(draft) });
}

function take(draft: Draft, event: { readonly type: string }): void {
  const full = { ...event, meta: metaOf(draft) };
  if (!stepMachine(draft, full)) {
    const why = guarded(draft, () => draft.workflow.spec.refusal?.(full as never, viewOf(draft)));
    throw refuse('MC_EVENT_NOT_ALLOWED', {
      happened: `Case ${draft.command.caseId} cannot take "${event.type}" in state ${draft.before?.state}${why === undefined ? '' : `: ${why}`}`,
      expected: 'an event the state waits for',
      remedy: 'send one of the allowed events',
    });
  }
}

function acceptedReply(draft: Draft, envelope: CaseEnvelope): Reply {
  return {
    status: 'accepted',
    caseId: envelope.caseId,
    revision: envelope.revision,
    state: envelope.state,
    facts: draft.facts,
    deadlines: envelope.deadlines.map(({ name, occurrence, status, owner, dueAt }) => ({
      name,
      occurrence,
      status,
      owner,
      dueAt,
    })),
  };
}

function refused(
  workflow: Workflow,
  before: CaseEnvelope | undefined,
  command: Command,
  env: DecisionEnv,
  refusal: Refusal,
): Decision {
  const { status, code, message } = refusal;
  const revision = before?.revision ?? 0;
  const allowed =
    before === undefined || command.actor.kind === 'timer' ? [] : allowedEvents(workflow, before, command, env);
  const hint =
    status === 'refused' && before !== undefined ? ` Allowed now: ${allowed.join(', ') || '(nothing)'}.` : '';
  return {
    reply: { status, caseId: command.caseId, revision, code, message: message + hint, allowed },
    audit: audit(command, revision, { outcome: status, code, message }),
    expectedRevision: revision,
  };
}

function audit(
  command: Command,
  revision: number,
  result: Pick<AuditRecord, 'outcome' | 'code' | 'message'>,
): AuditRecord {
  const action = command.type === 'send' ? command.event.type : command.type;
  const { tenant, caseId, id, receivedAt, actor } = command;
  return { tenant, caseId, commandId: id, at: receivedAt, actor, action, revision, ...result };
}
