import { z } from 'zod';
import { countingSchema, lengthSchema } from '../contract/index.js';
import { fields, sourced } from './fields.js';
import { severitySchema } from './findings.js';

const { text, key } = fields;

/** A term as a rule: how long, counted how, and where that is written. */
const termRuleSchema = z.strictObject({
  budget: lengthSchema,
  counting: countingSchema.optional(),
  legalBasis: text.optional(),
  ...sourced,
});
export type TermRule = z.infer<typeof termRuleSchema>;

/** A term that ends so long before something: a notice before the visit. */
const leadRuleSchema = z.strictObject({ before: lengthSchema, legalBasis: text.optional(), ...sourced });

/** How often and how far a term may be moved. */
const extensionRuleSchema = z.strictObject({
  maxTimes: z.number().int().min(0).max(10),
  maxLength: lengthSchema.optional(),
  ...sourced,
});

/** Who is told of an overdue remedy, in this order; `after` is counted from the end of the term. */
export const escalationLevelSchema = z.enum(['unit-head', 'level-above', 'home-affairs', 'province']);
export type EscalationLevel = z.infer<typeof escalationLevelSchema>;
const escalationRuleSchema = z.strictObject({
  levels: z
    .array(z.strictObject({ level: escalationLevelSchema, after: lengthSchema }))
    .min(1)
    .max(4)
    .readonly(),
  ...sourced,
});

/** The terms of a nonconformity, by content and severity. The first rule that fits decides. */
const remedyRuleSchema = z.strictObject({
  /** Absent: any content. */
  contents: z.array(key).min(1).readonly().optional(),
  severities: z.array(severitySchema).min(1).readonly(),
  /** From which act the terms are counted: the signing of the minutes, or that of the conclusion. */
  countedFrom: z.enum(['minutes', 'conclusion']),
  /** The unit's plan of remedies. */
  plan: termRuleSchema,
  /** The remedy itself, reported. */
  remedy: termRuleSchema,
  /** A corrective action that names no date of its own. */
  action: termRuleSchema,
  /** How long a remedy must have worked before it is judged; without `after` the next inspection judges it. */
  effectiveness: z.strictObject({ after: lengthSchema.optional(), ...sourced }),
});

/** The terms and limits of inspections, as data: no number of them is in the code. */
export const inspectionRulesSchema = z.strictObject({
  id: key,
  version: key,
  source: text,
  /** Notice to the unit, before the visit. */
  notice: leadRuleSchema,
  /** The unit's self-assessment report, before the visit. */
  selfReport: leadRuleSchema,
  /** How long before its end the unit is reminded of the report. */
  reportReminder: leadRuleSchema,
  postponement: extensionRuleSchema,
  minutes: termRuleSchema,
  signature: termRuleSchema,
  comments: termRuleSchema,
  conclusion: termRuleSchema,
  publication: termRuleSchema,
  remedies: z.array(remedyRuleSchema).min(1).readonly(),
  planReview: termRuleSchema,
  verification: termRuleSchema,
  /** Of the term of a remedy, and of each corrective action. */
  extension: extensionRuleSchema,
  effectivenessReview: termRuleSchema,
  /** The longest time for which a deviation may be accepted. */
  deviation: z.strictObject({
    maxLength: lengthSchema.extend({ unit: z.enum(['calendarDay', 'month']) }),
    ...sourced,
  }),
  escalation: escalationRuleSchema,
});
export type InspectionRules = z.infer<typeof inspectionRulesSchema>;

/** What a remediation keeps of the rules. */
export const remediationRulesSchema = z.strictObject({
  ...remedyRuleSchema.omit({ contents: true, severities: true, countedFrom: true }).shape,
  planReview: termRuleSchema,
  verification: termRuleSchema,
  extension: extensionRuleSchema,
  effectivenessReview: termRuleSchema,
  deviation: inspectionRulesSchema.shape.deviation,
  escalation: escalationRuleSchema,
});
export type RemediationRules = z.infer<typeof remediationRulesSchema>;
