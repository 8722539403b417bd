import { KEY_STORE_CONTRACT_VERSION } from '@motcua/core/contract';
import { registerSuite, type SuiteOptions } from '../conformance/register-suite.js';
import { type KeyStoreHarness, keyStoreRules } from './key-store-rules.js';

export type { ConformanceReport, KnownGap, Proof, RuleOutcome } from '../conformance/rule.js';
export { proveRule, type Rule } from '../conformance/rule.js';
export { type KeyStoreHarness, keyStoreRules } from './key-store-rules.js';

export type KeyStoreContractOptions = SuiteOptions<KeyStoreHarness>;

/** Registers one vitest test for every rule of {@link keyStoreRules}. */
export const keyStoreContract = (options: KeyStoreContractOptions): void =>
  registerSuite({ name: 'key store', version: KEY_STORE_CONTRACT_VERSION, rules: keyStoreRules }, options);
