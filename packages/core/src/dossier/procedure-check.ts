import type { Calendar } from '../calendar/index.js';
import type { Budget, Instant, Length } from '../contract/index.js';
import { fitsWithin } from '../deadlines/index.js';
import { MotcuaError } from '../error/index.js';
import { lengthsOf, type Procedure } from './procedure.js';

type Limit = Procedure['limits'][number];
type Consultation = Procedure['consultations'][number];

export interface ProcedureCheckOptions {
  /** Days of reception to try. Default: the announced days of the calendar, less a margin for the longest term. */
  readonly from?: Instant;
  readonly to?: Instant;
}

const DAY_MS = 86_400_000;

/** The range of receptions whose terms stay within what is announced: a year is margin enough for any term here. */
function announcedRange(calendar: Calendar): { readonly from: Instant; readonly to: Instant } {
  const { covers, rows } = calendar.definition;
  const start = Date.parse(`${covers.from}T00:00:00Z`) + DAY_MS;
  const announced = rows.filter(({ status }) => status !== 'provisional').map(({ date }) => date);
  const last = Math.min(
    Date.parse(`${covers.to}T00:00:00Z`) - 120 * DAY_MS,
    Date.parse(`${announced.toSorted().at(-1) ?? covers.from}T00:00:00Z`),
  );
  return { from: start, to: Math.max(last, start + DAY_MS) };
}

/** A chain of terms that must fit into a limit, with a name for the offence. */
interface Chain {
  readonly what: string;
  readonly terms: readonly { readonly budget: Budget; readonly counting?: NonNullable<Limit['counting']> }[];
}

/** Each consultation that counts, after those it must wait for; other terms that count; the stages one after another. */
function chainsOf(procedure: Procedure, limit: Limit): Chain[] {
  const counted = procedure.consultations.filter(
    ({ countsTowardLimit, under }) => countsTowardLimit && (under === undefined || under.includes(limit.id)),
  );
  const counting = limit.counting === undefined ? {} : { counting: limit.counting };
  const term = (budget: Length, first: boolean) => ({ budget, ...(first && counting) });
  /** Every way through the consultations that leads to this one. */
  const paths = ({ budget, after = [] }: Consultation): readonly (readonly Length[])[] => {
    const before = counted.filter(({ id }) => after.includes(id)).flatMap(paths);
    return before.length === 0 ? [[budget]] : before.map((path) => [...path, budget]);
  };
  const chain = (what: string, lengths: readonly Length[]): Chain => ({
    what,
    terms: lengths.map((length, index) => term(length, index === 0)),
  });
  const stages = procedure.steps.flatMap(({ stage, budget }) =>
    budget === undefined || stage === 'check' ? [] : [budget],
  );
  return [
    ...counted.flatMap((one) => paths(one).map((path) => chain(`consultation "${one.id}"`, path))),
    ...(procedure.verification?.countsTowardLimit ? [chain('verification', [procedure.verification.budget])] : []),
    ...(procedure.posting?.countsTowardLimit ? [chain('posting', [procedure.posting.budget])] : []),
    ...(stages.length > 0 ? [chain('sum of the steps', stages)] : []),
    ...(procedure.service !== undefined && limit === procedure.limits[0]
      ? [chain('service standard', [procedure.service.budget])]
      : []),
  ];
}

/**
 * Do the terms inside a procedure fit into its limits on every day a dossier may come in? A step that fits in an
 * ordinary week may not fit over Tết, when the two are counted in different units. Throws MC_PROCEDURE_INVALID with
 * every offence and the worst date of each.
 */
export function checkProcedure(procedure: Procedure, calendar: Calendar, options: ProcedureCheckOptions = {}): void {
  const { from, to } = { ...announcedRange(calendar), ...options };
  const offences = procedure.limits.flatMap((limit) => offencesOf(procedure, limit, calendar, from, to));
  if (offences.length === 0) return;
  throw new MotcuaError('MC_PROCEDURE_INVALID', {
    happened: `Procedure ${procedure.code}@${procedure.version} has terms that do not fit: ${offences.join('; ')}`,
    expected:
      'steps, consultations and the service standard to end no later than the limit, whenever the dossier comes in',
    remedy: 'shorten the inner term, or correct the limit or what it counts',
    details: { code: procedure.code, version: procedure.version, offences },
  });
}

function offencesOf(procedure: Procedure, limit: Limit, calendar: Calendar, from: Instant, to: Instant): string[] {
  return chainsOf(procedure, limit).flatMap(({ what, terms }) => {
    const outer = {
      budget: lengthsOf(limit.budget),
      ...(limit.counting !== undefined && { counting: limit.counting }),
    };
    const fit = fitsWithin({ calendar, outer, inner: terms, from, to });
    if (fit.fits) return [];
    const print = (instant: Instant) => calendar.format(instant);
    return [
      `${what} ends at ${print(fit.innerDueAt)}, after the limit "${limit.id}" at ${print(fit.outerDueAt)}, for a dossier received at ${print(fit.receivedAt)}`,
    ];
  });
}
