import type { Clock, Instant } from '@motcua/core';
import type { CallParts } from './calls/make-call.js';
import type { ConnectorDefinition } from './define-connector.js';
import type { Door } from './door.js';
import type { Breaker } from './gate/breaker.js';
import type { SystemRecords } from './system/records.js';

/** A connector at work. */
export interface Connector {
  readonly definition: ConnectorDefinition;
  /** The engine, which is there when something is delivered. */
  readonly door: () => Door;
  readonly clock: Clock;
  readonly calls: CallParts;
  readonly records: SystemRecords;
  readonly rate: () => Instant | undefined;
  /** Of a tenant: in step with what is on record, within seconds. */
  breaker(tenant: string): Promise<Breaker>;
}
