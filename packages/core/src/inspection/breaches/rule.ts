import { z } from 'zod';
import { textSchema } from '../../contract/index.js';
import { fields, sourced } from '../fields.js';
import { severitySchema } from '../findings.js';

const { text, key } = fields;

/** When breaches of dossiers become a nonconformity of the unit, as data. */
export const breachRuleSchema = z.strictObject({
  id: key,
  version: key,
  /** So many breaches of one step in one unit ... */
  count: z.number().int().min(1).max(1000),
  /** ... within one calendar period. */
  per: z.enum(['month', 'quarter', 'year']),
  /** Names of the deadlines that count; absent: every term of the authority and of its steps. */
  steps: z.array(text).min(1).readonly().optional(),
  severity: severitySchema,
  /** The content it is filed under. */
  content: key,
  clause: text.optional(),
  legalBasis: text.optional(),
  statement: textSchema,
  ...sourced,
});
export type BreachRule = z.infer<typeof breachRuleSchema>;

/** Three breaches of one step in one unit in a calendar month: a default, for the office to set. */
export const standardBreachRule: BreachRule = {
  id: 'three-in-a-month',
  version: '1',
  count: 3,
  per: 'month',
  severity: 'minor',
  content: 'reform',
  clause: '8.7',
  statement: {
    vi: 'Nhiều hồ sơ trễ hạn ở cùng một khâu trong một tháng',
    en: 'Several dossiers were late at the same step in one month',
  },
  source: 'default of motcua: no general rule was found; the office sets it',
  confidence: 'open',
};
