import { z } from 'zod';
import type { Text } from '../../contract/index.js';
import { fields } from '../fields.js';

const { text, key, unitId, personId, instant } = fields;

/** What is done at once so that it gets no worse (ISO 9001:2015, 10.2.1 a). */
export const containmentSchema = z.strictObject({ measures: text, at: instant, by: personId });

/** Why it happened (10.2.1 b). Five whys end in a root cause; categories name one kind of it, or several. */
export const causeSchema = z.strictObject({
  method: z.enum(['five-whys', 'categories']),
  /** Each answers the one before. */
  whys: z.array(text).max(10).readonly(),
  categories: z.array(key).min(1).max(10).readonly(),
  statement: text,
});

/** Ready categories of causes; an office may use others. */
export const CAUSE_CATEGORIES: Readonly<Record<string, Text>> = {
  people: { vi: 'Con người, năng lực', en: 'People and skills' },
  procedure: { vi: 'Quy trình', en: 'Procedure' },
  technology: { vi: 'Hạ tầng, phần mềm', en: 'Infrastructure and software' },
  integration: { vi: 'Nhiều phần mềm chưa liên thông', en: 'Systems that are not linked' },
  regulation: { vi: 'Quy định pháp luật', en: 'Law and regulation' },
  resources: { vi: 'Kinh phí, biên chế', en: 'Money and staff' },
  coordination: { vi: 'Phối hợp giữa các cơ quan', en: 'Coordination between offices' },
  oversight: { vi: 'Chỉ đạo, kiểm tra', en: 'Direction and oversight' },
  outside: { vi: 'Nguyên nhân bên ngoài', en: 'Outside the office' },
};

/** `done`: reported with evidence, not verified yet. */
export const actionStatusSchema = z.enum(['planned', 'open', 'done', 'verified', 'dropped']);

/** A corrective action as the unit proposes it (10.2.1 c). */
export const actionDraftSchema = z.strictObject({
  key,
  title: text,
  owner: personId,
  unit: unitId,
  expected: text,
  until: instant.optional(),
});
