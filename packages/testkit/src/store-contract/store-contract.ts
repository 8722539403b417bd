import { STORE_CONTRACT_VERSION } from '@motcua/core/contract';
import { registerSuite, type SuiteOptions } from '../conformance/register-suite.js';
import { applied, type StoreHarness } from './rule.js';
import { storeRules } from './store-rules.js';

export type StoreContractOptions = SuiteOptions<StoreHarness>;

/**
 * Registers one vitest test for every rule of {@link storeRules}, and one that the known gaps are rules. Rules that need
 * a capability the store lacks are skipped with the reason.
 */
export function storeContract(options: StoreContractOptions): void {
  registerSuite({ name: 'store', version: STORE_CONTRACT_VERSION, rules: storeRules.map(applied) }, options);
}
