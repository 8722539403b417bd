export { type CheckedDisclosure, checkDisclosures } from './check-disclosures.js';
export { commitmentOf } from './commitment.js';
export { type IsoAuditOptions, isoAudit } from './iso-audit.js';
