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
export {
  type CreateStoreHarness,
  proveStoreRule,
  type StoreHarness,
  type StoreRule,
  type StoreRuleResult,
} from './rule.js';
export { type KnownGap, type StoreContractOptions, storeContract } from './store-contract.js';
export { storeRules } from './store-rules.js';
