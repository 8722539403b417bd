import type { Calendar } from '../../calendar/index.js';
import type { UnitTree } from '../../dossier/index.js';
import { everybody } from '../team.js';
import { itemOffences } from './machine.js';
import type { PlanItem } from './schemas.js';

export interface PlanCheckOptions {
  readonly calendar: Pick<Calendar, 'dateOf'>;
  /** The administration's tree: a unit that no longer exists on the day of its visit is an offence. */
  readonly units?: Pick<UnitTree, 'exists'>;
  /** Units that must be inspected in the year: Circular 26/2014/TT-BKHCN art. 33, every agency at least once. */
  readonly all?: readonly string[];
  /**
   * Which part of the visits must take place at the unit's office, as 1 in `onSiteOneIn`. Circular 26/2014/TT-BKHCN
   * art. 33: a third, the default.
   */
  readonly onSiteOneIn?: number;
}

/**
 * Looks over a plan before it is submitted: teams with a conflict of interest, a person in two places at once, a unit
 * inspected twice, a unit that does not exist on that day (no district after 30 June 2025), too few visits on site.
 * Returns offences in words; an empty list is a good plan.
 */
export function checkPlan(items: readonly PlanItem[], options: PlanCheckOptions): readonly string[] {
  return [
    ...items.flatMap(itemOffences),
    ...twice(items),
    ...absentUnits(items, options),
    ...overlaps(items),
    ...left(items, options.all ?? []),
    ...tooFewOnSite(items, options.onSiteOneIn ?? 3),
  ];
}

function twice(items: readonly PlanItem[]): readonly string[] {
  const seen = new Map<string, string>();
  const offences: string[] = [];
  for (const { key, targets } of items) {
    for (const unit of new Set(targets.map((target) => target.unit))) {
      const other = seen.get(unit);
      if (other !== undefined) offences.push(`${unit} is visited by ${other} and by ${key}`);
      seen.set(unit, key);
    }
  }
  return offences;
}

function absentUnits(items: readonly PlanItem[], { calendar, units }: PlanCheckOptions): readonly string[] {
  if (units === undefined) return [];
  return items.flatMap(({ key, subject, targets }) =>
    targets.flatMap(({ unit, from }) =>
      [...new Set([subject, unit])]
        .filter((one) => !units.exists(one, calendar.dateOf(from)))
        .map((one) => `${key}: ${one} does not exist on ${calendar.dateOf(from)}`),
    ),
  );
}

/** A person cannot be at two visits at once. */
function overlaps(items: readonly PlanItem[]): readonly string[] {
  const busy = items.flatMap(({ key, targets, team }) =>
    team === undefined
      ? []
      : everybody(team).map(({ id }) => ({
          id,
          key,
          from: Math.min(...targets.map((target) => target.from)),
          to: Math.max(...targets.map((target) => target.to)),
        })),
  );
  return busy.flatMap((one, index) =>
    busy
      .slice(index + 1)
      .filter((other) => other.id === one.id && other.key !== one.key && other.from <= one.to && one.from <= other.to)
      .map((other) => `${one.id} is in ${one.key} and in ${other.key} at the same time`),
  );
}

function left(items: readonly PlanItem[], all: readonly string[]): readonly string[] {
  const visited = new Set(items.flatMap(({ targets }) => targets.map(({ unit }) => unit)));
  return all.filter((unit) => !visited.has(unit)).map((unit) => `${unit} is not inspected this year`);
}

function tooFewOnSite(items: readonly PlanItem[], oneIn: number): readonly string[] {
  const forms = items.flatMap(({ targets }) => targets.map(({ form }) => form));
  const onSite = forms.filter((form) => form !== 'by-file').length;
  return onSite * oneIn >= forms.length
    ? []
    : [`${onSite} of ${forms.length} inspections are on site, fewer than 1 in ${oneIn}`];
}
