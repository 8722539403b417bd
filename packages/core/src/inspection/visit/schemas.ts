import { z } from 'zod';
import { type EventOf, type FactOf, overruledEventSchema, rungEventSchema } from '../../kernel/index.js';
import { fields } from '../fields.js';
import { findingDraftSchema, findingSchema } from '../findings.js';
import { latenessWithdrawnSchema } from '../lateness.js';
import { inspectionLetterSchema } from '../letters.js';
import { evidenceSchema, namedPersonSchema, namedSchema } from '../person.js';
import { inspectionRulesSchema } from '../rules.js';
import { dossierCheckSchema, sampleSchema, sampleTallySchema } from '../sample/schemas.js';
import { answerSchema, scoreSchema } from '../score.js';
import { carriedOutcomeSchema, carriedSchema, contentSchema, targetSchema } from '../subjects.js';
import { teamSchema } from '../team.js';

const { text, key, unitId, personId, caseId, instant } = fields;
const why = { reason: text };
const by = { by: personId, unit: unitId };

const shape = inspectionRulesSchema.shape;
const visitRulesSchema = z.strictObject({
  postponement: shape.postponement,
  minutes: shape.minutes,
  signature: shape.signature,
});

const shared = {
  /** Code of the round. */
  round: text,
  /** Unit in whose name the team acts. */
  authority: unitId,
  target: targetSchema,
  contents: z.array(contentSchema).min(1).max(20).readonly(),
  team: teamSchema,
  rules: visitRulesSchema,
  /** What an earlier round left open at this unit. */
  carried: z.array(carriedSchema).max(500).readonly(),
  calendar: z.string().optional(),
};

export const visitInputSchema = z.strictObject(shared);
export type VisitInput = z.infer<typeof visitInputSchema>;

/** How a visit ended. */
export const visitEndingSchema = z.enum(['signed', 'refused', 'unsigned', 'reviewed', 'cancelled']);

/** What a round is told when a visit ends. */
export const visitOutputSchema = z.strictObject({
  unit: unitId,
  ending: visitEndingSchema,
  at: instant,
  scores: z.array(scoreSchema).readonly(),
  findings: z.record(key, findingSchema),
  sample: sampleTallySchema.optional(),
  reason: text.optional(),
});
export type VisitOutput = z.infer<typeof visitOutputSchema>;

const sideSchema = z.enum(['team', 'unit']);

export const visitContextSchema = z.strictObject({
  ...shared,
  /** By content, by criterion. */
  answers: z.record(key, z.record(key, answerSchema)),
  findings: z.record(key, findingSchema),
  sample: sampleSchema.optional(),
  /** By case id. */
  checks: z.record(z.string(), dossierCheckSchema),
  /** By remediation: what became of what an earlier round left open. */
  judged: z.record(z.string(), carriedOutcomeSchema),
  named: namedSchema,
  scores: z.array(scoreSchema).readonly(),
  /** Who has signed the present draft of the minutes. */
  signed: z.array(sideSchema).readonly(),
  drafts: z.number().int(),
  /** Names of the terms that were passed. */
  lateTerms: z.array(z.string()).readonly(),
  output: visitOutputSchema.optional(),
});
export type VisitContext = z.infer<typeof visitContextSchema>;

