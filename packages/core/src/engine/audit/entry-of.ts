import type { Actor } from '../../contract/actor.js';
import type { AuditEntry, AuditType, DeadlineChange } from '../../contract/audit-log.js';
import type { CaseEnvelope, Command, CommandType, JournalEntry } from '../../contract/case.js';
import type { CalendarRef, DeadlineLedger } from '../../contract/deadline.js';
import { project } from '../../deadlines/index.js';
import type { Decision, Workflow } from '../../kernel/index.js';
import { commandValues, factValues } from '../personal-data/command-values.js';
import type { Runtime } from '../runtime.js';
import { isSelf } from './is-self.js';

/** A command, what was decided, and on what. */
export interface DecidedCommand {
  readonly workflow: Workflow;
  readonly before: CaseEnvelope | undefined;
  readonly command: Command;
  readonly decision: Decision;
}

type Field = AuditEntry['fields'][number];

const acceptedTypes: Readonly<Record<CommandType, AuditType>> = {
  open: 'transition',
  send: 'transition',
  answer: 'transition',
  instruct: 'transition',
  fire: 'timer',
  extend: 'extension',
  waive: 'waiver',
  reproject: 'reprojection',
  migrate: 'migration',
  protect: 'protection',
  erase: 'erasure',
};

/** What an audit log may say of a decision. */
export function entryOf({ owner }: Pick<Runtime, 'owner'>, decided: DecidedCommand): AuditEntry {
  const { workflow, before, command, decision } = decided;
  const { change, audit: record } = decision;
  const after = change?.envelope;
  const { version, definitionHash } = after ?? workflow;
  const deadlines = change === undefined ? [] : change.journal.ledger.map((line) => changeOf(line, change.envelope));
  const calendar = calendarOf(after ?? before, deadlines[0]);
  return {
    type: typeOf(decided),
    record,
    isPrivate: isPrivate(decided),
    occurredAt: command.occurredAt,
    observer: owner,
    workflow: { id: workflow.id, version, hash: definitionHash },
    ...(calendar !== undefined && { calendar }),
    ...(before !== undefined && { from: before.state }),
    ...(after !== undefined && { to: after.state }),
    ...('event' in command && { event: command.event.type }),
    deadlines,
    ...('legalBasis' in command && command.legalBasis !== undefined && { legalBasis: command.legalBasis }),
    fields: fieldsOf(decided),
  };
}

function typeOf({ before, command, decision: { change, audit } }: DecidedCommand): AuditType {
  switch (audit.outcome) {
    case 'refused':
      return 'refusal';
    case 'failed':
      return 'failure';
    case 'dropped':
      return 'drop';
    case 'accepted':
      return change?.envelope.status === 'done' && before?.status !== 'done'
        ? 'case.closed'
        : acceptedTypes[command.type];
  }
}

const isPrivate = ({ before, command: { actor }, decision: { change } }: DecidedCommand): boolean =>
  isSelf(actor, change?.envelope ?? before);

function changeOf(
  { deadline: name, occurrence, entry }: JournalEntry['ledger'][number],
  { deadlines }: CaseEnvelope,
): DeadlineChange {
  const ledger = deadlines.find((each) => each.name === name && each.occurrence === occurrence);
  return {
    name,
    occurrence,
    change: entry.kind,
    ...(ledger !== undefined && { dueAt: ledger.dueAt }),
    ...('overrules' in entry && entry.overrules !== undefined && { overruled: true }),
    ...(entry.legalBasis !== undefined && { legalBasis: entry.legalBasis }),
  };
}

/** The calendar of the first term that changed, or else of the latest one. */
function calendarOf(envelope: CaseEnvelope | undefined, changed: DeadlineChange | undefined): CalendarRef | undefined {
  const isChanged = ({ name, occurrence }: DeadlineLedger) =>
    name === changed?.name && occurrence === changed.occurrence;
  const ledger = envelope?.deadlines.find(isChanged) ?? envelope?.deadlines.at(-1);
  return ledger && project(ledger.entries).calendar;
}

/** What is personal, what people wrote, and who acts for himself: each place once. */
function fieldsOf(decided: DecidedCommand): readonly Field[] {
  const { workflow, command, decision } = decided;
  const { change, audit } = decision;
  const fields = new Map<string, Field>();
  const add = (path: string, value: unknown) => {
    if (value !== undefined && !fields.has(path)) fields.set(path, { path, value });
  };
  if (workflow.personal !== undefined) {
    const context = change?.envelope.machine.context;
    const facts = change?.journal.facts ?? [];
    for (const { pointer, value } of commandValues(workflow.personal, command, context)) add(pointer, value);
    for (const { pointer, value } of factValues(workflow.personal, facts, context)) add(pointer, value);
  }
  const reason = 'reason' in command ? command.reason : undefined;
  add('/command/reason', reason);
  add('/message', audit.message);
  for (const [index, { entry }] of (change?.journal.ledger ?? []).entries()) {
    if (entry.reason !== reason) add(`/ledger/${index}/reason`, entry.reason);
  }
  if (isPrivate(decided)) for (const [path, value] of privateParts(command.actor)) add(path, value);
  return [...fields.values()];
}

const privateParts = ({ id, name, onBehalfOf }: Actor): readonly (readonly [path: string, value: unknown])[] => [
  ['/actor/id', id],
  ['/actor/name', name],
  ['/actor/onBehalfOf', onBehalfOf],
];
