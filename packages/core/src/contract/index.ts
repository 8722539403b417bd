/** The interfaces core owns and adapters implement: types and zod schemas, nothing else. */

export { describeError, type ErrorCode, isMotcuaError, MotcuaError, type ReplyCode } from '../error/index.js';
export * from './actor.js';
export * from './adapter.js';
export * from './audit-log.js';
export * from './calendar-change.js';
export * from './case.js';
export * from './channel-notifier.js';
export * from './codec.js';
export * from './colour.js';
export * from './cursor.js';
export * from './deadline.js';
export * from './disposal.js';
export * from './id.js';
export * from './json.js';
export * from './key-store.js';
export * from './letter-content.js';
export * from './liveness.js';
export * from './notification.js';
export * from './notification-log.js';
export * from './personal.js';
export * from './search.js';
export * from './state-path.js';
export * from './store.js';
export * from './text.js';
export * from './time.js';
