import type { Calendar } from '../calendar/types.js';
import type { CalendarChange, EarlierEndRule } from '../contract/calendar-change.js';
import type { CaseEnvelope, CaseIndex } from '../contract/case.js';
import type { DeadlineLedger } from '../contract/deadline.js';
import type { CaseKey } from '../contract/store.js';
import type { Text } from '../contract/text.js';
import type { Instant } from '../contract/time.js';
import { isCountedOn, reprojection } from '../deadlines/reprojection.js';
import { fromContext } from '../deadlines/spec.js';
import { openCasePages } from './case-pages.js';
import type { Runtime } from './runtime.js';

export interface PlanCalendarOptions {
  /** Default: the cases of all tenants. */
  readonly tenant?: string | undefined;
  /** Default: of all workflows this engine runs. */
  readonly workflow?: string | undefined;
  /** Id of the calendar whose terms are counted again. Default: the id of the new one. */
  readonly replaces?: string | undefined;
  /** What becomes of an end that the new version would bring forward. Default: what its term declares; without that, `keep`. */
  readonly earlierEnd?: EarlierEndRule | undefined;
}

/** What a new calendar version makes of one running term. */
export interface TermMove {
  readonly deadline: string;
  readonly occurrence: number;
  readonly title: Text;
  readonly owner: DeadlineLedger['owner'];
  readonly status: DeadlineLedger['status'];
  /** `kept`: the count would bring the end forward, and the promise stands. */
  readonly effect: 'later' | 'earlier' | 'kept' | 'unmoved';
  readonly dueBefore: Instant;
  readonly dueAfter: Instant;
  /** What the count alone gives. */
  readonly counted: Instant;
  /** The dates that make the difference: the rows of the old and the new version, with their names and sources. */
  readonly because: readonly CalendarChange[];
}

/** A case of which an end moves, or would move. */
export interface CaseMove extends CaseKey {
  readonly workflow: string;
  readonly version: string;
  /** The revision that was looked at. */
  readonly revision: number;
  readonly index: CaseIndex;
  /** All its terms on the calendar that is replaced, unmoved ones included. */
  readonly terms: readonly TermMove[];
}

export interface CalendarPlanTotals {
  /** Open cases with a running term on the calendar that is replaced. */
  readonly cases: number;
  /** Those the plan lists. */
  readonly moved: number;
  /** Terms by what becomes of them. */
  readonly later: number;
  readonly earlier: number;
  readonly kept: number;
  readonly unmoved: number;
}

/**
 * A question to the store, asked anew each time it is iterated: the cases whose ends a new calendar version moves, in
 * the order of their keys. Cases are read in pages, and none is kept.
 */
export interface CalendarPlan extends AsyncIterable<CaseMove> {
  readonly calendar: Calendar;
  readonly scope: PlanCalendarOptions & { readonly replaces: string };
  /** Reads the whole plan and counts it. */
  totals(): Promise<CalendarPlanTotals>;
}

type Scope = CalendarPlan['scope'];

export function createCalendarPlan(runtime: PlanRuntime, next: Calendar, options: PlanCalendarOptions): CalendarPlan {
  const scope = { ...options, replaces: options.replaces ?? next.id };
  async function* moves(): AsyncGenerator<CaseMove> {
    for await (const envelope of casesCountedOn(runtime, next, scope)) {
      const move = moveOf(runtime, next, scope, envelope);
      if (isMoved(move)) yield move;
    }
  }
  return {
    calendar: next,
    scope,
    [Symbol.asyncIterator]: moves,
    async totals() {
      const totals = { cases: 0, moved: 0, later: 0, earlier: 0, kept: 0, unmoved: 0 };
      for await (const envelope of casesCountedOn(runtime, next, scope)) {
        const move = moveOf(runtime, next, scope, envelope);
        totals.cases += 1;
        if (isMoved(move)) totals.moved += 1;
        for (const { effect } of move.terms) totals[effect] += 1;
      }
      return totals;
    },
  };
}

type PlanRuntime = Pick<Runtime, 'store' | 'registry' | 'calendars' | 'limits'>;

/** Open cases, page by page, with a running term on the calendar that is replaced. */
async function* casesCountedOn(runtime: PlanRuntime, next: Calendar, scope: Scope): AsyncGenerator<CaseEnvelope> {
  for await (const page of pagesCountedOn(runtime, next, scope)) yield* page;
}

/** The same, as whole pages; a page may be empty. */
export async function* pagesCountedOn(
  runtime: PlanRuntime,
  next: Calendar,
  { tenant, workflow, replaces }: Scope,
): AsyncGenerator<readonly CaseEnvelope[]> {
  const wanted = { ...(tenant !== undefined && { tenant }), ...(workflow !== undefined && { workflow }) };
  for await (const page of openCasePages(runtime, wanted)) {
    yield page.filter(
      (envelope) =>
        runtime.registry.runs(envelope.workflow) &&
        envelope.deadlines.some((ledger) => isCountedOn(ledger, replaces, next)),
    );
  }
}

const isMoved = ({ terms }: CaseMove): boolean => terms.some(({ effect }) => effect !== 'unmoved');

function moveOf({ registry, calendars }: PlanRuntime, next: Calendar, scope: Scope, envelope: CaseEnvelope): CaseMove {
  const { tenant, caseId, workflow, version, revision, index, machine } = envelope;
  const specs = registry.of(envelope).spec.deadlines ?? {};
  const terms = envelope.deadlines
    .filter((ledger) => isCountedOn(ledger, scope.replaces, next))
    .map((ledger): TermMove => {
      const { name, occurrence, owner, status } = ledger;
      const spec = specs[name];
      const earlierEnd = scope.earlierEnd ?? fromContext(spec?.earlierEnd ?? 'keep', machine.context as never);
      // The new version need not be one the engine has: a plan changes nothing.
      const { dueBefore, dueAfter, counted, because } = reprojection(ledger, {
        next,
        calendars: calendars.get,
        earlierEnd,
      });
      const effect = effectOf(dueBefore, dueAfter, counted);
      const title = spec?.title ?? { vi: name, en: name };
      return { deadline: name, occurrence, title, owner, status, effect, dueBefore, dueAfter, counted, because };
    });
  return { tenant, caseId, workflow, version, revision, index, terms };
}

function effectOf(dueBefore: Instant, dueAfter: Instant, counted: Instant): TermMove['effect'] {
  if (dueAfter > dueBefore) return 'later';
  if (dueAfter < dueBefore) return 'earlier';
  return counted < dueBefore ? 'kept' : 'unmoved';
}
