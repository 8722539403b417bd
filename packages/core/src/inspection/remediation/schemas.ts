import { z } from 'zod';
import { lengthSchema } from '../../contract/index.js';
import type { EventOf, FactOf } from '../../kernel/index.js';
import { fields } from '../fields.js';
import { findingRefSchema, severitySchema } from '../findings.js';
import { namedPersonSchema, namedSchema } from '../person.js';
import { escalationLevelSchema, remediationRulesSchema } from '../rules.js';
import { remediationEvents } from './events.js';
import { remediationFacts } from './facts.js';
import { remedyNewsSchema } from './news.js';
import { actionStatusSchema, causeSchema, containmentSchema } from './parts.js';

const { text, english, key, unitId, personId, caseId, instant } = fields;

/** The nonconformity itself. */
const nonconformitySchema = z.strictObject({
  severity: severitySchema,
  content: key,
  criterion: key.optional(),
  clause: text.optional(),
  legalBasis: text.optional(),
  statement: text,
  english,
  repeats: findingRefSchema.optional(),
});

/** Where it was found. */
const originSchema = z.discriminatedUnion('kind', [
  /** A round of inspection, and the key of the finding in it. */
  z.strictObject({ kind: z.literal('finding'), round: caseId, finding: key }),
  /** Breaches of one step in one unit, by rule. */
  z.strictObject({
    kind: z.literal('breaches'),
    rule: key,
    step: text,
    breaches: z
      .array(z.strictObject({ caseId, at: instant }))
      .min(1)
      .max(1000)
      .readonly(),
  }),
  /** A complaint. Who made it is for the office that asks for the remedy; letters and reports name nobody. */
  z.strictObject({ kind: z.literal('complaint'), reference: text, at: instant, by: namedPersonSchema }),
  /** An internal audit, a management review. */
  z.strictObject({ kind: z.literal('other'), source: text }),
]);

/** One rung of the ladder of an overdue remedy, with the office that is told. */
const ladderSchema = z
  .array(z.strictObject({ level: escalationLevelSchema, unit: unitId, after: lengthSchema }))
  .min(1)
  .max(4)
  .readonly();

const shared = {
  /** Code on the papers. */
  code: text,
  nonconformity: nonconformitySchema,
  origin: originSchema,
  /** The unit that answers for it. */
  unit: unitId,
  /** In whose name the remedy is asked for. */
  authority: unitId,
  /** From which act the terms are counted. */
  countedFrom: instant,
  rules: remediationRulesSchema,
  ladder: ladderSchema,
  calendar: z.string().optional(),
};

export const remediationInputSchema = z.strictObject(shared);
export type RemediationInput = z.infer<typeof remediationInputSchema>;

/** A corrective action as the remediation sees it; the action's own case has the rest. */
const plannedActionSchema = z.strictObject({
  title: text,
  owner: personId,
  unit: unitId,
  /** What will show that it was done. */
  expected: text,
  /** Its own date; absent: the term of the rules. */
  until: instant.optional(),
  status: actionStatusSchema,
  /** Who worked on it: none of them may verify. */
  doers: z.array(personId).readonly(),
  overdue: z.boolean(),
});

/** What a remediation remembers. */
export const remediationContextSchema = z.strictObject({
  ...shared,
  containment: containmentSchema.optional(),
  cause: causeSchema.optional(),
  actions: z.record(key, plannedActionSchema),
  /** Who drew the plan up, and who approved it. */
  plannedBy: personId.optional(),
  approvedBy: personId.optional(),
  extension: z.strictObject({ until: instant, reason: text, by: personId }).optional(),
  extensions: z.number().int(),
  deviation: z
    .strictObject({
      until: instant,
      reason: text,
      by: personId,
      acceptedBy: personId.optional(),
    })
    .optional(),
  verifiedBy: personId.optional(),
  carriedTo: text.optional(),
  /** The levels that were told, in order. */
  escalated: z.array(escalationLevelSchema).readonly(),
  /** Ends of the term of the remedy that were passed. */
  missed: z.array(instant).readonly(),
  reopened: z.number().int(),
  named: namedSchema,
  /** Where the terms of the plan and the remedy are counted from: of a reopened remedy, from its reopening. */
  termsFrom: instant,
  /** The terms start anew, rather than run on with what was left. */
  afresh: z.boolean(),
  closedAt: instant.optional(),
  output: remedyNewsSchema.optional(),
});
export type RemediationContext = z.infer<typeof remediationContextSchema>;

export const remediationSchemas = {
  input: remediationInputSchema,
  context: remediationContextSchema,
  events: remediationEvents,
  facts: remediationFacts,
};
export type RemediationEvent = EventOf<typeof remediationSchemas>;
export type RemediationFact = FactOf<typeof remediationSchemas>;
