import type { DeadlineLedger, LedgerEntry } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';
import { judgeLateRecord, type LateJudgement } from '../deadlines/late-record.js';
import { append, endAt, type LedgerScope, openLedger } from '../deadlines/ledger.js';
import { project } from '../deadlines/project.js';
import { budgetList, type DeadlineSpec, fromContext } from '../deadlines/spec.js';
import { contextOf, type Draft, latestLedger, ledgerScope, putLedger } from './draft.js';
import { refuse } from './refusal.js';

type Line<Kind extends LedgerEntry['kind']> = Omit<
  Extract<LedgerEntry, { kind: Kind }>,
  'kind' | 'at' | 'recordedAt' | 'actor'
>;

/** Starts, interrupts, resumes, meets and stops the terms of a case as the tags of its new state say. */
export function syncDeadlines(draft: Draft, tagsBefore: ReadonlySet<string>): void {
  for (const [name, spec] of Object.entries(draft.workflow.spec.deadlines ?? {})) {
    const ledger = latestLedger(draft, name);
    if (ledger?.status === 'running' || ledger?.status === 'suspended') syncActive(draft, name, spec, ledger);
    else syncEnded(draft, name, spec, ledger, tagsBefore);
  }
}

function syncActive(draft: Draft, name: string, spec: DeadlineSpec<never>, ledger: DeadlineLedger): void {
  const has = (tags: readonly string[] | undefined) => tags?.some((tag) => draft.snapshot.tags.has(tag)) === true;
  const scope = ledgerScope(draft, name, spec);
  const suspend = has(spec.suspendedIn);
  if (has(spec.stoppedIn)) {
    const fields = againstBreaches(draft, scope, ledger);
    putLedger(draft, append(scope, ledger, line(draft, 'stopped', fields, ledger)));
  } else if (has(spec.metIn) || (spec.metIn === undefined && !suspend && !draft.snapshot.tags.has(spec.startsIn))) {
    meet(draft, scope, ledger);
  } else if (draft.snapshot.status === 'done') {
    const fields = { reason: 'the case ended', ...againstBreaches(draft, scope, ledger) };
    putLedger(draft, append(scope, ledger, line(draft, 'stopped', fields, ledger)));
  } else if (suspend && ledger.status === 'running') {
    const rule = fromContext(spec.interruption ?? 'pause', contextOf(draft));
    const fields = { rule, ...againstBreaches(draft, scope, ledger) };
    putLedger(draft, append(scope, ledger, line(draft, 'suspended', fields, ledger)));
  } else if (!suspend && ledger.status === 'suspended') {
    putLedger(draft, append(scope, ledger, line(draft, 'resumed', {}, ledger)));
  }
}

function syncEnded(
  draft: Draft,
  name: string,
  spec: DeadlineSpec<never>,
  ledger: DeadlineLedger | undefined,
  tagsBefore: ReadonlySet<string>,
): void {
  if (tagsBefore.has(spec.startsIn) || !startsHere(draft, spec)) return;
  const rule = spec.reopen === undefined ? 'reset' : fromContext(spec.reopen, contextOf(draft));
  if (ledger === undefined || rule === 'reset') startDeadline(draft, name, spec);
  else putLedger(draft, append(ledgerScope(draft, name, spec), ledger, line(draft, 'reopened', { rule }, ledger)));
}

/** Does the present state let the term run, as far as its tags go? */
export const startsHere = ({ snapshot }: Draft, spec: DeadlineSpec<never>): boolean =>
  snapshot.tags.has(spec.startsIn) &&
  ![...(spec.metIn ?? []), ...(spec.stoppedIn ?? [])].some((tag) => snapshot.tags.has(tag));

