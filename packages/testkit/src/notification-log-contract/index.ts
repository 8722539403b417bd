import { NOTIFICATION_LOG_CONTRACT_VERSION } from '@motcua/core/contract';
import { registerSuite, type SuiteOptions } from '../conformance/register-suite.js';
import { type NotificationLogHarness, notificationLogRules } from './notification-log-rules.js';

export type { ConformanceReport, KnownGap, Proof, RuleOutcome } from '../conformance/rule.js';
export { proveRule, type Rule } from '../conformance/rule.js';
export { type NotificationLogHarness, notificationLogRules } from './notification-log-rules.js';

export type NotificationLogContractOptions = SuiteOptions<NotificationLogHarness>;

/** Registers one vitest test for every rule of {@link notificationLogRules}. */
export const notificationLogContract = (options: NotificationLogContractOptions): void =>
  registerSuite(
    { name: 'notification log', version: NOTIFICATION_LOG_CONTRACT_VERSION, rules: notificationLogRules },
    options,
  );
