import { type Calendar, type DeadlineSpec, fromContext, type LedgerEntry, type RungSpec } from '@motcua/core';
import { type AddedUp, addUp } from './term-of.ts';

type Spec = DeadlineSpec<never>;

/** A firing that the ladder of a term owes. */
export interface Owed {
  readonly key: string;
  readonly rung: string;
  readonly instant: number;
}

interface RungCount {
  fired: number;
  /** How often it had fired when its present place was set. */
  base: number;
  place?: number;
  instant?: number;
}

/** The ladder of one term, climbed line by line. Written apart from core's own: it knows lines and firings only. */
export interface Ladder {
  /** A line was added to the ledger. */
  add(line: LedgerEntry): void;
  /** A rung fired at an instant; one that coalesces takes along the repetitions that have passed. */
  fire(rung: string, firedAt: number): void;
  readonly owed: () => readonly Owed[];
  readonly dueAt: () => number;
}

export function ladderOf(calendar: Calendar, name: string, occurrence: number, spec: Spec): Ladder {
  const rungs = new Map<string, RungCount>(Object.keys(spec.rungs ?? {}).map((rung) => [rung, { fired: 0, base: 0 }]));
  const lines: LedgerEntry[] = [];
  let dueAt = 0;

  const instantOf = (rung: RungSpec<never>, { place, fired, base }: RungCount): number | undefined => {
    const repetitions = fired - base;
    if (place === undefined || repetitions > (rung.repeat?.times ?? 0)) return undefined;
    let instant = place;
    for (let n = 0; n < repetitions; n += 1)
      instant = calendar.add(instant, (rung.repeat as NonNullable<typeof rung.repeat>).every);
    return instant;
  };
  const set = (count: RungCount, instant: number | undefined) => {
    if (instant === undefined) delete count.instant;
    else count.instant = instant;
  };
  const climb = (recordedAt: number) => {
    const added = addUp(lines);
    if (added.state === 'ended') {
      for (const count of rungs.values()) delete count.instant;
      return;
    }
    dueAt = calendar.due(added.term);
    for (const [rungName, rung] of Object.entries(spec.rungs ?? {})) {
      const count = rungs.get(rungName) as RungCount;
      const place = placeOf(calendar, rung, added, dueAt);
      if (place === undefined) {
        delete count.instant;
        continue;
      }
      const isLater = count.place === undefined || place > count.place;
      if (isLater && (place > recordedAt || isOfSuspension(rung))) count.base = count.fired;
      count.place = place;
      set(count, instantOf(rung, count));
    }
  };

  return {
    add(line) {
      lines.push(line);
      if (line.kind !== 'breached') climb(line.recordedAt);
    },
    fire(rungName, firedAt) {
      const count = rungs.get(rungName);
      const rung = spec.rungs?.[rungName];
      if (count === undefined || rung === undefined) throw new Error(`the term ${name} has no rung ${rungName}`);
      do {
        count.fired += 1;
        set(count, instantOf(rung, count));
      } while (rung.outage === 'coalesce' && count.instant !== undefined && count.instant <= firedAt);
    },
    owed: () =>
      [...rungs].flatMap(([rung, { fired, instant }]) =>
        instant === undefined ? [] : [{ rung, instant, key: `deadline/${name}/${occurrence}/${rung}/${fired}` }],
      ),
    dueAt: () => dueAt,
  };
}

function isOfSuspension(rung: RungSpec<never>): boolean {
  const at = fromContext(rung.at, undefined as never);
  return typeof at === 'object' && 'suspendedFor' in at;
}

function placeOf(calendar: Calendar, rung: RungSpec<never>, { term, state, since }: AddedUp, dueAt: number) {
  const at = fromContext(rung.at, undefined as never);
  if (at === undefined) return undefined;
  if (typeof at === 'object' && 'suspendedFor' in at)
    return state === 'suspended' && since !== undefined ? calendar.add(since, at.suspendedFor) : undefined;
  if (state === 'suspended') return undefined;
  if (at === 'due') return dueAt;
  if ('before' in at) return calendar.subtract(dueAt, at.before);
  if ('after' in at) return calendar.add(dueAt, at.after);
  return shareOf(calendar, term, dueAt, at.percent);
}

/** The first instant by which a share of the working time that counted has passed. */
function shareOf(calendar: Calendar, term: AddedUp['term'], dueAt: number, percent: number): number {
  const worked = (until: number) => {
    const lost = (term.interruptions ?? []).reduce(
      (sum, { from, to }) => sum + (from < until ? calendar.workingMs(from, Math.min(to, until)) : 0),
      0,
    );
    return calendar.workingMs(term.from, until) - lost;
  };
  const wanted = Math.floor((worked(dueAt) * percent) / 100);
  let low = term.from;
  let high = dueAt;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (worked(middle) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
