import { z } from 'zod';
import { personal } from '../../contract/index.js';
import { fields } from '../fields.js';
import { findingDraftSchema, findingKindSchema, severitySchema } from '../findings.js';
import { latenessWithdrawnSchema } from '../lateness.js';
import { inspectionLetterSchema } from '../letters.js';
import { remedyStatusSchema } from '../remediation/news.js';
import { scoreSchema } from '../score.js';
import { targetSchema } from '../subjects.js';
import { teamSchema } from '../team.js';
import { visitEndingSchema } from '../visit/schemas.js';
import { recommendationDraftSchema } from './parts.js';

const { text, english, key, unitId, personId, caseId, instant } = fields;
const by = { by: personId, unit: unitId };
const why = { reason: text };
const ofMember = { subject: 'member' };
const overdue = z.strictObject({ subject: unitId, dueAt: instant });

/** What a round tells the world, by fact type. */
export const roundFacts = {
  'round.planned': z.strictObject({
    code: text,
    year: z.number().int(),
    subject: unitId,
    units: z.array(unitId).readonly(),
    contents: z.array(key).readonly(),
  }),
  'team.decided': z.strictObject({ team: teamSchema, number: text, legalBasis: text, ...by }),
  'team.changed': z.strictObject({ team: teamSchema, number: text, legalBasis: text, ...why, ...by }),
  'conflict.declared': z.strictObject({
    member: personal(personId, ofMember),
    with: unitId,
    leader: z.boolean(),
    reason: personal(text, ofMember),
    ...by,
  }),
  'round.changed': z.strictObject({
    change: z.number().int(),
    targets: z.array(targetSchema).readonly().optional(),
    contents: z.array(key).readonly().optional(),
    ...why,
    ...by,
  }),
  'notice.sent': z.strictObject({ subject: unitId, outline: z.array(text).readonly(), timely: z.boolean(), ...by }),
  'notice.overdue': overdue,
  'report.reminded': overdue,
  'report.overdue': overdue,
  'report.submitted': z.strictObject({ document: text, summary: text, late: z.boolean(), ...by }),
  'report.waived': z.strictObject({ ...why, ...by }),
  'visits.opened': z.strictObject({ units: z.array(unitId).readonly(), ...by }),
  'visit.closed': z.strictObject({
    unit: unitId,
    visit: caseId,
    ending: visitEndingSchema,
    scores: z.array(scoreSchema).readonly(),
    findings: z.array(key).readonly(),
  }),
  'finding.recorded': z.strictObject({ ...findingDraftSchema.shape, unit: unitId, by: personId }),
  'finding.disputed': z.strictObject({ finding: key, ...why, ...by }),
  'finding.decided': z.strictObject({
    finding: key,
    outcome: z.enum(['upheld', 'amended', 'withdrawn']),
    kind: findingKindSchema,
    statement: text,
    english,
    ...why,
    ...by,
  }),
  'conclusion.drafted': z.strictObject({
    document: text,
    draft: z.number().int(),
    causes: z.array(text).readonly(),
    recommendations: z.array(recommendationDraftSchema).readonly(),
    ...by,
  }),
  'comments.submitted': z.strictObject({ content: text, document: text.optional(), ...by }),
  /** The unit said nothing within its term: the draft goes on. */
  'comments.lapsed': overdue,
  'conclusion.signed': z.strictObject({
    number: text,
    document: text,
    findings: z.array(key).readonly(),
    /** Recommendations without a date. */
    undated: z.array(key).readonly(),
    ...by,
  }),
  'conclusion.overdue': overdue,
  'conclusion.published': z.strictObject({ place: text, ...by }),
  'publication.overdue': overdue,
  'recommendation.answered': z.strictObject({
    key,
    outcome: z.enum(['done', 'in-progress', 'rejected']),
    text,
    document: text.optional(),
    ...by,
  }),
  'remedy.requested': z.strictObject({ finding: key, severity: severitySchema, responsible: unitId, ...by }),
  'remedy.changed': z.strictObject({
    finding: key,
    remediation: caseId,
    status: remedyStatusSchema,
    late: z.boolean(),
    responsible: unitId,
  }),
  'round.closed': z.strictObject({ summary: text, ...by }),
  /** A remedy that was reopened opens its round again. */
  'round.reopened': z.strictObject({ finding: key }),
  'round.archived': z.strictObject(by),
  'round.cancelled': z.strictObject({ ...why, legalBasis: text, ...by }),
  'lateness.withdrawn': latenessWithdrawnSchema,
  'letter.issued': inspectionLetterSchema,
} as const;
