import { z } from 'zod';
import { type LocalDate, textSchema } from '../contract/index.js';
import { issuesOf, MotcuaError } from '../error/index.js';

const id = z.string().min(1).max(200);

/**
 * An office as data. Until 30 June 2025 there were three tiers (province, district, commune), from 1 July 2025 two
 * (province, commune): units end, others begin, and the successor map says who takes over what.
 */
export const unitSchema = z.strictObject({
  id,
  name: textSchema,
  tier: z.enum(['ministry', 'province', 'district', 'commune']),
  /** `authority`: decides; `division`: a part of one; `one-stop`: receives and returns. */
  kind: z.enum(['authority', 'division', 'one-stop']),
  /** The unit it belongs to, or is subordinate to. */
  parent: id.optional(),
  /** Agency identification code (Decision 20/2020/QĐ-TTg), first part of its dossier codes. */
  code: z.string().optional(),
  /** Its working calendar; absent: its parent's. */
  calendar: z.string().optional(),
  validFrom: z.iso.date(),
  /** Last day on which it exists. */
  validTo: z.iso.date().optional(),
  /** Who takes over; the first that fits the dossier's procedure decides, one without categories takes the rest. */
  successors: z
    .array(z.strictObject({ unit: id, categories: z.array(z.string()).readonly().optional(), legalBasis: z.string() }))
    .readonly()
    .optional(),
  illustrative: z.boolean().optional(),
});
export type Unit = z.infer<typeof unitSchema>;

/** The administration's tree. */
export interface UnitTree {
  readonly units: readonly Unit[];
  get(unit: string): Unit | undefined;
  /** Is `unit` the same as `ancestor`, or below it? Unknown units are below nothing. For `rulesAuthorizer`. */
  readonly isWithin: (request: { readonly unit: string; readonly ancestor: string }) => boolean;
  /** Does the unit exist on that day? */
  exists(unit: string, on: LocalDate): boolean;
  /** The calendar of the unit, or of the nearest unit above that has one. */
  calendarOf(unit: string): string | undefined;
  /**
   * Who has a unit's dossiers of a category on a day: the unit itself while it exists, else its successor, and the
   * successor's successor. Undefined when nobody was named.
   */
  successorOn(
    unit: string,
    on: LocalDate,
    category?: string,
  ): { readonly unit: string; readonly legalBasis: string } | undefined;
}

/** Reads units. Throws MC_UNIT_INVALID with every offence in `details.offences`. */
export function unitTree(data: readonly unknown[]): UnitTree {
  const offences: string[] = [];
  const units: Unit[] = [];
  const byId = new Map<string, Unit>();
  data.forEach((entry, index) => {
    const parsed = unitSchema.safeParse(entry);
    if (!parsed.success) {
      offences.push(...issuesOf(parsed.error).map((issue) => `unit ${index} ${issue}`));
      return;
    }
    if (byId.has(parsed.data.id)) offences.push(`unit "${parsed.data.id}" is given twice`);
    byId.set(parsed.data.id, parsed.data);
    units.push(parsed.data);
  });
  for (const unit of units) offences.push(...offencesOf(unit, byId));
  if (offences.length > 0) {
    throw new MotcuaError('MC_UNIT_INVALID', {
      happened: `The units have ${offences.length} offences: ${offences.join('; ')}`,
      expected: 'units whose parents and successors exist, without circles',
      remedy: 'correct the units named',
      details: { offences },
    });
  }
  const exists = (unit: string, on: LocalDate): boolean => {
    const found = byId.get(unit);
    return found !== undefined && found.validFrom <= on && on <= (found.validTo ?? on);
  };
  return {
    units,
    get: (unit) => byId.get(unit),
    exists,
    isWithin({ unit, ancestor }) {
      for (let at = byId.get(unit); at !== undefined; at = at.parent === undefined ? undefined : byId.get(at.parent)) {
        if (at.id === ancestor) return true;
      }
      return false;
    },
    calendarOf(unit) {
      let at = byId.get(unit);
      while (at !== undefined && at.calendar === undefined)
        at = at.parent === undefined ? undefined : byId.get(at.parent);
      return at?.calendar;
    },
    successorOn(unit, on, category) {
      let at = unit;
      let legalBasis = '';
      while (!exists(at, on)) {
        const next = byId
          .get(at)
          ?.successors?.find(
            ({ categories }) => categories === undefined || (category !== undefined && categories.includes(category)),
          );
        if (next === undefined) return undefined;
        at = next.unit;
        legalBasis = next.legalBasis;
      }
      return { unit: at, legalBasis };
    },
  };
}

function offencesOf(unit: Unit, byId: ReadonlyMap<string, Unit>): string[] {
  const offences: string[] = [];
  if (unit.parent !== undefined && !byId.has(unit.parent))
    offences.push(`unit "${unit.id}": parent "${unit.parent}" is unknown`);
  if (unit.validTo !== undefined && unit.validTo < unit.validFrom)
    offences.push(`unit "${unit.id}": ends before it begins`);
  for (const { unit: next } of unit.successors ?? []) {
    const successor = byId.get(next);
    if (successor === undefined) offences.push(`unit "${unit.id}": successor "${next}" is unknown`);
    else if (unit.validTo !== undefined && (successor.validTo ?? '9999-12-31') <= unit.validTo) {
      offences.push(`unit "${unit.id}": successor "${next}" ends no later than the unit itself`);
    }
  }
  if (unit.successors !== undefined && unit.validTo === undefined)
    offences.push(`unit "${unit.id}": has successors and no end`);
  const seen = new Set<string>();
  for (let at: Unit | undefined = unit; at?.parent !== undefined; at = byId.get(at.parent)) {
    if (seen.has(at.id)) {
      offences.push(`unit "${unit.id}": is above itself`);
      break;
    }
    seen.add(at.id);
  }
  return offences;
}

/** An open dossier, as a list shows it. */
export interface OpenCase {
  readonly caseId: string;
  readonly index: { readonly unit?: string; readonly category?: string };
}

export interface Reassignment {
  readonly caseId: string;
  readonly from: string;
  readonly to: string;
  readonly legalBasis: string;
}

export interface ReorganisationPlan {
  /** Each is a `unit.transfer` to send; the dossier's terms stay as they are. */
  readonly moves: readonly Reassignment[];
  /** Dossiers of units that no longer exist and whose successor nobody named. */
  readonly stranded: readonly { readonly caseId: string; readonly from: string }[];
}

/** Who goes where on a day of reorganisation. Dossiers of units that still exist stay where they are. */
export function planReorganisation(tree: UnitTree, openCases: readonly OpenCase[], on: LocalDate): ReorganisationPlan {
  const moves: Reassignment[] = [];
  const stranded: { caseId: string; from: string }[] = [];
  for (const { caseId, index } of openCases) {
    const from = index.unit;
    if (from === undefined || tree.exists(from, on)) continue;
    const next = tree.successorOn(from, on, index.category);
    if (next === undefined) stranded.push({ caseId, from });
    else moves.push({ caseId, from, to: next.unit, legalBasis: next.legalBasis });
  }
  return { moves, stranded };
}
