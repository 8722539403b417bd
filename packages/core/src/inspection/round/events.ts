import { z } from 'zod';
import { personal } from '../../contract/index.js';
import { answerEventSchema, overruledEventSchema, rungEventSchema } from '../../kernel/index.js';
import { fields, subCase } from '../fields.js';
import { findingDraftSchema, findingKindSchema } from '../findings.js';
import { remedyNewsSchema } from '../remediation/news.js';
import { contentSchema, targetSchema } from '../subjects.js';
import { decisionSchema, teamSchema } from '../team.js';
import { visitOutputSchema } from '../visit/schemas.js';
import { recommendationDraftSchema } from './parts.js';

const { text, english, key, unitId, personId } = fields;
const why = { reason: text };
const ofMember = { subject: 'member' };

/** Everything that can happen to a round, by event type. */
export const roundEvents = {
  // Preparation
  'team.decide': z.strictObject({ team: teamSchema, decision: decisionSchema }),
  'team.change': z.strictObject({ team: teamSchema, decision: decisionSchema, ...why }),
  /** A member says that he cannot inspect a unit without favour; a leader who does so must be replaced. */
  'conflict.declare': z.strictObject({
    member: personal(personId, ofMember),
    unit: unitId,
    reason: personal(text, ofMember),
  }),
  /** Before the visits only: later each visit is postponed or cancelled by itself. */
  'round.change': z.strictObject({
    targets: z.array(targetSchema).min(1).max(200).readonly().optional(),
    contents: z.array(contentSchema).min(1).max(20).readonly().optional(),
    ...why,
  }),
  'notice.send': z.strictObject({
    number: text.optional(),
    /** What the self-assessment report must cover. */
    outline: z.array(text).min(1).max(100).readonly(),
  }),
  'report.submit': z.strictObject({ document: text, summary: text }),
  /** The team goes on without the report: it says why, and the lack is a matter for a finding. */
  'report.waive': z.strictObject(why),
  'notice.overdue': rungEventSchema,
  'report.remind': rungEventSchema,
  'report.overdue': rungEventSchema,

  // Visits, side by side
  'visits.open': z.strictObject({}),
  'visit.answer': answerEventSchema.extend({ output: visitOutputSchema }),

  // Findings
  'finding.record': findingDraftSchema,
  'finding.dispute': z.strictObject({ finding: key, ...why }),
  'finding.decide': z.strictObject({
    finding: key,
    outcome: z.enum(['upheld', 'amended', 'withdrawn']),
    /** For an amended finding: what it is now. */
    kind: findingKindSchema.optional(),
    statement: text.optional(),
    english,
    ...why,
  }),
  /** A remedy that cannot wait for the conclusion. */
  'remedy.request': z.strictObject({ finding: key, ...why }),

  // Conclusion
  'conclusion.draft': z.strictObject({
    document: text,
    causes: z.array(text).max(100).readonly(),
    recommendations: z.array(recommendationDraftSchema).max(200).readonly(),
  }),
  'comments.submit': z.strictObject({ content: text, document: text.optional() }),
  'comments.lapse': rungEventSchema,
  'conclusion.sign': z.strictObject({ number: text, document: text }),
  'conclusion.overdue': rungEventSchema,
  'conclusion.publish': z.strictObject({ place: text }),
  'publication.overdue': rungEventSchema,
  'term.overruled': overruledEventSchema,

  // Follow-up
  'recommendation.answer': z.strictObject({
    key,
    outcome: z.enum(['done', 'in-progress', 'rejected']),
    text,
    document: text.optional(),
  }),
  /** From the remediations: how each stands, and its end. */
  'remedy.report': subCase.extend(remedyNewsSchema.shape),
  'remedy.answer': answerEventSchema.extend({ output: remedyNewsSchema }),

  // Ends
  'round.close': z.strictObject({ summary: text }),
  'round.archive': z.strictObject({}),
  'round.cancel': z.strictObject({ ...why, legalBasis: text }),
} as const;
export type RoundEventType = keyof typeof roundEvents;
