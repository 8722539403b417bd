import { z } from 'zod';
import { instantSchema } from '../contract/index.js';
import { fields } from './fields.js';

const { text, unitId, personId, key, number } = fields;

/** The official papers of plans, rounds and remedies. */
const inspectionLetterKindSchema = z.enum([
  'plan-decision',
  'team-decision',
  'notice',
  'report-request',
  'report-reminder',
  'minutes',
  'conclusion',
  'remedy-request',
  'plan-approval',
  'non-acceptance',
  'extension',
  'new-date',
  'deviation',
  'escalation',
  'escalation-withdrawal',
  'synthesis',
]);
export const inspectionLetterKinds = inspectionLetterKindSchema.options;
export type InspectionLetterKind = z.infer<typeof inspectionLetterKindSchema>;

/**
 * Numbers of the forms of Circular 26/2014/TT-BKHCN (art. 34, 35, 37) for the inspection of quality systems; the other
 * papers have the form the office gives them.
 */
export const INSPECTION_FORMS: Readonly<Partial<Record<InspectionLetterKind, string>>> = {
  'plan-decision': '19.KHKT',
  'team-decision': '20.QĐKT',
  minutes: '21.BBKT',
};

/** A letter as a fact: all that its text needs. The text is made from it by `renderInspectionLetter`. */
export const inspectionLetterSchema = z.strictObject({
  kind: inspectionLetterKindSchema,
  /** Number of the form, where a circular prescribes one. */
  form: text.nullable(),
  /** Number of the document. */
  number: number.optional(),
  /** Code of the plan, the round or the remedy. */
  code: text,
  from: unitId,
  to: unitId,
  /** The inspected unit. */
  subject: unitId,
  by: personId,
  at: instantSchema,
  contents: z.array(text).readonly().optional(),
  team: z
    .array(z.strictObject({ id: personId, part: z.enum(['leader', 'secretary', 'member']), unit: unitId }))
    .readonly()
    .optional(),
  /** When the visits begin. */
  visitFrom: instantSchema.optional(),
  visitTo: instantSchema.optional(),
  /** The end of the term that the letter sets or speaks of. */
  dueAt: instantSchema.optional(),
  /** A new end, or the end of what is granted. */
  until: instantSchema.optional(),
  items: z
    .array(z.strictObject({ key, text, kind: text.optional(), unit: unitId.optional() }))
    .readonly()
    .optional(),
  /** To whom an overdue remedy has been raised. */
  level: text.optional(),
  statement: text.optional(),
  reason: text.optional(),
  legalBasis: text.optional(),
});
export type InspectionLetter = z.infer<typeof inspectionLetterSchema>;
