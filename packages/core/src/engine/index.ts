export type { ApplyCalendarRequest, CalendarApplication } from './apply-calendar.js';
export type { ApplicationWatch, AppliedCase, PlanApplication } from './apply-in-pages.js';
export type { ApplyMigrationRequest, MigrationApplication } from './apply-migration.js';
export { defaultRetryPolicy, type RetryPolicy } from './backoff.js';
export type { CalendarPlan, CalendarPlanTotals, CaseMove, PlanCalendarOptions, TermMove } from './calendar-plan.js';
export { createEngine, type Engine } from './create-engine.js';
export type { EngineEvents, EngineListener } from './events.js';
export type {
  CaseMigration,
  MigrationPlan,
  MigrationPlanTotals,
  PlanMigrationOptions,
  UnexplainedFindings,
} from './migration-plan.js';
export type { CaseRef, Queries } from './queries.js';
export type { ExtendRequest, OpenRequest, SendRequest, WaiveRequest } from './requests.js';
export { type RulesAuthorizerOptions, rulesAuthorizer } from './rules-authorizer.js';
export type { EngineLimits, EngineOptions } from './runtime.js';
export { systemClock } from './system-clock.js';
