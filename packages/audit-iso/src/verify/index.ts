export type { Correction } from './corrections.js';
export type { Finding, FindingKind } from './finding.js';
export { type LogReport, type VerifyOptions, verifyLog } from './verify-log.js';
