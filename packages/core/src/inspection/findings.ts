import { z } from 'zod';
import { fields } from './fields.js';
import { evidenceSchema } from './person.js';

const { text, english, key, unitId, personId, caseId, instant } = fields;

/** A nonconformity is minor or major; the other kinds need no remedy. */
export const findingKindSchema = z.enum(['strength', 'observation', 'opportunity', 'minor', 'major']);
export type FindingKind = z.infer<typeof findingKindSchema>;
export const severitySchema = findingKindSchema.extract(['minor', 'major']);
export type Severity = z.infer<typeof severitySchema>;

/** A finding of an earlier round. */
export const findingRefSchema = z.strictObject({ round: caseId, finding: key });

/** What an inspector writes down. */
export const findingDraftSchema = z.strictObject({
  key,
  kind: findingKindSchema,
  /** Which of the round's contents it belongs to. */
  content: key,
  criterion: key.optional(),
  /** ISO clause or article that is not fulfilled. */
  clause: text.optional(),
  legalBasis: text.optional(),
  statement: text,
  english,
  evidence: z.array(evidenceSchema).max(200).readonly(),
  /** The unit that answers for it; absent: the visited one. */
  unit: unitId.optional(),
  /** What the team believes the cause to be. */
  cause: text.optional(),
  /** Found before, in an earlier round. */
  repeats: findingRefSchema.optional(),
});
export type FindingDraft = z.infer<typeof findingDraftSchema>;

const decisionSchema = z.strictObject({
  outcome: z.enum(['upheld', 'amended', 'withdrawn']),
  reason: text,
  by: personId,
  at: instant,
});

/** A finding as a round keeps it. Evidence in full is on the fact that recorded it. */
export const findingSchema = z.strictObject({
  ...findingDraftSchema.omit({ key: true, evidence: true, unit: true, cause: true }).shape,
  unit: unitId,
  evidence: z.number().int(),
  by: personId,
  at: instant,
  dispute: z.strictObject({ reason: text, by: personId, at: instant, decision: decisionSchema.optional() }).optional(),
  /** Struck out: by the team before the minutes, or by the decision of a dispute. */
  withdrawn: z.boolean().optional(),
});
export type Finding = z.infer<typeof findingSchema>;
export type Findings = Readonly<Record<string, Finding>>;

/** A finding of a draft, as of now. */
export const findingOf = (
  { key: _, evidence, unit, cause: __, ...draft }: FindingDraft,
  own: { readonly unit: string; readonly by: string; readonly at: number },
): Finding => ({ ...draft, evidence: evidence.length, ...own, unit: unit ?? own.unit });

/** Nonconformities need a remedy; what was withdrawn is none. */
export const isNonconformity = ({ kind, withdrawn }: Finding): boolean =>
  withdrawn !== true && severitySchema.safeParse(kind).success;

/** Disputed, and nobody has decided yet. */
export const isDisputed = ({ dispute }: Finding): boolean => dispute !== undefined && dispute.decision === undefined;
