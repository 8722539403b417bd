import type { DeliveryContext, OutboxRow } from '@motcua/core';
import type { Connection } from '../connection/records.js';
import type { Connector } from '../parts.js';

/** One delivery: what is known, and what it is about. */
export interface Delivery {
  readonly connector: Connector;
  readonly message: OutboxRow;
  readonly context: DeliveryContext;
  readonly before: Connection | undefined;
  readonly data: unknown;
}
