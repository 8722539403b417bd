import type { CaseEnvelope, Command, OutboxMessage, Reply, TimerKey } from '../contract/case.js';
import type { CommitItem, OutboxRow } from '../contract/store.js';
import { MotcuaError } from '../error/index.js';
import { decide, type Decision } from '../kernel/index.js';
import type { Runtime } from './runtime.js';

/** Destination of messages from case to case. */
export const ENGINE_DESTINATION = 'engine';
const MAX_ATTEMPTS = 50;

/**
 * Runs one command to its reply: read, decide, commit; when another writer was first, decide again on what it wrote.
 * Commands of one case queue up; a command id that was committed before gets its first reply.
 */
export function execute(runtime: Runtime, command: Command, firing?: TimerKey): Promise<Reply> {
  return runtime.mailbox.run(`${command.tenant} ${command.caseId}`, () => attempt(runtime, command, firing));
}

async function attempt(runtime: Runtime, command: Command, firing: TimerKey | undefined): Promise<Reply> {
  for (let tries = 0; tries < MAX_ATTEMPTS; tries += 1) {
    runtime.group.enter();
    let decision: Decision;
    try {
      const { tenant, caseId } = command;
      const before = await runtime.store.cases.load({ tenant, caseId });
      decision = decide(workflowOf(runtime, command, before), before, command, runtime);
    } catch (error) {
      runtime.group.leave();
      throw error;
    }
    if (isEarly(decision)) {
      runtime.group.leave();
      return decision.reply;
    }
    const item = commitItem(runtime, command, decision, firing);
    const result = await runtime.group.commit(item);
    if (result.status === 'duplicate') return result.reply;
    if (result.status === 'committed') {
      announce(runtime, decision);
      return decision.reply;
    }
  }
  throw new MotcuaError('MC_COMMAND_CONTENDED', {
    happened: `Command ${command.id} lost the race for case ${command.caseId} ${MAX_ATTEMPTS} times`,
    expected: 'a case that is not written to all the time',
    remedy: 'send the command again with the same id',
    details: { caseId: command.caseId, commandId: command.id },
  });
}

/** Not committed: the timer stays pending, and its id must stay free for the firing in time. */
const isEarly = ({ reply }: Decision): boolean => reply.status === 'dropped' && reply.code === 'MC_TIMER_EARLY';

function workflowOf(runtime: Runtime, command: Command, before: CaseEnvelope | undefined) {
  if (before !== undefined) return runtime.registry.of(before);
  if (command.type === 'open') return runtime.registry.find(command.workflow, command.version);
  throw new MotcuaError('MC_CASE_NOT_FOUND', {
    happened: `Case ${command.caseId} of tenant ${command.tenant} does not exist`,
    expected: 'a case that was opened',
    remedy: 'correct the case id and the tenant, or open the case',
    details: { caseId: command.caseId, tenant: command.tenant },
  });
}

function commitItem(runtime: Runtime, command: Command, decision: Decision, firing: TimerKey | undefined): CommitItem {
  const { change, reply, audit, expectedRevision } = decision;
  return {
    tenant: command.tenant,
    caseId: command.caseId,
    commandId: command.id,
    expectedRevision,
    reply,
    audit,
    ...(firing !== undefined && { firing }),
    ...(change !== undefined && {
      change: {
        envelope: change.envelope,
        journal: change.journal,
        outbox: change.messages.flatMap((message) => address(runtime, message)),
        ...(change.timers !== undefined && { timers: change.timers }),
      },
    }),
  };
}

/** One row for every adapter that wants the message. */
function address(runtime: Runtime, message: OutboxMessage): readonly OutboxRow[] {
  if (message.topic.startsWith('motcua.')) return [{ ...message, destination: ENGINE_DESTINATION }];
  return Object.entries(runtime.adapters)
    .filter(([, adapter]) => adapter.topics.some((topic) => wants(topic, message.topic)))
    .map(([destination]) => ({ ...message, destination }));
}

const wants = (pattern: string, topic: string): boolean =>
  pattern === '*' || pattern === topic || (pattern.endsWith('.*') && topic.startsWith(pattern.slice(0, -1)));

function announce(runtime: Runtime, { change, reply, audit }: Decision): void {
  if (change === undefined) {
    if (reply.status !== 'accepted') runtime.events.emit('refused', { reply, action: audit.action, actor: audit.actor.id });
    return;
  }
  const { envelope, journal } = change;
  runtime.events.emit('committed', { envelope, journal });
  for (const fact of journal.facts) runtime.events.emit('fact', { fact, envelope, journal });
  if (change.timers !== undefined || change.messages.length > 0) runtime.wake();
}
