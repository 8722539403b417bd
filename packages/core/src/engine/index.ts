export type { ApplyCalendarRequest, CalendarApplication } from './apply-calendar.js';
export type { ApplicationWatch, AppliedCase, PlanApplication } from './apply-in-pages.js';
export type { ApplyMigrationRequest, MigrationApplication } from './apply-migration.js';
export type { DisposableCase, Disposal } from './audit/disposal.js';
export type { Hold } from './audit/holds.js';
export type { Reading } from './audit/recorded-queries.js';
export type { RetentionRule } from './audit/retention-rule.js';
export { defaultRetryPolicy } from './backoff.js';
export type { CalendarPlan, CalendarPlanTotals, CaseMove, PlanCalendarOptions, TermMove } from './calendar-plan.js';
export { createEngine, type Engine } from './create-engine.js';
export type { EngineEvents, EngineListener } from './events.js';
export type { PreparedCommand } from './execute.js';
export type {
  CaseMigration,
  MigrationPlan,
  MigrationPlanTotals,
  PlanMigrationOptions,
  UnexplainedFindings,
} from './migration-plan.js';
export { aesGcmCodec } from './personal-data/aes-gcm.js';
export {
  createRecordReader,
  type RecordReader,
  type RecordReaderOptions,
} from './personal-data/create-record-reader.js';
export type { ErasureResult, ResumedErasures } from './personal-data/erase.js';
export type { ErasureCheck, PersonalDataOptions } from './personal-data/protection.js';
export type { AuditTrailEntry, CaseRef, FindRequest, Queries } from './queries.js';
export type {
  CorrectRequest,
  DisposeRequest,
  EraseRequest,
  ExtendRequest,
  HoldRequest,
  OpenRequest,
  ProtectRequest,
  SendRequest,
  WaiveRequest,
} from './requests.js';
export { type RulesAuthorizerOptions, rulesAuthorizer } from './rules-authorizer.js';
export type { EngineLimits, EngineOptions } from './runtime.js';
export { systemClock } from './system-clock.js';
