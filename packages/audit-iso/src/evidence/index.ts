export {
  type CaseEvidenceOptions,
  type EvidencedCalendar,
  type EvidencedDueDate,
  writeCaseEvidence,
} from './case-evidence.js';
export { type EvidenceReport, verifyCaseEvidence } from './verify-case-evidence.js';
