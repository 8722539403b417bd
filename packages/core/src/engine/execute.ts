import type { CaseEnvelope, Command, Reply, TimerKey, TimerRow } from '../contract/case.js';
import type { CommitItem } from '../contract/store.js';
import type { Instant } from '../contract/time.js';
import { reading } from '../kernel/check-stored.js';
import { type Decision, decide } from '../kernel/index.js';
import type { DecidedCommand } from './audit/entry-of.js';
import { alarmBehind } from './clock-alarm.js';
import { caseNotFound, contended, MAX_ATTEMPTS } from './command-errors.js';
import { fireCommand, overdueBefore } from './fire-command.js';
import { recordedItem } from './recorded-item.js';
import type { Runtime } from './runtime.js';

/** A command whose legal time may be left open: then it is when the office recorded it. */
export type ReceivedCommand = Command extends infer Any
  ? Any extends Command
    ? Omit<Any, 'occurredAt'> & Partial<Pick<Any, 'occurredAt'>>
    : never
  : never;

/**
 * Runs one command to its reply: read, decide, commit; when another writer was first, decide again on what it wrote.
 * Commands of one case queue up; a command id that was committed before gets its first reply.
 */
export function execute(runtime: Runtime, command: ReceivedCommand, firing?: TimerKey): Promise<Reply> {
  return runtime.mailbox.run(mailboxOf(command), () => attempt(runtime, command, firing));
}

const mailboxOf = ({ tenant, caseId }: ReceivedCommand): string => `${tenant} ${caseId}`;

/** A command that is decided, and waits to be written in a transaction of the caller. */
export interface PreparedCommand {
  /** What it will have been answered, if this is what is committed. */
  readonly reply: Reply;
  /** For `store.commit([item], { transaction })`. What is personal in it is encrypted. */
  readonly item: CommitItem;
}

/** Decides a command as {@link execute} does, firings that the law places before it included, and writes nothing of it. */
export function prepare(runtime: Runtime, received: ReceivedCommand): Promise<PreparedCommand> {
  return runtime.mailbox.run(mailboxOf(received), async () => {
    const { tenant, caseId } = received;
    const fired = new Set<TimerKey>();
    for (;;) {
      const weighed = weigh(runtime, received, await runtime.store.cases.load({ tenant, caseId }), fired);
      if (weighed.status === 'decided') {
        const { command, decision } = weighed;
        // Whoever commits it does so behind this engine's back.
        runtime.cases.forget(command);
        const item = await runtime.protection.encode({ item: recordedItem(runtime, weighed), command });
        return { reply: decision.reply, item };
      }
      fired.add(weighed.row.key);
      await attempt(runtime, fireCommand({ tenant, caseId, ...weighed.row }, weighed.at), weighed.row.key);
    }
  });
}

async function attempt(runtime: Runtime, received: ReceivedCommand, firing: TimerKey | undefined): Promise<Reply> {
  const { tenant, caseId } = received;
  const fired = new Set<TimerKey>();
  for (let conflicts = 0; conflicts < MAX_ATTEMPTS; ) {
    runtime.group.enter();
    const isFirstTry = conflicts === 0;
    const next =
      considerUnread(runtime, received, fired, isFirstTry) ?? (await considerStored(runtime, received, fired));
    if (next.status !== 'decided') runtime.group.leave();
    if (next.status === 'answered') return next.reply;
    if (next.status === 'overdue') {
      fired.add(next.row.key);
      await attempt(runtime, fireCommand({ tenant, caseId, ...next.row }, next.at), next.row.key);
      continue;
    }
    const { command, decision } = next;
    const item = itemOrLeave(runtime, next, firing);
    const result = await runtime.group.commit(item, command).catch((error: unknown) => {
      runtime.cases.forget(command);
      throw error;
    });
    if (result.status === 'duplicate') return result.reply;
    if (result.status === 'conflict') runtime.cases.forget(command);
    else {
      if (decision.change !== undefined) runtime.cases.committed(decision.change.envelope);
      alarmBehind(runtime, received.receivedAt, command);
      announce(runtime, decision);
      return decision.reply;
    }
    conflicts += 1;
  }
  const { id } = received;
  throw contended({ caseId, commandId: id }, `Command ${id}`, 'send the command again with the same id');
}

type Weighed =
  /** The law places a firing before the command, which was received `at`. */
  | { readonly status: 'overdue'; readonly row: TimerRow; readonly at: Instant }
  | ({ readonly status: 'decided' } & DecidedCommand);
/** `answered`: nothing is to be committed. */
type Consideration = Weighed | { readonly status: 'answered'; readonly reply: Reply };