/** Opens the next occurrence of a term, when it grants anything to this case. */
export function startDeadline(draft: Draft, name: string, spec: DeadlineSpec<never>): void {
  const context = contextOf(draft);
  const scope = ledgerScope(draft, name, spec);
  const [budget, ...then] = budgetList(fromContext(spec.budget, context));
  if (budget === undefined) return;
  const calendar = draft.env.calendars.current(fromContext(spec.calendar, context));
  const legalBasis = fromContext(spec.legalBasis, context);
  const started = {
    ...line(draft, 'started', {
      budget,
      ...(then.length > 0 && { then }),
      counting: fromContext(spec.counting ?? {}, context),
      calendar: { id: calendar.id, version: calendar.version },
      ...(legalBasis !== undefined && { legalBasis }),
    }),
    at: spec.anchor?.(context) ?? draft.at,
  };
  putLedger(draft, openLedger(scope, (latestLedger(draft, name)?.occurrence ?? 0) + 1, started));
  const opened = latestLedger(draft, name);
  if (opened !== undefined && spec.suspendedIn?.some((tag) => draft.snapshot.tags.has(tag)))
    syncActive(draft, name, spec, opened);
}

/** Meets a term by the end in force at the legal time of the act. */
function meet(draft: Draft, scope: LedgerScope<never>, ledger: DeadlineLedger): void {
  const dueAt = endAt(scope, ledger, draft.at);
  const judged = breachedIfLate(draft, scope, ledger, dueAt);
  const fields = { dueAt, ...againstBreaches(draft, scope, judged) };
  putLedger(draft, append(scope, judged, line(draft, 'met', fields, judged)));
}

/** A term that is met late was breached, whether or not a rung stood at its end to say so. */
function breachedIfLate(
  draft: Draft,
  scope: LedgerScope<never>,
  ledger: DeadlineLedger,
  dueAt: Instant,
): DeadlineLedger {
  const late = ledger.status === 'running' && draft.at > dueAt;
  if (!late || ledger.entries.some((entry) => entry.kind === 'breached' && entry.dueAt === dueAt)) return ledger;
  const lagMs = draft.command.receivedAt - dueAt;
  return append(scope, ledger, { ...line(draft, 'breached', { dueAt, lagMs }), at: dueAt });
}

/** What the present act, recorded only now, says of the breaches recorded before it, by the rule of the term. */
export function againstBreaches(draft: Draft, scope: LedgerScope<never>, ledger: DeadlineLedger): LateJudgement {
  if (!ledger.entries.some(({ kind }) => kind === 'breached')) return {};
  const rule = fromContext(scope.spec.lateRecord ?? 'overrules', scope.context);
  const calendar = scope.calendars(project(ledger.entries).calendar);
  return judgeLateRecord(ledger.entries, { at: draft.at, recordedAt: draft.command.receivedAt }, rule, calendar);
}

/** Lines that say what was noted or granted, and do not bind the legal time of what is written after them. */
const UNORDERED: ReadonlySet<LedgerEntry['kind']> = new Set(['breached', 'reprojected', 'migrated']);
/** An act that ended the term may have come before an extension that nobody would have granted, had they known. */
const ENDINGS: ReadonlySet<LedgerEntry['kind']> = new Set(['met', 'waived', 'stopped']);

function isBefore(kind: LedgerEntry['kind'], entry: LedgerEntry): boolean {
  if (UNORDERED.has(entry.kind)) return false;
  return !(ENDINGS.has(kind) && (entry.kind === 'extended' || entry.kind === 'shortened'));
}

/** A line of a ledger, at the legal time of the decision. Lines of a ledger never go back in time, but for the above. */
export function line<Kind extends LedgerEntry['kind']>(
  draft: Draft,
  kind: Kind,
  fields: Line<Kind>,
  ledger?: DeadlineLedger,
): Extract<LedgerEntry, { kind: Kind }> {
  const last = ledger?.entries.findLast((entry) => isBefore(kind, entry));
  if (last !== undefined && draft.at < last.at) {
    const zone = draft.env.calendars.current();
    throw refuse('MC_TIME_OUT_OF_BOUNDS', {
      happened: `"${kind}" of deadline ${ledger?.name} would stand at ${zone.format(draft.at)}, before "${last.kind}" at ${zone.format(last.at)}`,
      expected: 'lines of a ledger in the order of their legal time',
      remedy: `give an occurredAt that is not before ${zone.format(last.at)}`,
    });
  }
  const base = { kind, at: draft.at, recordedAt: draft.command.receivedAt, actor: draft.command.actor.id };
  return { ...base, ...fields } as unknown as Extract<LedgerEntry, { kind: Kind }>;
}
