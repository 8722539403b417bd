import { registerSuite, type SuiteOptions } from '../conformance/register-suite.js';
import { type AuthorizerHarness, authorizerRules } from './authorizer-rules.js';

export type { ConformanceReport, KnownGap, Proof, RuleOutcome } from '../conformance/rule.js';
export { proveRule, type Rule } from '../conformance/rule.js';
export { type AuthorizerHarness, authorizerRules } from './authorizer-rules.js';

export type AuthorizerContractOptions = SuiteOptions<AuthorizerHarness>;

/** Registers one vitest test for every rule of {@link authorizerRules}. */
export const authorizerContract = (options: AuthorizerContractOptions): void =>
  registerSuite({ name: 'authorizer', version: 1, rules: authorizerRules }, options);
