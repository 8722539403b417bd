export type { ConformanceReport, KnownGap, Proof, RuleOutcome } from '../conformance/rule.js';
export {
  AT,
  type CommitItemOptions,
  commitItem,
  dueAt,
  envelopeIn,
  type MessageOptions,
  MINUTE,
  refusedItem,
  TENANT,
} from './commit-item.js';
export { closeCase, deliverAll, disposalOf } from './disposal-item.js';
export { type CreateStoreHarness, proveStoreRule, type StoreHarness, type StoreRule } from './rule.js';
export { type StoreContractOptions, storeContract } from './store-contract.js';
export { storeRules } from './store-rules.js';
