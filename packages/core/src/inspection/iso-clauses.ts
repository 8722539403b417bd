import type { Text } from '../contract/index.js';
import type { ActionFact } from './action/schemas.js';
import type { PlanFact } from './plan/schemas.js';
import type { RemediationFact } from './remediation/schemas.js';
import type { RoundFact } from './round/schemas.js';
import type { VisitFact } from './visit/schemas.js';

/** An edition of a standard: its clauses, and which of them each step of a workflow serves. */
export interface StandardEdition {
  readonly id: string;
  readonly clauses: Readonly<Record<string, Text>>;
  /** By workflow id, by fact type. */
  readonly serves: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

type Steps<Fact extends { readonly type: string }> = Readonly<Record<Fact['type'], readonly string[]>>;

const audit = ['9.2'] as const;
const auditRecord = ['9.2', '7.5'] as const;
const review = ['9.3'] as const;
const reviewRecord = ['9.3', '7.5'] as const;
const correction = ['10.2'] as const;
const correctionRecord = ['10.2', '7.5'] as const;
const document = ['7.5'] as const;

const plan: Steps<PlanFact> = {
  'plan.drafted': audit,
  'plan.amended': auditRecord,
  'plan.submitted': audit,
  'plan.returned': audit,
  'plan.approved': auditRecord,
  'round.opened': audit,
  'round.changed': audit,
  'synthesis.submitted': reviewRecord,
  'review.recorded': reviewRecord,
  'report.sent': review,
  'plan.closed': document,
  'approval.overdue': audit,
  'synthesis.overdue': review,
  'report.overdue': review,
  'lateness.withdrawn': document,
  'letter.issued': document,
};

const round: Steps<RoundFact> = {
  'round.planned': audit,
  'team.decided': auditRecord,
  'team.changed': auditRecord,
  'conflict.declared': auditRecord,
  'round.changed': auditRecord,
  'notice.sent': audit,
  'notice.overdue': audit,
  'report.reminded': audit,
  'report.overdue': audit,
  'report.submitted': auditRecord,
  'report.waived': audit,
  'visits.opened': audit,
  'visit.closed': auditRecord,
  'finding.recorded': auditRecord,
  'finding.disputed': audit,
  'finding.decided': auditRecord,
  'conclusion.drafted': audit,
  'comments.submitted': audit,
  'comments.lapsed': audit,
  'conclusion.signed': auditRecord,
  'conclusion.overdue': audit,
  'conclusion.published': auditRecord,
  'publication.overdue': audit,
  'recommendation.answered': review,
  'remedy.requested': correction,
  'remedy.changed': correction,
  'round.closed': auditRecord,
  'round.reopened': correction,
  'round.archived': document,
  'round.cancelled': auditRecord,
  'lateness.withdrawn': document,
  'letter.issued': document,
};

const visit: Steps<VisitFact> = {
  'visit.scheduled': audit,
  'visit.reminded': audit,
  'visit.started': auditRecord,
  'visit.postponed': audit,
  'visit.overdue': audit,
  'visit.finished': auditRecord,
  'visit.ended': auditRecord,
  'team.updated': audit,
  'answers.recorded': auditRecord,
  'sample.recorded': auditRecord,
  'sample.checked': auditRecord,
  'finding.recorded': auditRecord,
  'finding.withdrawn': audit,
  'carried.judged': ['9.2', '10.2'],
  'minutes.drafted': auditRecord,
  'minutes.returned': audit,
  'minutes.signed': auditRecord,
  'minutes.refused': auditRecord,
  'minutes.overdue': audit,
  'lateness.withdrawn': document,
  'letter.issued': document,
};

const remediation: Steps<RemediationFact> = {
  'remediation.opened': correction,
  'containment.recorded': correctionRecord,
  'cause.analysed': correctionRecord,
  'actions.proposed': correction,
  'action.dropped': correction,
  'plan.submitted': correctionRecord,
  'plan.approved': correctionRecord,
  'plan.returned': correction,
  'action.changed': correction,
  'extension.requested': correction,
  'extension.granted': correctionRecord,
  'extension.refused': correction,
  'completion.reported': correctionRecord,
  'verification.accepted': correctionRecord,
  'verification.rejected': correctionRecord,
  'effectiveness.due': correction,
  'effectiveness.confirmed': correctionRecord,
  'effectiveness.failed': correctionRecord,
  'deviation.requested': correction,
  'deviation.accepted': correctionRecord,
  'deviation.refused': correction,
  'deviation.ended': correction,
  'carried.forward': correction,
  'reinspection.recorded': ['9.2', '10.2', '7.5'],
  'remediation.changed': correction,
  'unit.transferred': correction,
  'remediation.archived': document,
  'plan.overdue': correction,
  'review.overdue': correction,
  'verification.overdue': correction,
  'assessment.overdue': correction,
  'remedy.escalated': ['10.2', '9.3'],
  'lateness.withdrawn': document,
  'letter.issued': document,
};

const action: Steps<ActionFact> = {
  'action.opened': correction,
  'action.assigned': correction,
  'progress.recorded': correction,
  'evidence.added': correctionRecord,
  'action.completed': correctionRecord,
  'action.extended': correction,
  'action.overdue': correction,
  'action.returned': correction,
  'lateness.withdrawn': document,
  'action.ended': correctionRecord,
};

/** The clauses that inspection and remediation serve. Another edition is another value of this shape. */
export const iso9001of2015: StandardEdition = {
  id: 'ISO 9001:2015',
  clauses: {
    '7.5': { vi: 'Thông tin dạng văn bản', en: 'Documented information' },
    '9.2': { vi: 'Đánh giá nội bộ', en: 'Internal audit' },
    '9.3': { vi: 'Xem xét của lãnh đạo', en: 'Management review' },
    '10.2': { vi: 'Sự không phù hợp và hành động khắc phục', en: 'Nonconformity and corrective action' },
  },
  serves: {
    'inspection-plan': plan,
    inspection: round,
    'inspection-visit': visit,
    remediation,
    'corrective-action': action,
  },
};
