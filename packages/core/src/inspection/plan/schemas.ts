import { z } from 'zod';
import {
  answerEventSchema,
  type EventOf,
  type FactOf,
  overruledEventSchema,
  rungEventSchema,
} from '../../kernel/index.js';
import { fields, sourced, subCase } from '../fields.js';
import { latenessWithdrawnSchema } from '../lateness.js';
import { inspectionLetterSchema } from '../letters.js';
import { roundInputSchema, roundOutputSchema, roundStatusSchema } from '../round/schemas.js';
import { officesSchema, targetSchema } from '../subjects.js';
import { decisionSchema, teamSchema } from '../team.js';

const { text, key, unitId, personId, caseId, instant } = fields;
const why = { reason: text };
const by = { by: personId, unit: unitId };

/** One round of a plan: whom, about what, when, by which team. */
export const planItemSchema = z.strictObject({
  key,
  /** The unit the conclusion will be addressed to. */
  subject: unitId,
  targets: z.array(targetSchema).min(1).max(200).readonly(),
  contents: z.array(key).min(1).max(20).readonly(),
  /** The intended team; the decision on the team may still change it. */
  team: teamSchema.optional(),
});
export type PlanItem = z.infer<typeof planItemSchema>;

/** A term of the year with a fixed end, and where that is written. */
const fixedTermSchema = z.strictObject({ until: instant, legalBasis: text.optional(), ...sourced });

const shared = {
  code: text,
  year: z.number().int().min(1900).max(2200),
  title: text,
  offices: officesSchema,
  terms: z.strictObject({
    /** Approval of the plan. */
    approval: fixedTermSchema.optional(),
    /** Synthesis for the province. */
    synthesis: fixedTermSchema.optional(),
    /** Report to the ministry. */
    report: fixedTermSchema.optional(),
  }),
  calendar: z.string().optional(),
};

export const planInputSchema = z.strictObject({ ...shared, items: z.array(planItemSchema).max(500).readonly() });
export type PlanInput = z.infer<typeof planInputSchema>;

const itemStatusSchema = z.union([z.literal('planned'), z.literal('dropped'), roundStatusSchema]);
const itemSchema = planItemSchema.omit({ key: true }).extend({ status: itemStatusSchema });

const planContextSchema = z.strictObject({
  ...shared,
  items: z.record(key, itemSchema),
  decision: z.strictObject({ number: text, legalBasis: text, at: instant }).optional(),
  changes: z.number().int(),
  synthesis: z.strictObject({ document: text, at: instant, late: z.boolean() }).optional(),
  review: z.strictObject({ at: instant, by: personId }).optional(),
  /** Names of the terms that were passed. */
  lateTerms: z.array(z.string()).readonly(),
});
export type PlanContext = z.infer<typeof planContextSchema>;

const itemChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), item: planItemSchema }),
  z.strictObject({ kind: z.literal('replace'), item: planItemSchema }),
  z.strictObject({ kind: z.literal('drop'), key }),
]);

/** Everything that can happen to a yearly plan, by event type. */
export const planEvents = {
  'plan.amend': z.strictObject({ changes: z.array(itemChange).min(1).max(500).readonly(), ...why }),
  'plan.submit': z.strictObject({ document: text }),
  'plan.return': z.strictObject(why),
  'plan.approve': z.strictObject({ decision: decisionSchema }),
  /** Opens the round of an item. Its rules, checklists and what earlier rounds left open come with the event. */
  'round.open': z.strictObject({
    key,
    code: text,
    contents: roundInputSchema.shape.contents,
    rules: roundInputSchema.shape.rules,
    carried: roundInputSchema.shape.carried,
  }),
  'round.report': subCase.extend({ status: roundStatusSchema, at: instant }),
  'round.answer': answerEventSchema.extend({ output: roundOutputSchema }),
  'synthesis.submit': z.strictObject({ document: text, summary: text }),
  /** The management review of the year (ISO 9001:2015, 9.3): what was decided about it. */
  'review.record': z.strictObject({
    document: text,
    decisions: z.array(text).min(1).max(200).readonly(),
  }),
  'report.send': z.strictObject({ to: text, document: text }),
  'plan.close': z.strictObject({}),
  'approval.overdue': rungEventSchema,
  'synthesis.overdue': rungEventSchema,
  'report.overdue': rungEventSchema,
  'term.overruled': overruledEventSchema,
} as const;
export type PlanEventType = keyof typeof planEvents;

const overdue = z.strictObject({ dueAt: instant });
/** What a plan tells the world, by fact type. */
const planFacts = {
  'plan.drafted': z.strictObject({ code: text, year: z.number().int(), items: z.array(key).readonly() }),
  'plan.amended': z.strictObject({
    change: z.number().int(),
    changes: z.array(itemChange).readonly(),
    /** After the decision: a change of an approved plan. */
    approved: z.boolean(),
    ...why,
    ...by,
  }),
  'plan.submitted': z.strictObject({ document: text, ...by }),
  'plan.returned': z.strictObject({ ...why, ...by }),
  'plan.approved': z.strictObject({ number: text, legalBasis: text, items: z.array(key).readonly(), ...by }),
  'round.opened': z.strictObject({ key, code: text, subject: unitId, ...by }),
  'round.changed': z.strictObject({ key, round: caseId, status: roundStatusSchema }),
  'synthesis.submitted': z.strictObject({ document: text, summary: text, late: z.boolean(), ...by }),
  'review.recorded': z.strictObject({ document: text, decisions: z.array(text).readonly(), ...by }),
  'report.sent': z.strictObject({ to: text, document: text, ...by }),
  'plan.closed': z.strictObject(by),
  'approval.overdue': overdue,
  'synthesis.overdue': overdue,
  'report.overdue': overdue,
  'lateness.withdrawn': latenessWithdrawnSchema,
  'letter.issued': inspectionLetterSchema,
} as const;

export const planSchemas = { input: planInputSchema, context: planContextSchema, events: planEvents, facts: planFacts };
export type PlanEvent = EventOf<typeof planSchemas>;
export type PlanFact = FactOf<typeof planSchemas>;
