import type { DeadlineLedger, LedgerEntry } from '../contract/deadline.js';
import type { Budget, Instant } from '../contract/time.js';
import { append, derive } from '../deadlines/ledger.js';
import { project } from '../deadlines/project.js';
import { budgetList, type DeadlineSpec, fromContext } from '../deadlines/spec.js';
import { signedWorkingMs } from '../deadlines/view.js';
import { contextOf, type Draft, latestLedger, ledgerScope, putLedger } from './draft.js';
import type { DeadlineMapping, Move } from './migration.js';
import { breachAtNewEnd, standingBreach } from './moved-end.js';
import { stableText } from './stable-hash.js';
import { line, startDeadline, startsHere, syncDeadlines } from './sync-deadlines.js';

type Spec = DeadlineSpec<never>;
type Granted = NonNullable<Extract<LedgerEntry, { kind: 'migrated' }>['granted']>;

/** What a declaration grants, for a case as it stands. */
interface Grant {
  readonly budgets: readonly Budget[];
  readonly counting: Granted['counting'];
  readonly anchor: Instant | undefined;
  readonly calendar: string | undefined;
  readonly legalBasis: string | undefined;
}

const isOpen = ({ status }: DeadlineLedger): boolean => status === 'running' || status === 'suspended';

/** Brings the terms of a case under the declarations of the new version, each with a line where something changes. */
export function migrateDeadlines(move: Move, draft: Draft): void {
  for (const name of new Set(draft.ledgers.map((ledger) => ledger.name))) {
    const mapping = move.migration.spec.deadlines?.[name] ?? name;
    if (typeof mapping === 'object' && 'ended' in mapping) end(move, draft, name, mapping.ended);
    else carry(move, draft, name, typeof mapping === 'string' ? { to: mapping } : mapping);
  }
  sync(move, draft);
}

/** Terms the new version begins in this state, where the old one had none for this case. */
export function startNewDeadlines(
  { migration, before, findings }: Move,
  draft: Draft,
  hadTags: ReadonlySet<string>,
): void {
  const { from, to, spec } = migration;
  const formerName = new Map(Object.entries(spec.deadlines ?? {}).map(([name, line]) => [targetOf(name, line), name]));
  for (const [name, deadline] of Object.entries(to.spec.deadlines ?? {})) {
    if (latestLedger(draft, name) !== undefined || !startsHere(draft, deadline)) continue;
    const old = from.spec.deadlines?.[formerName.get(name) ?? name];
    const ran =
      old !== undefined && hadTags.has(old.startsIn) && grantOf(old, before.machine.context).budgets.length > 0;
    if (ran) continue;
    startDeadline(draft, name, deadline);
    const started = latestLedger(draft, name);
    if (started === undefined) continue;
    findings.push({ kind: 'deadline-started', deadline: name, dueAt: started.dueAt });
    noteOverdueRungs(findings, draft, started, undefined);
  }
}

const targetOf = (name: string, mapping: DeadlineMapping): string | undefined =>
  typeof mapping === 'string' ? mapping : 'ended' in mapping ? undefined : (mapping.to ?? name);

function end({ migration, command, findings }: Move, draft: Draft, name: string, reason: string): void {
  const ledger = latestLedger(draft, name);
  if (ledger === undefined || !isOpen(ledger)) return;
  findings.push({ kind: 'deadline-lost', deadline: name, occurrence: ledger.occurrence, dueAt: ledger.dueAt, reason });
  stop(draft, ledger, migration.from.spec.deadlines?.[name] as Spec, reason, command.legalBasis);
}

function stop(draft: Draft, ledger: DeadlineLedger, spec: Spec, reason: string, legalBasis: string): void {
  const scope = ledgerScope(draft, ledger.name, spec);
  putLedger(draft, append(scope, ledger, line(draft, 'stopped', { reason, legalBasis }, ledger)));
}

type Carrying = Exclude<DeadlineMapping, string | { readonly ended: string }>;

