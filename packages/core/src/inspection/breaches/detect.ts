import type { Calendar } from '../../calendar/index.js';
import type { Instant } from '../../contract/index.js';
import { given } from '../fields.js';
import type { RemediationInput } from '../remediation/schemas.js';
import { REMEDIATION } from '../remediation/workflow.js';
import { ladderOf, remediationRulesOf } from '../remedy-rules.js';
import type { InspectionRules } from '../rules.js';
import type { Offices } from '../subjects.js';
import type { Breach } from './collect.js';
import type { BreachRule } from './rule.js';

/** Breaches that make a nonconformity by a rule. */
export interface Recurrence {
  readonly rule: BreachRule;
  readonly unit: string;
  readonly step: string;
  /** `2026-03`, `2026-Q1` or `2026`. */
  readonly period: string;
  /** In the order of their ends. */
  readonly breaches: readonly Breach[];
  /** When the rule was fulfilled: the end of the breach that made the count full. */
  readonly at: Instant;
}

const quarterOf = (month: string): number => Math.ceil(Number(month) / 3);

/** The calendar period of an instant, on the wall of the office. */
function periodOf(calendar: Pick<Calendar, 'dateOf'>, at: Instant, per: BreachRule['per']): string {
  const [year = '', month = ''] = calendar.dateOf(at).split('-');
  if (per === 'year') return year;
  return per === 'month' ? `${year}-${month}` : `${year}-Q${quarterOf(month)}`;
}

/**
 * Finds the units in which a step was breached too often in one period. Pure, and the same for any order of the
 * breaches: a period is a whole month, quarter or year, so looking again later finds the same ones, with what was added.
 */
export function detectRecurrences(
  breaches: readonly Breach[],
  rule: BreachRule,
  calendar: Pick<Calendar, 'dateOf'>,
): readonly Recurrence[] {
  const groups = new Map<string, Breach[]>();
  const counted = breaches.filter(({ step }) => rule.steps === undefined || rule.steps.includes(step));
  for (const breach of [...counted].sort((a, b) => a.at - b.at || (a.caseId < b.caseId ? -1 : 1))) {
    const key = JSON.stringify([breach.unit, breach.step, periodOf(calendar, breach.at, rule.per)]);
    groups.set(key, [...(groups.get(key) ?? []), breach]);
  }
  return [...groups].flatMap(([key, found]): Recurrence[] => {
    const last = found[rule.count - 1];
    if (last === undefined) return [];
    const [unit, step, period] = JSON.parse(key) as [string, string, string];
    return [{ rule, unit, step, period, breaches: found, at: last.at }];
  });
}

export interface RemediationRequest {
  readonly workflow: string;
  /** The same for the same rule, unit, step and period: opening it again is refused with MC_CASE_EXISTS. */
  readonly caseId: string;
  readonly input: RemediationInput;
}

/**
 * What opens the remediation of a recurrence: spread it into `engine.open({ tenant, actor, ...request })`. `above`: the
 * level above the unit.
 */
export function remediationRequest(
  recurrence: Recurrence,
  {
    rules,
    offices,
    above,
    openedAt,
    calendar,
  }: {
    readonly rules: InspectionRules;
    readonly offices: Offices;
    readonly above: string;
    /** From here the terms are counted: the day on which the remedy is asked for. */
    readonly openedAt: Instant;
    readonly calendar?: string;
  },
): RemediationRequest {
  const { rule, unit, step, period, breaches } = recurrence;
  const { severity, content, clause, legalBasis, statement } = rule;
  const code = `${rule.id}/${unit}/${step}/${period}`;
  return {
    workflow: REMEDIATION,
    caseId: `breaches/${code}`,
    input: {
      code,
      nonconformity: {
        severity,
        content,
        statement: statement.vi,
        english: statement.en,
        ...given({ clause, legalBasis }),
      },
      origin: {
        kind: 'breaches',
        rule: rule.id,
        step,
        breaches: breaches.map(({ caseId, at }) => ({ caseId, at })),
      },
      unit,
      authority: offices.authority,
      countedFrom: openedAt,
      rules: remediationRulesOf(rules, content, severity),
      ladder: ladderOf(rules, { unit, above, homeAffairs: offices.homeAffairs, province: offices.province }),
      ...given({ calendar }),
    },
  };
}
