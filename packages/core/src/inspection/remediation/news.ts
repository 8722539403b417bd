import { z } from 'zod';
import type { Text } from '../../contract/index.js';
import { fields } from '../fields.js';

const { instant } = fields;

/** How a remedy stands, in the words of a report. */
export const remedyStatusSchema = z.enum(['open', 'closed', 'deviation', 'carried-forward', 'annulled']);
/** In words. */
export const REMEDY_STATUSES: Readonly<Record<z.infer<typeof remedyStatusSchema>, Text>> = {
  open: { vi: 'Đang khắc phục', en: 'open' },
  closed: { vi: 'Đã khắc phục', en: 'remedied' },
  deviation: { vi: 'Chấp nhận sai lệch có thời hạn', en: 'accepted as a deviation until a date' },
  'carried-forward': { vi: 'Chuyển kiểm tra lại', en: 'carried forward to the next inspection' },
  annulled: { vi: 'Rút yêu cầu khắc phục', en: 'annulled' },
};
export type RemedyStatus = z.infer<typeof remedyStatusSchema>;

/** What a remediation tells the round, whenever its standing changes. */
export const remedyNewsSchema = z.strictObject({ status: remedyStatusSchema, late: z.boolean(), at: instant });
