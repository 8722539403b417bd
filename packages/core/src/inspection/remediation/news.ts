import { z } from 'zod';
import { fields } from '../fields.js';

const { instant } = fields;

/** How a remedy stands, in the words of a report. */
export const remedyStatusSchema = z.enum(['open', 'closed', 'deviation', 'carried-forward', 'annulled']);
export type RemedyStatus = z.infer<typeof remedyStatusSchema>;

/** What a remediation tells the round, whenever its standing changes. */
export const remedyNewsSchema = z.strictObject({ status: remedyStatusSchema, late: z.boolean(), at: instant });
