import { z } from 'zod';
import { fields } from '../fields.js';

const { text, english, key, unitId, personId, instant } = fields;

/** What the conclusion asks of somebody: of the inspected unit, or of another body. */
export const recommendationDraftSchema = z.strictObject({
  key,
  to: unitId,
  text,
  english,
  /** Of which finding it follows. */
  finding: key.optional(),
  /** Absent: the conclusion sets no date, and the recommendation is marked as undated. */
  dueAt: instant.optional(),
});

export const recommendationSchema = z.strictObject({
  ...recommendationDraftSchema.omit({ key: true }).shape,
  answer: z
    .strictObject({ outcome: z.enum(['done', 'in-progress', 'rejected']), text, by: personId, at: instant })
    .optional(),
});
