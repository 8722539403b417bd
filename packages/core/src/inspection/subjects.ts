import { z } from 'zod';
import { textSchema } from '../contract/index.js';
import { checklistRulesSchema } from './checklist.js';
import { fields } from './fields.js';
import { findingRefSchema, severitySchema } from './findings.js';

const { text, english, key, unitId, caseId, instant } = fields;

/** One thing an inspection is about, with the rules of its checklist. */
export const contentSchema = z.strictObject({
  /** `reform`, `iso`, `it`, or one of yours. */
  id: key,
  name: textSchema,
  checklist: checklistRulesSchema,
});
export type Content = z.infer<typeof contentSchema>;

/** By visit, by the unit's file, or without notice. */
const visitFormSchema = z.enum(['on-site', 'by-file', 'surprise']);

/** A unit that a round visits. */
export const targetSchema = z.strictObject({
  unit: key,
  /** The level above it: who is told when it does not remedy. */
  above: unitId,
  form: visitFormSchema,
  /** When the visit is to begin, and by when it is to be finished. */
  from: instant,
  to: instant,
});
export type Target = z.infer<typeof targetSchema>;

/** The offices above the inspected units. */
export const officesSchema = z.strictObject({
  /** The body in whose name the inspection is done. */
  authority: unitId,
  homeAffairs: unitId,
  province: unitId,
});
export type Offices = z.infer<typeof officesSchema>;

/** What an earlier round left open: the re-inspection looks at it again. */
export const carriedSchema = z.strictObject({
  ...findingRefSchema.shape,
  /** The remediation that waits for this round. */
  remediation: caseId,
  unit: unitId,
  severity: severitySchema,
  content: key,
  criterion: key.optional(),
  statement: text,
  english,
});
export type Carried = z.infer<typeof carriedSchema>;

/** What the re-inspection of something left open finds. */
export const carriedOutcomeSchema = z.enum(['remedied', 'not-remedied']);
