import { z } from 'zod';
import { instantSchema } from '../contract/index.js';

const text = z.string().min(1).max(8000);
/** Names a part of a case; also the key of a sub-case. */
const key = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, ".", "_" and "-" only');
const unitId = z.string().min(1).max(200);
const personId = z.string().min(1).max(200);
const caseId = z.string().min(1).max(300);
const number = z.string().min(1).max(200);

/**
 * The same in English, for reports in English. What counts is the text itself, in the language of the minutes; absent:
 * nobody has translated it, and such a report quotes it as it is.
 */
const english = text.optional();

export const fields = { text, key, unitId, personId, caseId, number, english, instant: instantSchema } as const;

/**
 * Where a rule comes from and how sure it is: `sure` is settled and published; `likely` is good knowledge whose number
 * is to be checked; `open` is a default of ours, for the embedding office to set.
 */
export const sourced = { source: text, confidence: z.enum(['sure', 'likely', 'open']) } as const;

/** What the kernel adds to anything a sub-case says. */
export const subCase = z.strictObject({ key, occurrence: z.number().int(), caseId });

/** Leaves out what is undefined, as a fact has only what it has. */
export function given<Fields extends object>(
  given: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}
