import type { Command, OutboxMessage, TimerKey } from '../contract/case.js';
import type { CommitItem, OutboxRow } from '../contract/store.js';
import type { Decision } from '../kernel/index.js';
import { type DecidedCommand, entryOf } from './audit/entry-of.js';
import { leafOf } from './audit/leaf-of.js';
import type { Runtime } from './runtime.js';

/** Destination of messages from case to case. */
export const ENGINE_DESTINATION = 'engine';

/** What a decision writes, with its record for the audit log. What cannot be recorded is not done: it throws. */
export function recordedItem(runtime: Runtime, decided: DecidedCommand, firing?: TimerKey): CommitItem {
  const item = commitItem(runtime, decided.command, decided.decision, firing);
  if (runtime.audit === undefined) return item;
  return { ...item, leaf: leafOf(runtime.audit, entryOf(runtime, decided)) };
}

function commitItem(runtime: Runtime, command: Command, decision: Decision, firing: TimerKey | undefined): CommitItem {
  const { change, reply, audit, expectedRevision } = decision;
  return {
    tenant: command.tenant,
    caseId: command.caseId,
    // A dropped firing must not use up the id of the firing: the same rung may be armed for the same instant again.
    commandId:
      command.type === 'fire' && reply.status === 'dropped'
        ? `${command.id}/dropped@${command.receivedAt}`
        : command.id,
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
