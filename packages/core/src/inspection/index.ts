export { type ActionContext, type ActionInput, actionSchemas } from './action/schemas.js';
export { CORRECTIVE_ACTION, correctiveActionWorkflow } from './action/workflow.js';
export { type Breach, breachesOf, type CollectRequest, collectBreaches } from './breaches/collect.js';
export { detectRecurrences, type Recurrence, type RemediationRequest, remediationRequest } from './breaches/detect.js';
export { type BreachRule, breachRuleSchema, standardBreachRule } from './breaches/rule.js';
export {
  type Checklist,
  type ChecklistRules,
  type Criterion,
  checklistRulesOf,
  checklistSchema,
} from './checklist.js';
export { isoChecklist } from './checklists/iso.js';
export { itChecklist } from './checklists/it.js';
export { reformChecklist } from './checklists/reform.js';
export { type ClauseEvidence, type ClauseRecord, clauseEvidence } from './clause-evidence.js';
export {
  type Finding,
  type FindingDraft,
  type FindingKind,
  type Findings,
  findingSchema,
  isDisputed,
  isNonconformity,
  type Severity,
} from './findings.js';
export { iso9001of2015, type StandardEdition } from './iso-clauses.js';
export {
  INSPECTION_FORMS,
  type InspectionLetter,
  type InspectionLetterKind,
  inspectionLetterKinds,
  inspectionLetterSchema,
} from './letters.js';
export type { InspectionWorkflowOptions } from './options.js';
export { type Evidence, evidenceSchema, type NamedPerson, namedPersonSchema } from './person.js';
export { checkPlan, type PlanCheckOptions } from './plan/check-plan.js';
export { type PlanContext, type PlanInput, type PlanItem, planInputSchema, planSchemas } from './plan/schemas.js';
export { standardPlanTerms } from './plan/standard-terms.js';
export { INSPECTION_PLAN, planWorkflow } from './plan/workflow.js';
export { carriedOver, type FindingRow, findingRows, type RemedyRow, remedyRow } from './records.js';
export { REMEDY_STATUSES, type RemedyStatus } from './remediation/news.js';
export { CAUSE_CATEGORIES } from './remediation/parts.js';
export {
  type RemediationContext,
  type RemediationInput,
  remediationInputSchema,
  remediationSchemas,
} from './remediation/schemas.js';
export { REMEDIATION, remediationWorkflow } from './remediation/workflow.js';
export { ladderOf, remediationRulesOf } from './remedy-rules.js';
export {
  inspectionLetterContent,
  inspectionLetterTitle,
  type NameOf,
  renderInspectionLetter,
} from './render-letter.js';
export { INSPECTION_ROLES, type InspectionRole } from './roles.js';
export {
  ROUND_STATUSES,
  type RoundContext,
  type RoundInput,
  type RoundStatus,
  roundInputSchema,
  roundSchemas,
} from './round/schemas.js';
export { INSPECTION, roundWorkflow } from './round/workflow.js';
export {
  type EscalationLevel,
  type InspectionRules,
  inspectionRulesSchema,
  type RemediationRules,
  type TermRule,
} from './rules.js';
export { checkDossier } from './sample/check-dossier.js';
export { drawSample, type SampleRequest } from './sample/draw-sample.js';
export {
  type CheckOutcome,
  type DossierCheck,
  dossierCheckSchema,
  type Sample,
  type SampleTally,
  sampleSchema,
  tallyChecks,
} from './sample/schemas.js';
export { type Answer, type Answers, openCriteria, type Score, scoreChecklist, scoreSchema } from './score.js';
export { standardInspectionRules } from './standard-rules.js';
export { type Carried, type Content, contentSchema, type Offices, type Target } from './subjects.js';
export { collectRound, collectYear, type RoundRecords } from './synthesis/collect-round.js';
export {
  type CauseCount,
  type FindingCounts,
  type FindingSummary,
  type Mark,
  REMEDY_STANDINGS,
  type RecommendationRow,
  type RemedyCounts,
  type RemedyStanding,
  type RemedySummary,
  type SeverityCounts,
  type SynthesisReport,
  type UnitMarks,
} from './synthesis/report.js';
export { synthesiseRound, synthesiseYear } from './synthesis/synthesise.js';
export {
  collectDossierTallies,
  type DossierRequest,
  type DossierTally,
  tallyDossiers,
} from './synthesis/tally-dossiers.js';
export { mayInspect, type Team, teamOffences, teamSchema } from './team.js';
export { type VisitContext, type VisitInput, type VisitOutput, visitSchemas } from './visit/schemas.js';
export { VISIT, visitWorkflow } from './visit/workflow.js';
export { inspectionWorkflows } from './workflows.js';