function carry(move: Move, draft: Draft, name: string, mapping: Carrying): void {
  const { migration, before } = move;
  const target = mapping.to ?? name;
  const next = migration.to.spec.deadlines?.[target] as Spec | undefined;
  const old = migration.from.spec.deadlines?.[name] as Spec | undefined;
  const latest = latestLedger(draft, name);
  // What an earlier migration left under a name of its own is over, and stays as it is.
  if (latest === undefined || old === undefined) return;
  const former = grantOf(old, before.machine.context);
  const grant = next && grantOf(next, contextOf(draft));
  const isKept = mapping.grant === 'kept' || stableText(grant) === stableText(former);
  const hasNone = next === undefined || (!isKept && grant?.budgets.length === 0);
  if (hasNone && isOpen(latest)) lose(move, draft, latest, old);
  else if (next !== undefined && grant !== undefined) {
    rename(move, draft, name, target, mapping.rungs);
    takeOver(move, draft, next, { name, target, mapping, grant, former, isKept });
  }
}

interface Taking {
  readonly name: string;
  readonly target: string;
  readonly mapping: Carrying;
  readonly grant: Grant;
  readonly former: Grant;
  readonly isKept: boolean;
}

/** Brings a term under the declaration of the new version. */
function takeOver(move: Move, draft: Draft, spec: Spec, taking: Taking): void {
  const { name, target, mapping, grant, former, isKept } = taking;
  const renamed = latestLedger(draft, target) as DeadlineLedger;
  const ledger = isOpen(renamed) ? { ...renamed, owner: spec.owner } : renamed;
  const granted = isKept || !isOpen(ledger) ? undefined : grantedIn(draft, ledger, grant, former);
  const changed = { ...(target !== name && { was: name }), ...(granted !== undefined && { granted }) };
  const legalBasis = granted === undefined ? undefined : grant.legalBasis;
  if (target !== name || granted !== undefined) writeLine(move, draft, spec, ledger, changed, { mapping, legalBasis });
  else if (isOpen(ledger)) putLedger(draft, derive(ledgerScope(draft, target, spec), ledger));
  noteMoved(move, draft, ledger, mapping.reason);
}

/** Writes down that the new version has taken the term over, and what that does to its end. */
function writeLine(
  { migration, command }: Move,
  draft: Draft,
  spec: Spec,
  ledger: DeadlineLedger,
  changed: { readonly was?: string; readonly granted?: Granted },
  { mapping, legalBasis }: { readonly mapping: Carrying; readonly legalBasis: string | undefined },
): void {
  const { dueAt: dueBefore } = ledger;
  const scope = ledgerScope(draft, ledger.name, spec);
  const breach = isOpen(ledger) ? standingBreach(ledger) : undefined;
  const entry = (dueAfter: Instant): LedgerEntry => {
    const accepted = dueAfter === dueBefore ? undefined : command.accepted['deadline-moved'];
    const fields = {
      version: migration.to.version,
      ...changed,
      reason: mapping.reason ?? accepted ?? command.reason,
      legalBasis: legalBasis ?? command.legalBasis,
      dueBefore,
      dueAfter,
      ...(breach !== undefined && dueAfter > dueBefore && { overrules: [breach] }),
    };
    return line(draft, 'migrated', fields, ledger);
  };
  const { dueAt } = append(scope, ledger, entry(dueBefore));
  const moved = append(scope, ledger, entry(dueAt));
  putLedger(draft, moved);
  if (isOpen(moved)) breachAtNewEnd(draft, spec, moved, { breach, dueBefore });
}

/** A running term the new version has none for: it ends when somebody answers for that. */
function lose({ command, findings }: Move, draft: Draft, ledger: DeadlineLedger, spec: Spec): void {
  const { name: deadline, occurrence, dueAt } = ledger;
  findings.push({ kind: 'deadline-lost', deadline, occurrence, dueAt });
  const accepted = command.accepted['deadline-lost'];
  if (accepted !== undefined) stop(draft, ledger, spec, accepted, command.legalBasis);
}

