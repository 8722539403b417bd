import type { AnyMachineSnapshot } from 'xstate';
import type {
  CaseEnvelope,
  ChildLink,
  Command,
  EventObject,
  Fact,
  MachineTimer,
  ParentLink,
} from '../contract/case.js';
import type { DeadlineLedger, LedgerEntry } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';
import type { LedgerScope } from '../deadlines/ledger.js';
import type { DeadlineSpec } from '../deadlines/spec.js';
import { describeError } from '../error/index.js';
import type { DecisionEnv } from './decision.js';
import { awaitedEvents, type MachineRunner, statePath } from './machine.js';
import { fail, isRefusal } from './refusal.js';
import type { CaseView, EventMeta, Workflow } from './workflow.js';

/** A case being decided: what the decision has gathered so far. Never leaves `decide`. */
export interface Draft {
  readonly workflow: Workflow;
  readonly runner: MachineRunner;
  readonly env: DecisionEnv;
  readonly command: Command;
  readonly before: CaseEnvelope | undefined;
  readonly revision: number;
  /** Legal time of what is being decided. */
  readonly at: Instant;
  snapshot: AnyMachineSnapshot;
  ledgers: readonly DeadlineLedger[];
  timers: readonly MachineTimer[];
  children: Readonly<Record<string, ChildLink>>;
  readonly facts: Fact[];
  /** Messages to other cases, carried by the outbox. */
  readonly internal: Fact[];
  /** Events for the machine that follow from what was written into the ledgers. */
  readonly consequences: EventObject[];
  readonly lines: { readonly deadline: string; readonly occurrence: number; readonly entry: LedgerEntry }[];
}

export const contextOf = (draft: Draft): never => draft.snapshot.context as never;

/** The case as index, holder and the other projections of a workflow see it. */
export function viewOf({ snapshot }: Pick<Draft, 'snapshot'>): CaseView<never> {
  return {
    context: snapshot.context as never,
    state: statePath(snapshot.value),
    hasTag: (tag) => snapshot.tags.has(tag),
  };
}

/** What the machine is told about the command it is served. */
export function metaOf(draft: Draft): EventMeta {
  const { actor, caseId, receivedAt } = draft.command;
  return { at: draft.at, receivedAt, actor, caseId, revision: draft.revision };
}

export function ledgerScope(draft: Draft, name: string, spec: DeadlineSpec<never>): LedgerScope<never> {
  return { name, spec, context: contextOf(draft), calendars: draft.env.calendars.get, now: draft.command.receivedAt };
}

/** The latest ledger of a deadline: the one that runs, if any does. */
export const latestLedger = (draft: Draft, name: string): DeadlineLedger | undefined =>
  draft.ledgers.findLast((ledger) => ledger.name === name);

/** Replaces a ledger, or adds it, and notes the lines it gained. */
export function putLedger(draft: Draft, next: DeadlineLedger): void {
  const index = draft.ledgers.findIndex(({ name, occurrence }) => name === next.name && occurrence === next.occurrence);
  const known = index < 0 ? 0 : (draft.ledgers[index]?.entries.length ?? 0);
  for (const entry of next.entries.slice(known)) {
    draft.lines.push({ deadline: next.name, occurrence: next.occurrence, entry });
    draft.facts.push(...factOf(next, entry));
    if ('overrules' in entry) draft.consequences.push(...overruledEvent(draft, next, entry));
  }
  draft.ledgers = index < 0 ? [...draft.ledgers, next] : draft.ledgers.with(index, next);
}

/** What a line tells the world. A new count that changed nothing tells nobody anything. */
function factOf({ name, occurrence, dueAt }: DeadlineLedger, entry: LedgerEntry): readonly Fact[] {
  const base = {
    type: `deadline.${entry.kind}`,
    deadline: name,
    occurrence,
    dueAt,
    at: entry.at,
    ...(entry.reason !== undefined && { reason: entry.reason }),
    ...('overrules' in entry && entry.overrules !== undefined && { overrules: entry.overrules }),
  };
  if (entry.kind === 'breached') return [{ ...base, lagMs: entry.lagMs }];
  if (entry.kind === 'migrated') {
    const { version, was, dueBefore, dueAfter, legalBasis } = entry;
    return [{ ...base, version, ...(was && { was }), dueBefore, dueAfter, ...(legalBasis && { legalBasis }) }];
  }
  if (entry.kind !== 'reprojected') return [base];
  const { dueBefore, dueAfter, counted, because, calendar, legalBasis } = entry;
  if (dueBefore === dueAfter && counted === undefined) return [];
  const why = {
    ...(counted !== undefined && { counted }),
    ...(because && { because }),
    ...(legalBasis && { legalBasis }),
  };
  return [{ ...base, calendar, dueBefore, dueAfter, ...why }];
}

/** The event that tells the machine which breaches a line overrules, when the term names one. */
function overruledEvent(
  draft: Draft,
  { name, occurrence, dueAt, entries }: DeadlineLedger,
  line: Extract<LedgerEntry, { overrules?: unknown }>,
): readonly EventObject[] {
  const type = draft.workflow.spec.deadlines?.[name]?.events?.overruled;
  if (type === undefined || line.overrules === undefined) return [];
  const ends = line.overrules.flatMap((index) => {
    const breach = entries[index];
    return breach?.kind === 'breached' ? [breach.dueAt] : [];
  });
  return [{ type, deadline: name, occurrence, dueAt, ends, by: line.kind }];
}

/** The message that carries an event of a sub-case to the case that opened it. */
export const answerMessage = (draft: Draft, parent: ParentLink, event: EventObject, final: boolean): Fact => ({
  type: 'motcua.case.answer',
  caseId: parent.caseId,
  key: parent.key,
  occurrence: parent.occurrence,
  final,
  at: draft.at,
  event: { ...event, key: parent.key, occurrence: parent.occurrence, caseId: draft.command.caseId },
});

/** Event types the present state waits for, guards that need no payload included. */
export function takableEvents(draft: Pick<Draft, 'snapshot'>, meta: EventMeta): readonly string[] {
  if (draft.snapshot.status !== 'active') return [];
  return [...awaitedEvents(draft.snapshot)]
    .filter(([type, unguarded]) => unguarded || mayTake(draft.snapshot, { type, meta }))
    .map(([type]) => type);
}

/** A guard that needs the payload cannot be judged without it: such an event counts as possible. */
function mayTake(snapshot: AnyMachineSnapshot, event: EventObject): boolean {
  try {
    return snapshot.can(event as never);
  } catch {
    return true;
  }
}

/** Machine code may throw: the case then stays where it was and the event is marked failed. */
export function guarded<Result>(draft: Pick<Draft, 'workflow' | 'command'>, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (isRefusal(error)) throw error;
    throw fail('MC_MACHINE_FAILED', {
      happened: `Workflow ${draft.workflow.id} threw while case ${draft.command.caseId} took ${draft.command.type}: ${describeError(error)}`,
      expected: 'guards and actions that do not throw',
      remedy: 'correct the machine and send the event again; the case stays where it was',
    });
  }
}
