import type { Calendar, Term } from '../calendar/types.js';
import type { RungState } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';
import { runningSegments } from './project.js';
import { fromContext, type RungPosition, type RungSpec } from './spec.js';

/** Everything the ladder of one term depends on. */
export interface LadderInput<Context> {
  readonly rungs: Readonly<Record<string, RungSpec<Context>>>;
  readonly context: Context;
  readonly calendar: Calendar;
  readonly term: Term;
  readonly dueAt: Instant;
  /** Set while the term is interrupted. */
  readonly suspendedSince?: Instant;
}

/** Where a rung stands on its term; undefined when it has no place (a suspension rung of a running term). */
function rungInstant<Context>(input: LadderInput<Context>, position: RungPosition | undefined): Instant | undefined {
  const { calendar, dueAt, suspendedSince } = input;
  if (position === undefined) return undefined;
  if (typeof position === 'object' && 'suspendedFor' in position) {
    return suspendedSince === undefined ? undefined : calendar.add(suspendedSince, position.suspendedFor);
  }
  if (suspendedSince !== undefined) return undefined;
  if (position === 'due') return dueAt;
  if ('before' in position) return calendar.subtract(dueAt, position.before);
  if ('after' in position) return calendar.add(dueAt, position.after);
  return shareOf(input, position.percent / 100);
}

/** The instant at which a share of the term's running working time has passed. */
function shareOf<Context>({ calendar, term, dueAt }: LadderInput<Context>, share: number): Instant {
  const segments = runningSegments(term, dueAt);
  const total = segments.reduce((sum, { from, to }) => sum + calendar.workingMs(from, to), 0);
  let left = Math.floor(total * share);
  for (const { from, to } of segments) {
    const worth = calendar.workingMs(from, to);
    if (left <= worth && worth > 0) return calendar.addWorkingMs(from, left);
    left -= worth;
  }
  return dueAt;
}

/**
 * Arms the ladder for the present end. A rung that never fired is armed even in the past, so that a late entry fires
 * it at once. One that has fired is armed again when its place moved later and is still ahead: a new promise gets a
 * new warning. Each new suspension arms its rungs afresh.
 */
export function armRungs<Context>(
  input: LadderInput<Context>,
  previous: readonly RungState[],
  now: Instant,
): readonly RungState[] {
  return Object.entries(input.rungs).map(([name, spec]) => {
    const before: RungState = previous.find((rung) => rung.name === name) ?? { name, fired: 0, base: 0 };
    const position = fromContext(spec.at, input.context);
    const place = rungInstant(input, position);
    if (place === undefined) {
      return {
        name,
        fired: before.fired,
        base: before.base,
        ...(before.place !== undefined && { place: before.place }),
      };
    }
    const moved = before.place === undefined || place > before.place;
    const afresh = moved && (place > now || (typeof position === 'object' && 'suspendedFor' in position));
    const base = afresh ? before.fired : before.base;
    const fireAt = nextFiring(input.calendar, spec, place, before.fired - base);
    return { name, fired: before.fired, base, place, ...(fireAt !== undefined && { fireAt }) };
  });
}

/** The n-th firing of a rung that stands at `place`; undefined when it has no more. */
export function nextFiring<Context>(
  calendar: Calendar,
  spec: RungSpec<Context>,
  place: Instant,
  n: number,
): Instant | undefined {
  if (n === 0) return place;
  if (spec.repeat === undefined || n > spec.repeat.times) return undefined;
  let at = place;
  for (let i = 0; i < n; i += 1) at = calendar.add(at, spec.repeat.every);
  return at;
}

/** The rung from which a term counts as due soon: the one named, else the earliest percent or before rung. */
export function soonAt<Context>(input: LadderInput<Context>, named: string | undefined): Instant | undefined {
  const places = Object.entries(input.rungs)
    .filter(([name, spec]) => {
      if (named !== undefined) return name === named;
      const position = fromContext(spec.at, input.context);
      return typeof position === 'object' && ('percent' in position || 'before' in position);
    })
    .map(([, spec]) => rungInstant(input, fromContext(spec.at, input.context)))
    .filter((place) => place !== undefined);
  return places.length === 0 ? undefined : Math.min(...places);
}
