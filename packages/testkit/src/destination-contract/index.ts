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
  notifierContract,
} from './destination-contract.js';
export { connectorRules, destinationRules, notifierRules } from './destination-rules.js';
export type { Behaviour, DestinationHarness } from './harness.js';
