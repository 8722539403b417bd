import { MotcuaError } from '../error/index.js';
import type { Severity } from './findings.js';
import type { EscalationLevel, InspectionRules, RemediationRules } from './rules.js';

/** The rule of a content and a severity: the first that fits. Throws MC_INPUT_INVALID when none does. */
export function remedyRuleOf(
  rules: Pick<InspectionRules, 'id' | 'remedies'>,
  content: string,
  severity: Severity,
): InspectionRules['remedies'][number] {
  const found = rules.remedies.find(
    ({ contents, severities }) =>
      severities.includes(severity) && (contents === undefined || contents.includes(content)),
  );
  if (found !== undefined) return found;
  throw new MotcuaError('MC_INPUT_INVALID', {
    happened: `Rules ${rules.id} say nothing of a ${severity} nonconformity in "${content}"`,
    expected: 'a rule for every severity and content',
    remedy: 'add a rule without contents, which fits all of them',
    details: { rules: rules.id, content, severity },
  });
}

/** What a remediation keeps of the rules. */
export function remediationRulesOf(rules: InspectionRules, content: string, severity: Severity): RemediationRules {
  const { plan, remedy, action, effectiveness } = remedyRuleOf(rules, content, severity);
  const { planReview, verification, extension, effectivenessReview, deviation, escalation } = rules;
  return {
    plan,
    remedy,
    action,
    effectiveness,
    planReview,
    verification,
    extension,
    effectivenessReview,
    deviation,
    escalation,
  };
}

/** The offices of the ladder of a unit. A level whose office was told already is left out. */
export function ladderOf(
  { escalation }: Pick<InspectionRules, 'escalation'>,
  offices: {
    readonly unit: string;
    readonly above: string;
    readonly homeAffairs: string;
    readonly province: string;
  },
) {
  const unitOf: Readonly<Record<EscalationLevel, string>> = {
    'unit-head': offices.unit,
    'level-above': offices.above,
    'home-affairs': offices.homeAffairs,
    province: offices.province,
  };
  const told = new Set<string>();
  return escalation.levels.flatMap(({ level, after }) => {
    const unit = unitOf[level];
    if (told.has(unit)) return [];
    told.add(unit);
    return [{ level, unit, after }];
  });
}
