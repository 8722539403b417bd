import { z } from 'zod';
import { fields } from '../fields.js';
import { severitySchema } from '../findings.js';
import { latenessWithdrawnSchema } from '../lateness.js';
import { inspectionLetterSchema } from '../letters.js';
import { evidenceSchema } from '../person.js';
import { escalationLevelSchema } from '../rules.js';
import { carriedOutcomeSchema } from '../subjects.js';
import { remedyStatusSchema } from './news.js';
import { actionDraftSchema, actionStatusSchema, causeSchema } from './parts.js';

const { text, key, unitId, personId, caseId, instant } = fields;
const by = { by: personId, unit: unitId };
const why = { reason: text };
const evidence = z.array(evidenceSchema).readonly();
const overdue = z.strictObject({ responsible: unitId, dueAt: instant });

/** What a remediation tells the world, by fact type. */
export const remediationFacts = {
  'remediation.opened': z.strictObject({
    code: text,
    responsible: unitId,
    severity: severitySchema,
    content: key,
    statement: text,
    /** Found before: the same nonconformity came back. */
    recurring: z.boolean(),
  }),
  'containment.recorded': z.strictObject({ measures: text, ...by }),
  'cause.analysed': z.strictObject({ ...causeSchema.shape, ...by }),
  'actions.proposed': z.strictObject({ actions: z.array(actionDraftSchema).readonly(), ...by }),
  'action.dropped': z.strictObject({ key, ...why, ...by }),
  'plan.submitted': z.strictObject({ actions: z.array(key).readonly(), document: text.optional(), ...by }),
  'plan.approved': z.strictObject({ actions: z.array(key).readonly(), note: text.optional(), ...by }),
  'plan.returned': z.strictObject({ ...why, ...by }),
  'action.changed': z.strictObject({ key, status: actionStatusSchema, overdue: z.boolean(), responsible: unitId }),
  'extension.requested': z.strictObject({ until: instant, ...why, ...by }),
  'extension.granted': z.strictObject({ until: instant, ...why, legalBasis: text.optional(), ...by }),
  'extension.refused': z.strictObject({ ...why, ...by }),
  'completion.reported': z.strictObject({ summary: text, document: text.optional(), ...by }),
  'verification.accepted': z.strictObject({ conclusion: text, evidence, ...by }),
  'verification.rejected': z.strictObject({ ...why, actions: z.array(key).readonly(), ...by }),
  'effectiveness.due': z.strictObject({ responsible: unitId, since: instant }),
  'effectiveness.confirmed': z.strictObject({ measure: text, evidence, ...by }),
  'effectiveness.failed': z.strictObject({ measure: text, evidence, ...why, ...by }),
  'deviation.requested': z.strictObject({ until: instant, ...why, ...by }),
  'deviation.accepted': z.strictObject({ until: instant, ...why, legalBasis: text.optional(), ...by }),
  'deviation.refused': z.strictObject({ ...why, ...by }),
  'deviation.ended': z.strictObject({ how: z.enum(['expired', 'revoked']), reason: text.optional() }),
  'carried.forward': z.strictObject({ to: text, ...why, ...by }),
  'reinspection.recorded': z.strictObject({ round: caseId, outcome: carriedOutcomeSchema, evidence, ...by }),
  /** How it stands changed: closed, reopened, accepted as a deviation, carried forward, annulled. */
  'remediation.changed': z.strictObject({
    status: remedyStatusSchema,
    late: z.boolean(),
    responsible: unitId,
    reason: text.optional(),
  }),
  'unit.transferred': z.strictObject({ from: unitId, to: unitId, ...why, legalBasis: text, by: personId }),
  'remediation.archived': z.strictObject(by),
  'plan.overdue': overdue,
  'review.overdue': overdue,
  'verification.overdue': overdue,
  'assessment.overdue': overdue,
  /** The term of the remedy has passed: raised level by level, each level once. */
  'remedy.escalated': z.strictObject({
    level: escalationLevelSchema,
    to: unitId,
    responsible: unitId,
    dueAt: instant,
  }),
  'lateness.withdrawn': latenessWithdrawnSchema,
  'letter.issued': inspectionLetterSchema,
} as const;
