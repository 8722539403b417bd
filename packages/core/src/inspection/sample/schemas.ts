import { z } from 'zod';
import { fields } from '../fields.js';

const { text, caseId, instant } = fields;

/** A sample as it was drawn: with all that is needed to draw it again. */
export const sampleSchema = z.strictObject({
  /** Name and version of the drawing: `mulberry32-partial-shuffle/1`. */
  algorithm: text,
  seed: text,
  /** What it was drawn from. */
  population: z.strictObject({
    workflow: text,
    units: z.array(text).readonly().optional(),
    category: text.optional(),
    openedFrom: instant.optional(),
    openedTo: instant.optional(),
    size: z.number().int().min(0),
    /** Of the sorted case ids: another population has another one. */
    fingerprint: text,
  }),
  /** In the order of the draw. */
  dossiers: z.array(caseId).max(1000).readonly(),
});
export type Sample = z.infer<typeof sampleSchema>;

/** `open`: it cannot be judged yet. */
const checkOutcomeSchema = z.enum(['pass', 'fail', 'open', 'not-applicable']);
export type CheckOutcome = z.infer<typeof checkOutcomeSchema>;

/** What the check of one dossier showed. */
export const dossierCheckSchema = z.strictObject({
  caseId,
  code: text.optional(),
  procedure: text.optional(),
  onTime: checkOutcomeSchema,
  papers: checkOutcomeSchema,
  slip: checkOutcomeSchema,
  apology: checkOutcomeSchema,
  /** Why, for what failed. */
  remarks: z.array(text).max(20).readonly(),
});
export type DossierCheck = z.infer<typeof dossierCheckSchema>;

const tallySchema = z.strictObject({
  pass: z.number().int(),
  fail: z.number().int(),
  open: z.number().int(),
  'not-applicable': z.number().int(),
});

/** The checks of a sample, counted. */
export const sampleTallySchema = z.strictObject({
  checked: z.number().int(),
  onTime: tallySchema,
  papers: tallySchema,
  slip: tallySchema,
  apology: tallySchema,
});
export type SampleTally = z.infer<typeof sampleTallySchema>;

/** Counts the outcomes of checks, check by check. */
export function tallyChecks(checks: Iterable<DossierCheck>): SampleTally {
  const none = () => ({ pass: 0, fail: 0, open: 0, 'not-applicable': 0 });
  const tally = { checked: 0, onTime: none(), papers: none(), slip: none(), apology: none() };
  for (const check of checks) {
    tally.checked += 1;
    for (const name of ['onTime', 'papers', 'slip', 'apology'] as const) tally[name][check[name]] += 1;
  }
  return tally;
}
