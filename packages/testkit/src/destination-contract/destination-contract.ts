import { ADAPTER_CONTRACT_VERSION } from '@motcua/core/contract';
import { registerSuite, type SuiteOptions } from '../conformance/register-suite.js';
import { connectorRules, destinationRules } from './destination-rules.js';
import type { DestinationHarness, NotifierHarness } from './harness.js';
import { notifierRules } from './notifier-rules.js';

export type DestinationContractOptions = SuiteOptions<DestinationHarness>;
export type NotifierContractOptions = SuiteOptions<NotifierHarness>;

const version = ADAPTER_CONTRACT_VERSION;

/** Registers one vitest test for every rule of {@link destinationRules}. */
export const destinationContract = (options: DestinationContractOptions): void =>
  registerSuite({ name: 'destination', version, rules: destinationRules }, options);

/** Registers one vitest test for every rule of {@link notifierRules}. */
export const notifierContract = (options: NotifierContractOptions): void =>
  registerSuite({ name: 'notifier', version, rules: notifierRules }, options);

/** {@link destinationContract}, and that it keeps another program up to date. */
export const connectorContract = (options: DestinationContractOptions): void =>
  registerSuite({ name: 'connector', version, rules: connectorRules }, options);
