export {
  auditTrailEditions,
  auditTrailOfIso9001in2015,
  auditTrailOfIso15489in2016,
  auditTrailOfIso27001in2022,
  type EvidenceKind,
  type StandardClause,
} from './clauses.js';
export { type ClauseCoverage, type CoverageReport, coverageOf, type KindCoverage } from './coverage.js';
export { renderCoverage } from './render-coverage.js';
