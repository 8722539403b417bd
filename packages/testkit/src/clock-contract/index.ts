import { registerSuite, type SuiteOptions } from '../conformance/register-suite.js';
import { type ClockHarness, clockRules } from './clock-rules.js';

export type { ConformanceReport, KnownGap, Proof, RuleOutcome } from '../conformance/rule.js';
export { proveRule, type Rule } from '../conformance/rule.js';
export { type ClockHarness, clockRules } from './clock-rules.js';

export type ClockContractOptions = SuiteOptions<ClockHarness>;

/** Registers one vitest test for every rule of {@link clockRules}. */
export const clockContract = (options: ClockContractOptions): void =>
  registerSuite({ name: 'clock', version: 1, rules: clockRules }, options);
