import type { Calendar } from '../calendar/types.js';
import type { DeadlineLedger, LedgerEntry } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';
import { type CalendarLookup, isGrant, project } from './project.js';
import { armRungs, type LadderInput, nextFiring, soonAt } from './rungs.js';
import type { DeadlineSpec } from './spec.js';

/** What a ledger is read and written with. */
export interface LedgerScope<Context> {
  readonly name: string;
  readonly spec: DeadlineSpec<Context>;
  readonly context: Context;
  readonly calendars: CalendarLookup;
  /** When the line is being written down. */
  readonly now: Instant;
}

/** Opens a ledger with its first line. */
export function openLedger<Context>(
  scope: LedgerScope<Context>,
  occurrence: number,
  started: Extract<LedgerEntry, { kind: 'started' }>,
): DeadlineLedger {
  const empty: DeadlineLedger = {
    name: scope.name,
    occurrence,
    owner: scope.spec.owner,
    status: 'running',
    entries: [],
    dueAt: started.at,
    rungs: [],
  };
  return append(scope, empty, started);
}

/** The status a line puts a term into; undefined when it leaves it as it is. */
export function statusBy({ kind }: LedgerEntry): DeadlineLedger['status'] | undefined {
  switch (kind) {
    case 'started':
    case 'resumed':
    case 'reopened':
      return 'running';
    case 'suspended':
    case 'met':
    case 'waived':
    case 'stopped':
      return kind;
    case 'extended':
    case 'shortened':
    case 'breached':
    case 'reprojected':
    case 'migrated':
      return undefined;
  }
}

/** Appends a line and derives the end, the ladder and the status anew. */
export function append<Context>(
  scope: LedgerScope<Context>,
  ledger: DeadlineLedger,
  entry: LedgerEntry,
): DeadlineLedger {
  const entries = [...ledger.entries, entry];
  const status = statusBy(entry) ?? ledger.status;
  if (entry.kind === 'breached') return { ...ledger, entries };
  if (status !== 'running' && status !== 'suspended') {
    const { soonAt: _soon, ...kept } = ledger;
    // What never fired has nothing to remember; what fired keeps its count, in case the term is opened again.
    const rungs = ledger.rungs.filter(({ fired }) => fired > 0).map(({ fireAt: _fireAt, ...rung }) => rung);
    return { ...kept, entries, status, dueAt: endAt(scope, ledger, entry.at), rungs };
  }
  return derive(scope, { ...ledger, entries, status });
}

/** Derives the end and the ladder of a term that is not over: after a new line, or under another declaration. */
export function derive<Context>(scope: LedgerScope<Context>, ledger: DeadlineLedger): DeadlineLedger {
  const { soonAt: _soon, ...kept } = ledger;
  const projection = project(ledger.entries);
  const calendar = scope.calendars(projection.calendar);
  const dueAt = calendar.due(projection.term);
  const input = ladder(scope, calendar, projection.term, dueAt, projection.suspended?.since);
  const rungs = armRungs(input, ledger.rungs, scope.now);
  const soon = soonAt(input, scope.spec.soon);
  return { ...kept, dueAt, rungs, ...(soon !== undefined && { soonAt: soon }) };
}

/** The end of a term for an act of the instant `at`: what was granted only after it does not count. */
export function endAt<Context>(
  { calendars }: Pick<LedgerScope<Context>, 'calendars'>,
  ledger: DeadlineLedger,
  at: Instant,
): Instant {
  const { entries, dueAt } = ledger;
  const granted = entries.some((entry) => isGrant(entry) && entry.at > at);
  if (!granted) return dueAt;
  const { term, calendar } = project(entries, at);
  return calendars(calendar).due(term);
}

/** Marks a rung as fired `times` times and arms its next repetition. */
export function markFired<Context>(
  scope: LedgerScope<Context>,
  ledger: DeadlineLedger,
  rung: string,
  times = 1,
): DeadlineLedger {
  const spec = scope.spec.rungs?.[rung];
  if (spec === undefined) return ledger;
  const calendar = scope.calendars(project(ledger.entries).calendar);
  const rungs = ledger.rungs.map((state) => {
    if (state.name !== rung) return state;
    const { fireAt: _fireAt, ...kept } = state;
    const fired = state.fired + times;
    const next = state.place === undefined ? undefined : nextFiring(calendar, spec, state.place, fired - state.base);
    return { ...kept, fired, ...(next !== undefined && { fireAt: next }) };
  });
  return { ...ledger, rungs };
}

function ladder<Context>(
  scope: LedgerScope<Context>,
  calendar: Calendar,
  term: LadderInput<Context>['term'],
  dueAt: Instant,
  suspendedSince: Instant | undefined,
): LadderInput<Context> {
  return {
    rungs: scope.spec.rungs ?? {},
    context: scope.context,
    calendar,
    term,
    dueAt,
    ...(suspendedSince !== undefined && { suspendedSince }),
  };
}
