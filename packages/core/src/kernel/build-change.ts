import {
  type CaseEnvelope,
  type CaseIndex,
  type Custody,
  type DeadlineIndex,
  ENVELOPE_FORMAT,
  type Holder,
  type OutboxMessage,
} from '../contract/case.js';
import type { DeadlineLedger } from '../contract/deadline.js';
import { jsonOffence } from '../contract/json.js';
import type { Decision } from './decision.js';
import { answerMessage, type Draft, guarded, viewOf } from './draft.js';
import { timerRows } from './timer-key.js';
import type { CaseView } from './workflow.js';

/** Turns a finished draft into what is written. */
export function buildChange(draft: Draft): NonNullable<Decision['change']> {
  const { before, command, snapshot, workflow } = draft;
  const view = viewOf(draft);
  const { state } = view;
  const { index, deadline } = indexOrBefore(draft, view);
  const holder = isRewriting(command)
    ? undefined
    : guarded(draft, () => storable('holder', workflow.spec.holder?.(view)));
  guarded(draft, () => storable('output', snapshot.output));
  const status = snapshot.status === 'done' ? 'done' : 'active';
  const parent = before?.parent ?? (command.type === 'open' ? command.parent : undefined);
  const custody = custodyOf(draft, holder);
  // A new version only gives the state another name.
  const moved = command.type !== 'migrate' && state !== before?.state;
  const acted = !isUnordered(draft) || moved || custody !== before?.custody;
  const envelope: CaseEnvelope = {
    format: ENVELOPE_FORMAT,
    tenant: command.tenant,
    caseId: command.caseId,
    workflow: workflow.id,
    version: workflow.version,
    definitionHash: workflow.definitionHash,
    revision: draft.revision,
    status,
    machine: draft.runner.save(snapshot),
    state,
    tags: [...snapshot.tags].sort(),
    deadlines: draft.ledgers,
    timers: status === 'done' ? [] : draft.timers,
    custody,
    children: draft.children,
    index,
    openedAt: before?.openedAt ?? draft.at,
    writtenAt: command.receivedAt,
    occurredAt: before === undefined || acted ? Math.max(draft.at, before?.occurredAt ?? draft.at) : before.occurredAt,
    ...(parent !== undefined && { parent }),
    ...(deadline !== undefined && { deadline }),
  };
  if (parent !== undefined && status === 'done' && before?.status !== 'done') {
    const output = envelope.machine.output ?? null;
    draft.internal.push(answerMessage(draft, parent, { type: parent.replyEvent, output }, true));
  }
  const timers =
    before !== undefined && before.deadlines === envelope.deadlines && before.timers === envelope.timers
      ? undefined
      : timerRows(envelope);
  return {
    envelope,
    journal: {
      tenant: command.tenant,
      caseId: command.caseId,
      revision: draft.revision,
      command,
      from: before?.state ?? '',
      to: state,
      facts: draft.facts,
      ledger: draft.lines,
    },
    ...(timers !== undefined && { timers }),
    messages: messagesOf(draft),
  };
}

/** A command that only writes the case again, for the sake of the personal data in it. */
const isRewriting = ({ type }: Draft['command']): boolean => type === 'protect' || type === 'erase';

/**
 * Is an act of an earlier hour still to be recorded after this? A firing that only noted a breach is no act, nor is
 * a new version, a new count or the writing of a case as it is, and the workflow may name events that are none in this
 * sense.
 */
function isUnordered({ command, workflow }: Draft): boolean {
  if (command.type === 'fire' || command.type === 'migrate' || command.type === 'reproject') return true;
  if (isRewriting(command)) return true;
  const action = command.type === 'send' ? command.event.type : command.type;
  return workflow.spec.unordered?.includes(action) === true;
}

/** The erasure of a person must not fail for code that stumbles over the gaps it leaves. */
function indexOrBefore(draft: Draft, view: CaseView<never>): ReturnType<typeof indexOf> {
  try {
    return guarded(draft, () => indexOf(draft, view));
  } catch (error) {
    if (draft.before === undefined || !isRewriting(draft.command)) throw error;
    return { index: draft.before.index, deadline: draft.before.deadline };
  }
}

function indexOf(draft: Draft, view: CaseView<never>): { index: CaseIndex; deadline: DeadlineIndex | undefined } {
  const { deadline: named, ...given } = draft.workflow.spec.index?.(view) ?? {};
  const index = composed(given);
  const ledger = named === undefined ? nearest(draft.ledgers) : draft.ledgers.findLast(({ name }) => name === named);
  return { index, deadline: ledger && deadlineIndex(ledger) };
}

/** What a workflow made of a case, if a store can keep it. */
function storable<Value>(what: string, value: Value): Value {
  const offence = value === undefined ? undefined : jsonOffence(value);
  if (offence !== undefined) throw new TypeError(`its ${what} cannot be stored: ${offence}`);
  return value;
}

/** Ids are looked up and compared in Unicode's composed form, as requests bring them; the text is folded anyway. */
function composed(index: CaseIndex): CaseIndex {
  const { text, deputies, ...ids } = storable('index', index);
  const made: Record<string, unknown> = {};
  for (const [field, id] of Object.entries(ids)) if (typeof id === 'string') made[field] = id.normalize('NFC');
  if (deputies !== undefined) made['deputies'] = deputies.map((id) => id.normalize('NFC'));
  if (text !== undefined) made['text'] = text;
  return made;
}

/** The running term that ends first, else the one that ended last. */
function nearest(ledgers: readonly DeadlineLedger[]): DeadlineLedger | undefined {
  const open = ledgers.filter(({ status }) => status === 'running' || status === 'suspended');
  return open.length > 0 ? open.reduce((a, b) => (b.dueAt < a.dueAt ? b : a)) : ledgers.at(-1);
}

function deadlineIndex(ledger: DeadlineLedger): DeadlineIndex {
  const met = ledger.status === 'met' ? ledger.entries.findLast((entry) => entry.kind === 'met') : undefined;
  return {
    name: ledger.name,
    status: ledger.status,
    dueAt: ledger.dueAt,
    ...(ledger.soonAt !== undefined && { soonAt: ledger.soonAt }),
    ...(met !== undefined && { metAt: met.at }),
  };
}

function custodyOf({ before, at, command }: Draft, holder: Holder | undefined): readonly Custody[] {
  const custody = before?.custody ?? [];
  if (isRewriting(command)) return custody;
  const last = custody.at(-1);
  if (last?.holder?.kind === holder?.kind && last?.holder?.id === holder?.id) return custody;
  return [...custody, { from: at, ...(holder !== undefined && { holder }) }];
}

function messagesOf(draft: Draft): readonly OutboxMessage[] {
  const { tenant, caseId, receivedAt } = draft.command;
  return [...draft.facts, ...draft.internal].map((payload, index) => ({
    id: `${caseId}:${draft.revision}:${index}`,
    tenant,
    caseId,
    revision: draft.revision,
    index,
    topic: payload.type,
    payload,
    createdAt: receivedAt,
  }));
}