/** Looks at the case as it is stored now. Leaves the commit group by a throw. */
async function considerStored(
  runtime: Runtime,
  received: ReceivedCommand,
  fired: ReadonlySet<TimerKey>,
): Promise<Consideration> {
  const { tenant, caseId } = received;
  try {
    const before = await runtime.store.cases.load({ tenant, caseId });
    if (before !== undefined) runtime.cases.loaded(before);
    const considered = judge(runtime, received, before, fired);
    if (considered.status !== 'answered' || received.type === 'fire') return considered;
    return { status: 'answered', reply: (await firstReply(runtime, received)) ?? considered.reply };
  } catch (error) {
    const reply = await firstReply(runtime, received).catch(() => undefined);
    if (reply !== undefined) return { status: 'answered', reply };
    runtime.group.leave();
    throw error;
  }
}

/**
 * A decision without asking the store: on the case as this engine wrote it last, or, of a case to be opened, on there
 * being none. Only what its commit checks against the stored revision. All else (a firing that goes first, an answer
 * without a commit, a failure) needs the case as it is stored now.
 */
function considerUnread(
  runtime: Runtime,
  received: ReceivedCommand,
  fired: ReadonlySet<TimerKey>,
  isFirstTry: boolean,
): Consideration | undefined {
  const before = runtime.cases.get(received);
  const isAboutNone = isFirstTry && received.type === 'open' && mayBePresumedNew(runtime);
  if (before === undefined && !isAboutNone) return undefined;
  try {
    const considered = judge(runtime, received, before, fired);
    return considered.status === 'decided' ? considered : undefined;
  } catch {
    return undefined;
  }
}

/** A key made for the people of a case that turns out to be there already would outlive them. */
const mayBePresumedNew = ({ protection }: Runtime): boolean => protection.people === undefined;

function judge(
  runtime: Runtime,
  received: ReceivedCommand,
  before: CaseEnvelope | undefined,
  fired: ReadonlySet<TimerKey>,
): Consideration {
  const weighed = weigh(runtime, received, before, fired);
  const isAnswered = weighed.status === 'decided' && isPassing(weighed.decision, weighed.command);
  return isAnswered ? { status: 'answered', reply: weighed.decision.reply } : weighed;
}

function weigh(
  runtime: Runtime,
  received: ReceivedCommand,
  before: CaseEnvelope | undefined,
  fired: ReadonlySet<TimerKey>,
): Weighed {
  const command = inTimeOfCase(received, before);
  const row = reading(before, () => overdueBefore(command, before, fired));
  if (row !== undefined) return { status: 'overdue', row, at: command.receivedAt };
  const workflow = workflowOf(runtime, command, before);
  return { status: 'decided', workflow, before, command, decision: decide(workflow, before, command, runtime) };
}

/**
 * Time does not run backward in a case. A worker whose clock is behind receives nothing before the last act that
 * another one wrote, and what has no legal time of its own happened when it was received.
 */
function inTimeOfCase(received: ReceivedCommand, before: CaseEnvelope | undefined): Command {
  const receivedAt = Math.max(received.receivedAt, before?.occurredAt ?? received.receivedAt);
  return { ...received, receivedAt, occurredAt: received.occurredAt ?? receivedAt };
}

/** A command that is turned down now may have been carried out before, without anybody being told. */
const firstReply = ({ store }: Runtime, { tenant, id }: ReceivedCommand): Promise<Reply | undefined> =>
  store.cases.reply({ tenant, commandId: id });

/**
 * Not committed, because the same command id may well succeed later: a timer that came too early stays pending, and a
 * message between cases that was turned down becomes a dead letter, which can be redriven.
 */
function isPassing({ reply }: Decision, command: Command): boolean {
  if (reply.status === 'dropped') return reply.code === 'MC_TIMER_EARLY';
  const relayed =
    command.type === 'answer' ||
    command.type === 'instruct' ||
    (command.type === 'open' && command.parent !== undefined);
  return relayed && reply.status !== 'accepted';
}

function workflowOf(runtime: Runtime, command: Command, before: CaseEnvelope | undefined) {
  if (before !== undefined) return runtime.registry.of(before);
  if (command.type === 'open') return runtime.registry.get(command.workflow, command.version);
  throw caseNotFound(command, ', or open the case');
}

function itemOrLeave(runtime: Runtime, decided: DecidedCommand, firing: TimerKey | undefined): CommitItem {
  try {
    return recordedItem(runtime, decided, firing);
  } catch (error) {
    runtime.group.leave();
    throw error;
  }
}

function announce(runtime: Runtime, { change, reply, audit }: Decision): void {
  if (change === undefined) {
    if (reply.status !== 'accepted')
      runtime.events.emit('refused', { reply, action: audit.action, actor: audit.actor.id });
    return;
  }
  const { envelope, journal } = change;
  // Whatever a listener does to what it is given.
  const facts = [...journal.facts];
  runtime.events.emit('committed', { envelope, journal });
  for (const fact of facts) runtime.events.emit('fact', { fact, envelope, journal });
  if (change.timers !== undefined || change.messages.length > 0) runtime.wake();
}
