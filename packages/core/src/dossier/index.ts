export { dossierAccess } from './access.js';
export { DOSSIER_CODE_PATTERN, type DossierCodeParts, dossierCode, dossierSeries, olderAgencyCode } from './code.js';
export { type ConsultationOutput, consultationOutputSchema, opinionSchema } from './consultation/schemas.js';
export { type ConsultationWorkflowOptions, consultationWorkflow } from './consultation/workflow.js';
export type { DossierEventType } from './events.js';
export { FORM_NUMBERS, type Letter, type LetterKind, letterSchema, regimeAt } from './letters.js';
export { PORTAL_STATUSES, portalStatus } from './portal-status.js';
export { type Procedure, parseProcedure, procedureSchema, type Silence, type Stage } from './procedure.js';
export { checkProcedure, type ProcedureCheckOptions } from './procedure-check.js';
export { type ControlSheetRow, controlSheet, type RegisterRow, registerRow, type Standing } from './records.js';
export { type ProcedureRegistry, type ProcedureRegistryOptions, procedureRegistry } from './registry.js';
export { formTitle, type LetterNames, letterContent, renderLetter } from './render-letter.js';
export { covers, type Representative, type RepresentativeScope, representativeSchema } from './representative.js';
export { ROLES, type Role } from './roles.js';
export { type Rules, rulesOf } from './rules.js';
export {
  type Channel,
  type DossierContext,
  type DossierInput,
  dossierContextSchema,
  type Ending,
  type ReceivedPaper,
  type Regime,
} from './schemas.js';
export {
  type OpenCase,
  planReorganisation,
  type Reassignment,
  type ReorganisationPlan,
  type Unit,
  type UnitTree,
  unitSchema,
  unitTree,
} from './units.js';
export { CITIZEN } from './view.js';
export { type DossierWorkflowOptions, dossierInput, dossierWorkflow } from './workflow.js';
