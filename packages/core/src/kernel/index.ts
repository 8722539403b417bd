export { allowedEvents, decide } from './decide.js';
export type { CalendarSet, Decision, DecisionEnv } from './decision.js';
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
  rungEventSchema,
  sendToCase,
  tellParent,
  waiveDeadline,
} from './effects.js';
export type {
  CaseView,
  ContextOf,
  EventMeta,
  EventOf,
  FactOf,
  InForce,
  InputOf,
  TermView,
  Workflow,
  WorkflowSchemas,
  WorkflowSpec,
} from './workflow.js';