/** Everything that can happen to a visit, by event type. */
export const visitEvents = {
  'visit.start': z.strictObject({
    /** The offices that took part; the minutes name who held them. */
    participants: z.array(text).min(1).max(200).readonly(),
    programme: text.optional(),
  }),
  'visit.postpone': z.strictObject({ from: instant, to: instant, ...why }),
  'visit.cancel': z.strictObject(why),
  /** From the round: it was called off, or its team has changed. */
  'visit.withdraw': z.strictObject(why),
  'team.update': z.strictObject({ team: teamSchema }),
  'answers.record': z.strictObject({
    content: key,
    answers: z
      .array(
        z.strictObject({
          criterion: key,
          given: answerSchema,
          note: text.optional(),
          evidence: z.array(evidenceSchema).max(50).readonly().optional(),
        }),
      )
      .min(1)
      .max(500)
      .readonly(),
  }),
  'sample.record': z.strictObject({ sample: sampleSchema }),
  'sample.check': z.strictObject({ checks: z.array(dossierCheckSchema).min(1).max(1000).readonly() }),
  'finding.record': findingDraftSchema,
  'finding.withdraw': z.strictObject({ key, ...why }),
  /** Of what an earlier round left open: is it remedied now? The remediation itself is told by `reinspection.record`. */
  'carried.judge': z.strictObject({
    remediation: caseId,
    outcome: carriedOutcomeSchema,
    evidence: z.array(evidenceSchema).min(1).max(50).readonly(),
    note: text.optional(),
  }),
  'visit.finish': z.strictObject({ note: text.optional() }),
  'minutes.draft': z.strictObject({
    document: text,
    statement: text,
    /** What the team asks for on the spot. */
    requests: z.array(text).max(100).readonly(),
    copies: z.number().int().min(2),
  }),
  'minutes.return': z.strictObject(why),
  'minutes.sign': z.strictObject({ side: sideSchema, remark: text.optional() }),
  'minutes.refuse': z.strictObject({ ...why, witnesses: z.array(namedPersonSchema).max(20).readonly() }),
  'visit.remind': rungEventSchema,
  'visit.overdue': rungEventSchema,
  'minutes.overdue': rungEventSchema,
  'signature.lapse': rungEventSchema,
  'term.overruled': overruledEventSchema,
} as const;
export type VisitEventType = keyof typeof visitEvents;

/** What a visit tells the world, by fact type. */
const visitFacts = {
  'visit.scheduled': z.strictObject({ round: text, unit: unitId, form: text, from: instant, to: instant }),
  'visit.reminded': z.strictObject({ round: text, unit: unitId, from: instant, dueAt: instant }),
  'visit.started': z.strictObject({
    round: text,
    participants: z.array(text).readonly(),
    programme: text.optional(),
    ...by,
  }),
  'visit.postponed': z.strictObject({ from: instant, to: instant, ...why, ...by }),
  'visit.overdue': z.strictObject({ unit: unitId, dueAt: instant }),
  'visit.finished': z.strictObject({
    scores: z.array(scoreSchema).readonly(),
    sample: sampleTallySchema.optional(),
    ...by,
  }),
  'visit.ended': visitOutputSchema,
  'team.updated': z.strictObject({ team: teamSchema }),
  /** One fact for each recording of answers, with the notes and the evidence. */
  'answers.recorded': z.strictObject({ ...visitEvents['answers.record'].shape, ...by }),
  'sample.recorded': z.strictObject({ sample: sampleSchema, ...by }),
  'sample.checked': z.strictObject({ checks: z.array(dossierCheckSchema).readonly(), ...by }),
  'finding.recorded': z.strictObject({ ...findingDraftSchema.shape, unit: unitId, by: personId }),
  'finding.withdrawn': z.strictObject({ key, ...why, by: personId }),
  'carried.judged': z.strictObject({ ...visitEvents['carried.judge'].shape, ...by }),
  'minutes.drafted': z.strictObject({
    document: text,
    statement: text,
    requests: z.array(text).readonly(),
    copies: z.number().int(),
    draft: z.number().int(),
    ...by,
  }),
  'minutes.returned': z.strictObject({ ...why, ...by }),
  'minutes.signed': z.strictObject({ side: sideSchema, remark: text.optional(), ...by }),
  'minutes.refused': z.strictObject({ ...why, witnesses: z.array(namedPersonSchema).readonly(), ...by }),
  'minutes.overdue': z.strictObject({ unit: unitId, dueAt: instant }),
  'lateness.withdrawn': latenessWithdrawnSchema,
  'letter.issued': inspectionLetterSchema,
} as const;

export const visitSchemas = {
  input: visitInputSchema,
  context: visitContextSchema,
  events: visitEvents,
  facts: visitFacts,
};
export type VisitEvent = EventOf<typeof visitSchemas>;
export type VisitFact = FactOf<typeof visitSchemas>;
