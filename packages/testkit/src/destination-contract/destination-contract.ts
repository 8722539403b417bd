import { ADAPTER_CONTRACT_VERSION } from '@motcua/core/contract';
import { registerSuite, type SuiteOptions } from '../conformance/register-suite.js';
import { connectorRules, destinationRules, notifierRules } from './destination-rules.js';
import type { DestinationHarness } from './harness.js';

export type DestinationContractOptions = SuiteOptions<DestinationHarness>;

const version = ADAPTER_CONTRACT_VERSION;

/** Registers one vitest test for every rule of {@link destinationRules}. */
export const destinationContract = (options: DestinationContractOptions): void =>
  registerSuite({ name: 'destination', version, rules: destinationRules }, options);

/** {@link destinationContract}, and that it tells people. */
export const notifierContract = (options: DestinationContractOptions): void =>
  registerSuite({ name: 'notifier', version, rules: notifierRules }, options);

/** {@link destinationContract}, and that it keeps another program up to date. */
export const connectorContract = (options: DestinationContractOptions): void =>
  registerSuite({ name: 'connector', version, rules: connectorRules }, options);
