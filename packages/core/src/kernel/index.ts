export { allowedEvents, decide } from './decide.js';
export type { CalendarSet, Decision, DecisionEnv } from './decision.js';
export { defineMigration } from './define-migration.js';
export { defineWorkflow } from './define-workflow.js';
export {
  answerEventSchema,
  extendDeadline,
  fact,
  type KernelEffect,
  type MachineTypes,
  machineTypes,
  openCase,
  overruledEventSchema,
  reprojectedEventSchema,
  rungEventSchema,
  sendToCase,
  tellParent,
  waiveDeadline,
} from './effects.js';
export { type Examination, examineMigration } from './migrate.js';
export type { DeadlineMapping, Migration, MigrationSpec, MigrationView } from './migration.js';
export {
  isUnexplained,
  type MigrationFinding,
  type MigrationFindingKind,
  unexplainedKinds,
} from './migration-finding.js';
export type { PersonalPlan, WorkflowPlan } from './personal-plan.js';
export type {
  CaseView,
  ContextOf,
  EventMeta,
  EventOf,
  FactOf,
  FileAction,
  InForce,
  InputOf,
  TermView,
  Workflow,
  WorkflowSchemas,
  WorkflowSpec,
} from './workflow.js';
