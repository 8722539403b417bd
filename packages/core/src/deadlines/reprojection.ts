import { calendarChanges } from '../calendar/calendar-changes.js';
import type { Calendar, Term } from '../calendar/types.js';
import type { CalendarChange, EarlierEndRule } from '../contract/calendar-change.js';
import type { CalendarRef, DeadlineLedger, LedgerEntry } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';
import { type CalendarLookup, project } from './project.js';

/** What a new calendar version makes of a running term. */
export interface Reprojection {
  readonly dueBefore: Instant;
  readonly dueAfter: Instant;
  /** What the count on the new version gives; other than `dueAfter` when a promise stands against it. */
  readonly counted: Instant;
  /** The promise that stands from now on; absent when the count decides alone. */
  readonly notBefore?: Instant;
  /** The dates that make the difference, in order; empty when nothing moves. */
  readonly because: readonly CalendarChange[];
}

export interface ReprojectionRequest {
  readonly next: Calendar;
  readonly calendars: CalendarLookup;
  readonly earlierEnd: EarlierEndRule;
}

/** Is this term to be counted again, when a version of a calendar replaces those of an id? */
export function isCountedOn(
  { status, entries }: Pick<DeadlineLedger, 'status' | 'entries'>,
  replaces: string,
  next: CalendarRef,
): boolean {
  if (status !== 'running' && status !== 'suspended') return false;
  const { id, version } = project(entries).calendar;
  return id === replaces && !(id === next.id && version === next.version);
}

/** Counts a running or suspended term again on another version of its calendar. */
export function reprojection(
  ledger: DeadlineLedger,
  { next, calendars, earlierEnd }: ReprojectionRequest,
): Reprojection {
  const { dueAt: dueBefore, entries } = ledger;
  const { term, calendar } = project(entries);
  const counted = next.due(project([...entries, lineFor(next)]).term);
  const notBefore = earlierEnd === 'keep' ? { notBefore: dueBefore } : {};
  const dueAfter = earlierEnd === 'keep' ? Math.max(counted, dueBefore) : counted;
  const moves = counted !== dueBefore;
  const because = moves ? deciding(term, { before: calendars(calendar), next }, Math.max(counted, dueBefore)) : [];
  return { dueBefore, dueAfter, counted, ...notBefore, because };
}

/** A line that changes the calendar and nothing else: without a promise the count decides alone. */
const lineFor = ({ id, version }: Calendar): LedgerEntry => ({
  kind: 'reprojected',
  at: 0,
  recordedAt: 0,
  actor: '',
  calendar: { id, version },
  dueBefore: 0,
  dueAfter: 0,
});

interface Versions {
  readonly before: Calendar;
  readonly next: Calendar;
}

/** The changes between the receipt and the later of both ends that the count met on its way. */
function deciding(term: Term, versions: Versions, until: Instant): readonly CalendarChange[] {
  const { next, before } = versions;
  const [from, to] = [next.dateOf(term.from), next.dateOf(until)];
  const within = changesBetween(versions).filter(({ date }) => date >= from && date <= to);
  if (within.length === 0 || isInWorkingTime(term)) return withoutWeeks(within);
  // A term in dates counts days off like others: only those decide that it begins on, ends on or rolls over.
  const [old, now] = [rulesByDate(before, term), rulesByDate(next, term)];
  return withoutWeeks(within.filter(({ date }) => old.get(date) !== now.get(date)));
}

/** What each date was to a term, by the explanation of its end. */
function rulesByDate(calendar: Calendar, term: Term): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  for (const { date, rule } of calendar.explain.due(term).steps) rules.set(date, `${rules.get(date) ?? ''} ${rule}`);
  return rules;
}

const isInWorkingTime = ({ budget, then = [] }: Term): boolean =>
  [budget, ...then].every(
    (part) => 'notBefore' in part || ('unit' in part && (part.unit === 'workingDay' || part.unit === 'workingHour')),
  );

/** Other office hours change every date of a weekday: the first one tells it. */
function withoutWeeks(changes: readonly CalendarChange[]): readonly CalendarChange[] {
  const first = changes.find(({ before, after }) => before === undefined && after === undefined);
  return changes.filter((change) => change.before !== undefined || change.after !== undefined || change === first);
}

/** Comparing two versions is much work for one term and none for the next: kept as long as both calendars are. */
const compared = new WeakMap<Calendar, WeakMap<Calendar, readonly CalendarChange[]>>();

function changesBetween({ before, next }: Versions): readonly CalendarChange[] {
  const known = compared.get(before) ?? new WeakMap<Calendar, readonly CalendarChange[]>();
  compared.set(before, known);
  const changes = known.get(next) ?? calendarChanges(before.definition, next.definition);
  known.set(next, changes);
  return changes;
}
