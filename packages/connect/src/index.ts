/** motcua's connections: enter once, update every system. */
export type { Board, BoardPage, BoardRequest, BoardRow, Standing, SystemRow } from './board.js';
export {
  type Address,
  type Call,
  type ChangeSpec,
  type CreationSpec,
  defineChange,
  defineCreation,
} from './calls/call.js';
export {
  type Answer,
  type HttpTransportOptions,
  httpTransport,
  type Shipment,
  type Transport,
} from './calls/transport.js';
export type { FieldDifference, Side } from './connection/schemas.js';
export { CONNECTION, connectionId } from './connection/workflow.js';
export {
  type ConnectionRef,
  type Connections,
  type ConnectionsOptions,
  createConnections,
  type PersonalRequest,
} from './connections.js';
export {
  type ConnectionReport,
  type ConnectorDefinition,
  type ConnectorSpec,
  defineConnector,
  dossierReport,
  type RetryOptions,
  type Told,
} from './define-connector.js';
export type { BreakerPolicy } from './gate/breaker.js';
export type { RatePolicy } from './gate/rate-limit.js';
export { type CallWindow, callHours, type HoursOptions } from './gate/window.js';
export { type ChangePage, type ChangeSubject, defineInbound, type InboundParts } from './inbound/inbound-spec.js';
export type { PollResult } from './inbound/poll.js';
export type { Reason } from './reason.js';
export type { Difference } from './reconcile/compare.js';
export type { Finding, ReconcileRequest } from './reconcile/reconcile.js';
export type { Fields, ReconcileSpec, RecordPage } from './reconcile/reconcile-spec.js';
export { CONNECT_ROLES } from './roles.js';
export type { Drift, SeenDrift, TurnedDown } from './system/schemas.js';
export { CONNECTED_SYSTEM, systemId } from './system/workflow.js';
