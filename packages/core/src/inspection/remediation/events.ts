import { z } from 'zod';
import {
  answerEventSchema,
  overruledEventSchema,
  reprojectedEventSchema,
  rungEventSchema,
} from '../../kernel/index.js';
import { actionNewsSchema } from '../action/news.js';
import { fields, subCase } from '../fields.js';
import { evidenceSchema } from '../person.js';
import { carriedOutcomeSchema } from '../subjects.js';
import { actionDraftSchema, causeSchema, containmentSchema } from './parts.js';

const { text, key, unitId, caseId, instant } = fields;
const why = { reason: text };
const evidence = z.array(evidenceSchema).min(1).max(100).readonly();

/** Everything that can happen to a remediation, by event type. */
export const remediationEvents = {
  // Plan (ISO 9001:2015, 10.2.1 a to c)
  'containment.record': containmentSchema.pick({ measures: true }),
  'cause.analyse': causeSchema,
  'actions.propose': z.strictObject({ actions: z.array(actionDraftSchema).min(1).max(50).readonly() }),
  'action.drop': z.strictObject({ key, ...why }),
  'plan.submit': z.strictObject({ document: text.optional() }),
  'plan.approve': z.strictObject({ note: text.optional() }),
  'plan.return': z.strictObject(why),

  // Execution
  'action.report': subCase.extend(actionNewsSchema.shape),
  'action.answer': answerEventSchema.extend({ output: actionNewsSchema }),
  'extension.request': z.strictObject({ until: instant, ...why }),
  'extension.grant': z.strictObject({ until: instant, ...why, legalBasis: text.optional() }),
  'extension.refuse': z.strictObject(why),
  'completion.report': z.strictObject({ summary: text, document: text.optional() }),

  // Verification, by somebody else than the doers (10.2.1 d)
  'verification.accept': z.strictObject({ conclusion: text, evidence }),
  'verification.reject': z.strictObject({
    ...why,
    /** Actions that are to be done again; absent: new ones are needed. */
    actions: z.array(key).max(50).readonly(),
  }),
  'effectiveness.due': rungEventSchema,
  'effectiveness.confirm': z.strictObject({ measure: text, evidence }),
  'effectiveness.fail': z.strictObject({ measure: text, evidence, ...why }),

  // Other ways
  'deviation.request': z.strictObject({ until: instant, ...why }),
  'deviation.accept': z.strictObject({ ...why, legalBasis: text.optional() }),
  'deviation.refuse': z.strictObject(why),
  'deviation.revoke': z.strictObject(why),
  'deviation.expire': rungEventSchema,
  'carry-forward': z.strictObject({ to: text, ...why }),
  'reinspection.record': z.strictObject({ round: caseId, outcome: carriedOutcomeSchema, evidence }),
  reopen: z.strictObject(why),
  'unit.transfer': z.strictObject({ unit: unitId, ...why, legalBasis: text }),
  annul: z.strictObject({ ...why, legalBasis: text.optional() }),
  archive: z.strictObject({}),

  // Lateness
  'plan.overdue': rungEventSchema,
  'review.overdue': rungEventSchema,
  'remedy.overdue': rungEventSchema,
  'remedy.escalate': rungEventSchema,
  /** It was kept after all: the act was recorded late. */
  'remedy.overruled': overruledEventSchema,
  /** A new calendar version has moved the end that the request named. */
  'remedy.reprojected': reprojectedEventSchema,
  'verification.overdue': rungEventSchema,
  'assessment.overdue': rungEventSchema,
} as const;
export type RemediationEventType = keyof typeof remediationEvents;
