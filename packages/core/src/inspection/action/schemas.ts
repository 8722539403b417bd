import { z } from 'zod';
import { type EventOf, type FactOf, overruledEventSchema, rungEventSchema } from '../../kernel/index.js';
import { fields } from '../fields.js';
import { severitySchema } from '../findings.js';
import { latenessWithdrawnSchema } from '../lateness.js';
import { evidenceSchema, namedSchema } from '../person.js';
import { actionStatusSchema } from '../remediation/parts.js';
import { remediationRulesSchema } from '../rules.js';
import { actionNewsSchema } from './news.js';

const { text, unitId, personId, instant } = fields;
const why = { reason: text };
const by = { by: personId, unit: unitId };

const shared = {
  /** Code of the remediation. */
  remediation: text,
  title: text,
  owner: personId,
  unit: unitId,
  severity: severitySchema,
  expected: text,
  /** Its own date; absent: the term of the rules. */
  until: instant.optional(),
  rules: remediationRulesSchema.pick({ action: true, extension: true }),
  calendar: z.string().optional(),
};
export const actionInputSchema = z.strictObject(shared);
export type ActionInput = z.infer<typeof actionInputSchema>;

const actionContextSchema = z.strictObject({
  ...shared,
  progress: z.number().int().min(0).max(100),
  evidence: z.number().int(),
  doers: z.array(personId).readonly(),
  overdue: z.boolean(),
  returned: z.number().int(),
  named: namedSchema,
  output: actionNewsSchema.optional(),
});
export type ActionContext = z.infer<typeof actionContextSchema>;

const actionEvents = {
  'action.assign': z.strictObject({ owner: personId, ...why }),
  'progress.record': z.strictObject({ percent: z.number().int().min(0).max(100), note: text }),
  'evidence.add': z.strictObject({ evidence: z.array(evidenceSchema).min(1).max(100).readonly() }),
  'action.complete': z.strictObject({ summary: text }),
  'action.extend': z.strictObject({ until: instant, ...why }),
  /** From the remediation. */
  'action.verify': z.strictObject({}),
  'action.return': z.strictObject(why),
  'action.drop': z.strictObject(why),
  'action.overdue': rungEventSchema,
  'action.overruled': overruledEventSchema,
} as const;

const actionFacts = {
  'action.opened': z.strictObject({ remediation: text, title: text, owner: personId, unit: unitId }),
  'action.assigned': z.strictObject({ owner: personId, ...why, ...by }),
  'progress.recorded': z.strictObject({ percent: z.number().int(), note: text, ...by }),
  'evidence.added': z.strictObject({ evidence: z.array(evidenceSchema).readonly(), ...by }),
  'action.completed': z.strictObject({ summary: text, overdue: z.boolean(), ...by }),
  'action.extended': z.strictObject({ until: instant, ...why, ...by }),
  'action.overdue': z.strictObject({ owner: personId, unit: unitId, dueAt: instant }),
  'action.returned': z.strictObject(why),
  'lateness.withdrawn': latenessWithdrawnSchema,
  'action.ended': z.strictObject({ status: actionStatusSchema, reason: text.optional() }),
} as const;

export const actionSchemas = {
  input: actionInputSchema,
  context: actionContextSchema,
  events: actionEvents,
  facts: actionFacts,
};
export type ActionEvent = EventOf<typeof actionSchemas>;
export type ActionFact = FactOf<typeof actionSchemas>;
