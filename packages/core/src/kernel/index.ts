export { allowedEvents, decide } from './decide.js';
export type { CalendarSet, Decision, DecisionEnv } from './decision.js';
export { defineWorkflow } from './define-workflow.js';
export {
  answerEventSchema,
  extendDeadline,
  fact,
  machineTypes,
  openCase,
  rungEventSchema,
  sendToCase,
  waiveDeadline,
  type KernelEffect,
  type MachineTypes,
} from './effects.js';
export type {
  CaseView,
  ContextOf,
  EventMeta,
  EventOf,
  FactOf,
  InputOf,
  Workflow,
  WorkflowSchemas,
  WorkflowSpec,
} from './workflow.js';