/** Gives the ledgers of a term their new name, and their rungs theirs: what has fired stays fired. */
function rename(
  { findings }: Move,
  draft: Draft,
  name: string,
  target: string,
  rungs: Readonly<Record<string, string>> = {},
): void {
  if (target !== name) findings.push({ kind: 'deadline-renamed', deadline: name, to: target });
  draft.ledgers = draft.ledgers.map((ledger) =>
    ledger.name === name
      ? {
          ...ledger,
          name: target,
          rungs: ledger.rungs.map((rung) => ({ ...rung, name: rungs[rung.name] ?? rung.name })),
        }
      : ledger,
  );
}

function noteMoved({ findings }: Move, draft: Draft, ledger: DeadlineLedger, reason: string | undefined): void {
  const now = latestLedger(draft, ledger.name) as DeadlineLedger;
  if (!isOpen(now)) return;
  noteOverdueRungs(findings, draft, now, ledger);
  if (now.dueAt === ledger.dueAt) return;
  const calendar = draft.env.calendars.get(project(now.entries).calendar);
  findings.push({
    kind: 'deadline-moved',
    deadline: now.name,
    occurrence: now.occurrence,
    dueBefore: ledger.dueAt,
    dueAfter: now.dueAt,
    workingMs: signedWorkingMs(calendar, ledger.dueAt, now.dueAt),
    calendarDays: calendar.between(ledger.dueAt, now.dueAt, 'calendarDay'),
    ...(reason !== undefined && { reason }),
  });
}

/** What the new version grants, as the line says it. */
function grantedIn(draft: Draft, ledger: DeadlineLedger, grant: Grant, former: Grant): Granted {
  const [budget, ...then] = grant.budgets as [Budget, ...Budget[]];
  const anchored = grant.anchor !== undefined && grant.anchor !== former.anchor;
  const moved = grant.calendar !== former.calendar;
  const { id, version } = draft.env.calendars.current(grant.calendar);
  const { calendar } = project(ledger.entries);
  return {
    budget,
    ...(then.length > 0 && { then }),
    counting: grant.counting,
    ...(anchored && { from: grant.anchor }),
    ...(moved && id !== calendar.id && { calendar: { id, version } }),
  };
}

function grantOf(spec: Spec, context: unknown): Grant {
  const at = context as never;
  return {
    budgets: budgetList(fromContext(spec.budget, at)),
    counting: fromContext(spec.counting ?? {}, at),
    anchor: spec.anchor?.(at),
    calendar: fromContext(spec.calendar, at),
    legalBasis: fromContext(spec.legalBasis, at),
  };
}

/** What the tags of the new state say of each term that runs or is suspended. */
function sync({ migration, findings }: Move, draft: Draft): void {
  const before = draft.ledgers;
  syncDeadlines(draft, draft.snapshot.tags);
  for (const ledger of before) {
    const now = draft.ledgers.find(({ name, occurrence }) => name === ledger.name && occurrence === ledger.occurrence);
    if (now === undefined || now.status === ledger.status) continue;
    const mapping = Object.entries(migration.spec.deadlines ?? {}).find(
      ([name, line]) => targetOf(name, line) === ledger.name,
    )?.[1];
    const reason = typeof mapping === 'object' && 'reason' in mapping ? mapping.reason : undefined;
    const { name: deadline, occurrence, status: from } = ledger;
    findings.push({
      kind: 'deadline-switched',
      deadline,
      occurrence,
      from,
      to: now.status,
      ...(reason !== undefined && { reason }),
    });
  }
}

/** Rungs that stand in the past and did not before: they fire as soon as the case has moved. */
function noteOverdueRungs(
  findings: Move['findings'],
  draft: Draft,
  now: DeadlineLedger,
  before: DeadlineLedger | undefined,
): void {
  for (const { name, fireAt } of now.rungs) {
    if (fireAt === undefined || fireAt > draft.at) continue;
    if (before?.rungs.find((rung) => rung.name === name)?.fireAt === fireAt) continue;
    findings.push({ kind: 'rung-overdue', deadline: now.name, rung: name, at: fireAt });
  }
}
