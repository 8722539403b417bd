import { z } from 'zod';
import { fields } from '../fields.js';
import { actionStatusSchema } from '../remediation/parts.js';

/** What a corrective action tells its remediation, whenever its standing changes. */
export const actionNewsSchema = z.strictObject({
  status: actionStatusSchema,
  overdue: z.boolean(),
  /** Everybody who worked on it so far. */
  doers: z.array(fields.personId).readonly(),
});
