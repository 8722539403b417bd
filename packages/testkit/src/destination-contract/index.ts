export {
  type ConformanceReport,
  type KnownGap,
  type Proof,
  proveRule,
  type Rule,
  type RuleOutcome,
} from '../conformance/rule.js';
export {
  connectorContract,
  type DestinationContractOptions,
  destinationContract,
  type NotifierContractOptions,
  notifierContract,
} from './destination-contract.js';
export { connectorRules, destinationRules } from './destination-rules.js';
export type { Behaviour, DestinationHarness, NotifierHarness } from './harness.js';
export { notifierRules } from './notifier-rules.js';
